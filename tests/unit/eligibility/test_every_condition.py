"""Each condition of each scheme, once met and once just not met, by what is published about it."""

from datetime import date

import pytest

from eligibility.domain import parsing
from eligibility.domain.admission import Outcome, read_level
from schemes.services import loading
from tests.support.examination import shipped
from tests.support.papers_in_short import (
    certificate,
    degree,
    job,
    student,
    students_paper,
    title,
    together,
    training,
)  # fmt: skip

ON = "2021-06-15"
COLLEGE = degree("junior_college", "other", "2010-07-01")
BACHELOR = degree("bachelor", "same", "2010-07-01")
ELSEWHERE = degree("bachelor", "other", "2010-07-01")
MASTER = degree("master", "related", "2019-06-15")
LEVEL_3 = certificate(3, "2017-06-15")
LEVEL_2 = certificate(2, "2017-06-15")
SINCE_SCHOOL = job("2009-01-01")
TRAINED = {3: training(3, 180, ON), 2: training(2, 150, ON), 1: training(1, 120, ON)}
HALF_TRAINED = {3: training(3, 179, ON), 2: training(2, 149, ON), 1: training(1, 119, ON)}
TRIAL_BACHELOR = together(degree("bachelor", "related", "1995-07-01"), job("1990-01-01", None, "related"))
TRIAL_MASTER = together(degree("master", "other", "1996-07-01"), job("1990-01-01", None, "related"))

# scheme, level and condition; what meets it; what just does not; what is then missing. Both are read on ON,
# unless a pair of days stands in the last place: met on the first, not on the second, with the evidence that meets it.
CASES = [
    ("csm-national", 3, "1", job("2015-06-15"), job("2015-06-16"), "work_short_any_time"),
    ("csm-national", 3, "2", degree("advanced_skill_school", "related", ON), degree("advanced_skill_school", "other", ON), "school_missing"),
    ("csm-national", 3, "3", degree("junior_college", "related", ON), degree("junior_college", "related", "2021-06-16"), "degree_missing"),
    ("csm-national", 3, "4", together(COLLEGE, job("2020-06-15")), together(COLLEGE, job("2020-06-16")), "work_short_any_time"),
    ("csm-national", 3, "5", together(COLLEGE, TRAINED[3]), together(degree("junior_college", "other", ON), TRAINED[3]), "training_too_early"),
    ("csm-national", 2, "1", job("2008-06-15"), job("2008-06-15", None, "related"), "work_short_any_time"),
    ("csm-national", 2, "2", together(certificate(3, "2016-06-15"), SINCE_SCHOOL), together(certificate(3, "2016-06-16"), SINCE_SCHOOL), "work_short_certificate"),
    ("csm-national", 2, "3", together(LEVEL_3, SINCE_SCHOOL, TRAINED[2]), together(LEVEL_3, SINCE_SCHOOL, HALF_TRAINED[2]), "training_short"),
    ("csm-national", 2, "4", together(degree("bachelor", "related", "2016-06-15"), SINCE_SCHOOL), together(degree("bachelor", "related", "2016-06-16"), SINCE_SCHOOL), "work_short_degree"),
    ("csm-national", 2, "5", together(BACHELOR, LEVEL_3, SINCE_SCHOOL), together(ELSEWHERE, LEVEL_3, SINCE_SCHOOL), "degree_missing"),
    ("csm-national", 2, "6", together(BACHELOR, certificate(3, "2018-06-15"), SINCE_SCHOOL, TRAINED[2]), together(BACHELOR, certificate(3, "2018-06-16"), SINCE_SCHOOL, TRAINED[2]), "work_short_certificate"),
    ("csm-national", 2, "7", together(MASTER, SINCE_SCHOOL), together(MASTER, job("2009-01-01", "2021-06-13")), "work_short_degree"),
    ("csm-national", 1, "1", job("2002-06-15"), job("2002-06-16"), "work_short_any_time"),
    ("csm-national", 1, "2", together(certificate(1, "2016-06-15"), SINCE_SCHOOL), together(certificate(3, "2010-06-15"), SINCE_SCHOOL), "certificate_missing work_short_certificate"),
    ("csm-national", 1, "3", together(certificate(2, "2018-06-15"), SINCE_SCHOOL, TRAINED[1]), together(certificate(2, "2018-06-15", ON), SINCE_SCHOOL, TRAINED[1]), "certificate_missing work_short_certificate"),
    ("csm-national", 1, "4", TRIAL_BACHELOR, ("2011-12-31", "2012-01-01"), "outside_window"),
    ("csm-national", 1, "5", TRIAL_MASTER, ("2006-07-01", "2006-06-30"), "work_short_degree"),
    ("csm-guangdong", 3, "1", together(degree("junior_college", "related", "2018-06-15"), job("2009-01-01", None, "related")), together(degree("junior_college", "related", "2018-06-16"), job("2009-01-01", None, "related")), "work_short_degree"),
    ("csm-guangdong", 3, "2", together(degree("bachelor", "same", "2020-06-15"), job("2009-01-01", None, "related")), together(degree("bachelor", "same", "2020-06-15"), job("2009-01-01", None, "other")), "work_short_degree"),
    ("csm-guangdong", 3, "3", together(ELSEWHERE, job("2020-06-15"), TRAINED[3]), together(ELSEWHERE, job("2020-06-15"), training(3, 180, "2021-06-16")), "training_missing_any_time"),
    ("csm-guangdong", 2, "1", together(certificate(3, "2018-06-15"), SINCE_SCHOOL, TRAINED[2]), together(certificate(3, "2018-06-15"), SINCE_SCHOOL, TRAINED[3]), "training_missing_any_time"),
    ("csm-guangdong", 2, "2", together(LEVEL_3, SINCE_SCHOOL), together(certificate(3, "2017-06-16"), SINCE_SCHOOL), "work_short_certificate"),
    ("csm-guangdong", 2, "3", together(BACHELOR, job("2017-06-15"), TRAINED[2]), together(degree("bachelor", "related", "2010-07-01"), job("2017-06-15"), TRAINED[2]), "degree_missing"),
    ("csm-guangdong", 2, "4", together(ELSEWHERE, job("2015-06-15"), TRAINED[2]), together(ELSEWHERE, job("2015-06-16"), TRAINED[2]), "work_short_any_time"),
    ("csm-guangdong", 2, "5", together(degree("master", "same", ON), job("2020-06-15")), together(degree("bachelor", "same", ON), job("2020-06-15")), "degree_missing"),
    ("csm-guangdong", 2, "6", together(degree("doctorate", "other", ON), job("2019-06-15")), together(degree("doctorate", "other", ON), job("2019-06-15", "2020-01-01"), job("2020-02-02")), "work_short_any_time"),
    ("csm-guangdong", 1, "1", together(LEVEL_2, SINCE_SCHOOL, TRAINED[1]), together(certificate(2, "2017-06-16"), SINCE_SCHOOL, TRAINED[1]), "work_short_certificate"),
    ("csm-guangdong", 1, "2", together(certificate(2, "2016-06-15"), SINCE_SCHOOL), together(certificate(2, "2016-06-15", scheme="crm-professional"), SINCE_SCHOOL), "certificate_missing work_short_certificate"),
    ("csm-guangdong", 1, "3", together(degree("doctorate", "same", ON), job("2018-06-15"), TRAINED[1]), together(degree("doctorate", "same", ON), job("2018-06-15"), HALF_TRAINED[1]), "training_short"),
    ("csm-standard", 3, "1", COLLEGE, degree("advanced_skill_school", "same", "2010-07-01"), "degree_missing"),
    ("csm-standard", 3, "2", together(COLLEGE, job("2019-06-15", None, "related")), together(COLLEGE, job("2019-06-16", None, "related")), "work_short_any_time"),
    ("csm-standard", 3, "3", together(COLLEGE, students_paper(ON)), together(COLLEGE, students_paper("2021-06-16")), "student_certificate_missing"),
    ("csm-standard", 3, "4", title("junior", ON), title("junior", "2021-06-16"), "title_missing"),
    ("csm-standard", 3, "5", student("mba", "related", ON), student("mba", "related", "2018-09-01", "2021-06-14"), "enrolled_missing"),
    ("csm-standard", 2, "1", together(COLLEGE, job("2018-06-15", None, "related")), together(COLLEGE, job("2018-06-16", None, "related")), "work_short_any_time"),
    ("csm-standard", 2, "2", together(COLLEGE, students_paper("2010-01-01"), job("2019-06-15")), together(COLLEGE, job("2019-06-15")), "student_certificate_missing"),
    ("csm-standard", 2, "3", student("mba", "same", "2020-09-01", ON), student("mba", "other", "2020-09-01"), "enrolled_missing"),
    ("csm-standard", 2, "4", title("senior", ON), title("junior", ON), "title_missing"),
    ("csm-standard", 2, "5", certificate(3, "2019-06-15"), certificate(3, "2019-06-16"), "certificate_held_short"),
    ("csm-standard", 1, "1", together(COLLEGE, job("2017-06-15", None, "related")), together(COLLEGE, job("2017-06-15", None, "other")), "work_short_any_time"),
    ("csm-standard", 1, "2", student("mba", "related", ON), student("emba", "related", ON), "enrolled_missing"),
    ("csm-standard", 1, "3", together(title("intermediate", ON), job(ON, None, "related"), certificate(3, ON)), together(title("intermediate", ON), job("2010-01-01", "2021-06-14", "related"), certificate(3, ON)), "working_now_missing"),
    ("csm-standard", 1, "4", certificate(2, "2019-06-15", scheme="csm-guangdong"), certificate(3, "2019-06-15"), "certificate_missing"),
    ("crm-professional", 3, "1", degree("junior_college", "other", ON), degree("advanced_skill_school", "same", ON), "degree_missing"),
    ("crm-professional", 3, "2", job("2020-06-15", None, "related"), job("2020-06-16", None, "related"), "work_short_any_time"),
    ("crm-professional", 2, "1", together(certificate(3, "2019-06-15", scheme="crm-professional"), SINCE_SCHOOL), together(certificate(3, "2019-06-16", scheme="crm-professional"), SINCE_SCHOOL), "work_short_certificate"),
    ("crm-professional", 2, "2", together(degree("bachelor", "other", "2018-06-15"), SINCE_SCHOOL), together(degree("bachelor", "other", "2018-06-16"), SINCE_SCHOOL), "work_short_degree"),
    ("crm-professional", 1, "1", together(certificate(2, "2018-06-15", scheme="crm-professional"), SINCE_SCHOOL), together(certificate(2, "2018-06-15", scheme="csm-national"), SINCE_SCHOOL), "certificate_missing work_short_certificate"),
    ("crm-professional", 1, "2", together(degree("master", "other", "2016-06-15"), SINCE_SCHOOL), together(degree("master", "other", "2016-06-16"), SINCE_SCHOOL), "work_short_degree"),
]  # fmt: skip
MODULES_ONLY = ("csm-standard", 3, "1")


@pytest.mark.parametrize(
    ("scheme", "level", "number", "enough", "short", "lacking"),
    CASES,
    ids=[f"{scheme} {level} ({number})" for scheme, level, number, *_ in CASES],
)
def test_a_condition_is_met_with_this_and_just_not_with_that(scheme, level, number, enough, short, lacking):
    met_on, unmet_on = short if isinstance(short, tuple) else (ON, ON)
    shown = enough if isinstance(short, tuple) else short

    met = read(scheme, level, number, enough, met_on)
    unmet = read(scheme, level, number, shown, unmet_on)

    assert met.met
    assert not unmet.met
    assert " ".join(refusal.code for refusal in unmet.missing) == lacking


def read(scheme, level, number, evidence, on):
    reading = read_level(shipped(scheme), level, parsing.evidence(evidence), date.fromisoformat(on))
    return next(each for each in reading.conditions if each.condition.id == number)


def test_the_table_has_every_condition_of_every_scheme_that_asks_for_something():
    asked = [
        (path.stem, level.number, each.id)
        for path in loading.shipped_files()
        for level in shipped(path.stem).levels.values()
        for each in level.conditions
        if each.requires
    ]

    assert sorted(asked) == sorted((scheme, level, number) for scheme, level, number, *_ in CASES)


def test_module_assessment_is_an_outcome_of_its_own():
    scheme, level, number = MODULES_ONLY
    graduate = parsing.evidence(COLLEGE)

    modules = read_level(shipped(scheme), level, graduate, date(2021, 6, 15))
    before = read_level(shipped(scheme), level, graduate, date(2010, 6, 30))

    assert (modules.outcome, modules.met) == (Outcome.MODULES, (number,))
    assert before.outcome is Outcome.NONE


def test_the_college_course_asks_for_nothing():
    course = read_level(shipped("crm-course"), 3, parsing.evidence({}), date(2021, 6, 15))

    assert (course.outcome, course.met, course.cures) == (Outcome.FULL, ("1",), ())
