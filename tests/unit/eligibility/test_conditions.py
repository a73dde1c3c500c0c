"""How conditions are read, case by case: years, gaps, cuts, degrees, certificates, training, windows."""

from datetime import date
from pathlib import Path

import pytest

from eligibility.domain import parsing
from eligibility.domain.admission import read_condition, read_level
from schemes.services import reading

FILE = Path("schemes/csm-national.yaml")
NATIONAL = reading.read(FILE.read_text(encoding="utf-8"), FILE.name)


def work(start, end=None, occupation="same"):
    return {"start": start, "end": end, "occupation": occupation}


def degree(name, field, awarded):
    return {"degree": name, "field": field, "awarded": awarded}


def certificate(level, issued, revoked=None, scheme="csm-national"):
    return {"scheme": scheme, "level": level, "issued": issued, "revoked": revoked}


def training(level, hours, completed):
    return {"level": level, "hours": hours, "completed": completed}


def met(level, on, **evidence):
    return read_level(NATIONAL, level, parsing.evidence(evidence), date.fromisoformat(on)).met


def earliest(level, number, on, **evidence):
    read = read_condition(
        NATIONAL.level(level).condition(number), NATIONAL, parsing.evidence(evidence), date.fromisoformat(on)
    )
    return read.earliest and read.earliest.isoformat()


def missing(level, number, on, **evidence):
    read = read_condition(
        NATIONAL.level(level).condition(number), NATIONAL, parsing.evidence(evidence), date.fromisoformat(on)
    )
    return [refusal.code for refusal in read.missing]


def test_years_are_complete_on_the_same_month_and_day():
    job = [work("2018-03-01")]

    assert met(3, "2024-02-29", employment=job) == ()
    assert met(3, "2024-03-01", employment=job) == ("1",)
    assert earliest(3, "1", "2020-01-01", employment=job) == "2024-03-01"


def test_years_from_a_leap_day_are_complete_on_the_last_of_february():
    job = [work("2016-02-29")]

    assert met(3, "2022-02-27", employment=job) == ()
    assert met(3, "2022-02-28", employment=job) == ("1",)


def test_the_last_day_worked_counts():
    assert met(3, "2024-03-01", employment=[work("2018-03-01", "2024-02-29")]) == ("1",)
    assert met(3, "2030-01-01", employment=[work("2018-03-01", "2024-02-28")]) == ()
    assert earliest(3, "1", "2024-02-01", employment=[work("2018-03-01", "2024-02-28")]) is None


@pytest.mark.parametrize(
    ("start", "counts"), [("2020-01-31", True), ("2020-02-01", False)], ids=["thirty days", "thirty-one days"]
)
def test_a_gap_of_thirty_days_does_not_break_the_stretch_and_counts(start, counts):
    jobs = [work("2017-01-01", "2019-12-31"), work(start)]

    assert (met(3, "2023-01-01", employment=jobs) == ("1",)) is counts


def test_a_job_that_begins_today_bridges_the_gap_before_it_today():
    jobs = [work("2018-01-01", "2023-12-20"), work("2024-01-10")]

    assert met(3, "2024-01-09", employment=jobs) == ()
    assert met(3, "2024-01-10", employment=jobs) == ("1",)
    assert earliest(3, "1", "2023-12-25", employment=jobs) == "2024-01-10"


def test_overlapping_jobs_are_one_stretch_and_count_once():
    jobs = [work("2018-01-01", "2021-06-30"), work("2020-01-01", "2023-12-31"), work("2019-01-01", "2019-02-01")]

    assert met(3, "2024-01-01", employment=jobs) == ("1",)
    assert met(3, "2023-12-31", employment=jobs) == ()


def test_an_end_that_is_known_already_stops_the_count_there():
    job = [work("2019-01-01", "2024-06-30")]

    assert earliest(3, "1", "2024-01-01", employment=job) is None
    assert earliest(3, "1", "2024-01-01", employment=[work("2019-01-01", "2024-12-31")]) == "2025-01-01"


def test_related_work_counts_only_where_the_condition_says_so():
    assert met(3, "2026-01-01", employment=[work("2000-01-01", occupation="related")]) == ()
    diploma = [degree("bachelor", "same", "1996-07-01")]
    assert "4" in met(1, "2010-01-01", employment=[work("1996-07-01", occupation="related")], education=diploma)


def test_work_after_a_degree_is_cut_at_its_date():
    evidence = {"employment": [work("2010-01-01")], "education": [degree("bachelor", "related", "2020-07-01")]}

    assert "4" not in met(2, "2025-06-30", **evidence)
    assert "4" in met(2, "2025-07-01", **evidence)
    assert "1" not in met(2, "2022-12-31", **evidence)
    assert "1" in met(2, "2023-01-01", **evidence)


def test_a_gap_across_the_degree_is_bridged_before_the_cut():
    evidence = {
        "employment": [work("2019-01-01", "2020-06-20"), work("2020-07-15")],
        "education": [degree("master", "other", "2020-07-01")],
    }

    assert "7" not in met(2, "2022-06-30", **evidence)
    assert "7" in met(2, "2022-07-01", **evidence)


def test_work_without_after_may_lie_before_the_degree():
    evidence = {
        "employment": [work("2015-01-01", "2016-12-31")],
        "education": [degree("bachelor", "other", "2020-07-01")],
    }

    assert met(3, "2020-06-30", **evidence) == ()
    assert met(3, "2020-07-01", **evidence) == ("4",)


def test_a_higher_degree_serves_but_a_skill_school_only_itself():
    assert met(3, "2021-01-01", education=[degree("doctorate", "related", "2020-07-01")]) == ("3",)
    assert met(3, "2021-01-01", education=[degree("advanced_skill_school", "related", "2020-07-01")]) == ("2",)
    assert met(3, "2021-01-01", education=[degree("advanced_skill_school", "other", "2020-07-01")]) == ()


def test_another_field_means_another_field():
    same_field = {"education": [degree("bachelor", "same", "2020-07-01")], "training": [training(3, 180, "2021-01-01")]}

    assert met(3, "2022-01-01", **same_field) == ("3",)


def test_training_then_is_completed_later_than_the_degree():
    school = [degree("junior_college", "other", "2020-07-01")]

    for completed, counts in (("2020-06-30", False), ("2020-07-01", False), ("2020-07-02", True)):
        record = [training(3, 180, completed)]
        assert ("5" in met(3, "2021-01-01", education=school, training=record)) is counts
    assert missing(3, "5", "2021-01-01", education=school, training=[training(3, 180, "2020-07-01")]) == [
        "training_too_early"
    ]


def test_one_training_alone_reaches_the_hours():
    school = [degree("junior_college", "other", "2019-07-01")]
    halves = [training(3, 100, "2020-01-01"), training(3, 100, "2020-02-01")]

    assert missing(3, "5", "2021-01-01", education=school, training=halves) == ["training_short"]
    assert missing(3, "5", "2021-01-01", education=school, training=[training(2, 300, "2020-01-01")]) == [
        "training_missing_degree"
    ]
    assert missing(3, "5", "2021-01-01", training=[training(3, 180, "2020-01-01")]) == [
        "degree_missing",
        "training_missing_degree",
    ]


def test_a_certificate_counts_at_its_level_or_a_higher_one_of_the_same_occupation():
    job = [work("2015-01-01")]

    for level, scheme, counts in (
        (3, "csm-national", True),
        (2, "csm-guangdong", True),
        (3, "crm-professional", False),
    ):
        held = [certificate(level, "2016-01-01", scheme=scheme)]
        assert ("2" in met(2, "2021-01-01", employment=job, certificates=held)) is counts
    assert "2" not in met(1, "2026-01-01", employment=job, certificates=[certificate(3, "2016-01-01")])


def test_a_revocation_takes_effect_on_its_day():
    evidence = {"employment": [work("2015-01-01")], "certificates": [certificate(3, "2016-01-01", "2022-05-05")]}

    assert "2" in met(2, "2022-05-04", **evidence)
    assert "2" not in met(2, "2022-05-05", **evidence)


def test_any_certificate_may_serve_and_the_nearest_one_is_explained():
    evidence = {
        "employment": [work("2015-01-01")],
        "certificates": [certificate(3, "2019-01-01"), certificate(3, "2017-01-01"), certificate(2, "2020-01-01")],
    }

    read = read_condition(NATIONAL.level(2).condition("2"), NATIONAL, parsing.evidence(evidence), date(2021, 6, 1))
    assert read.earliest == date(2022, 1, 1)
    assert read.findings[0].items[0].issued == date(2017, 1, 1)
    assert read.missing[0].code == "work_short_certificate"
    assert read.missing[0].params["have"].code == "span_years_and_months"


def test_without_the_certificate_the_years_after_it_are_missing_too():
    assert missing(2, "2", "2026-01-01", employment=[work("2015-01-01")]) == [
        "certificate_missing",
        "work_short_certificate",
    ]


def test_the_trial_period_is_a_window_and_the_earliest_day_lies_inside_it():
    evidence = {"employment": [work("1995-07-01")], "education": [degree("bachelor", "same", "1995-07-01")]}

    assert earliest(1, "4", "2005-01-01", **evidence) == "2008-07-01"
    assert "4" in met(1, "2011-12-31", **evidence)
    assert "4" not in met(1, "2012-01-01", **evidence)
    assert missing(1, "4", "2012-01-01", **evidence) == ["outside_window"]
    assert earliest(1, "4", "2012-01-01", **evidence) is None
    early = {"employment": [work("1980-07-01")], "education": [degree("master", "other", "1985-07-01")]}
    assert earliest(1, "5", "2005-01-01", **early) == "2006-01-01"


def test_the_last_day_of_the_calendar_is_no_trap():
    forever = [work("2018-03-01", "9999-12-31")]
    late = [work("9998-01-01")]

    assert met(3, "2024-03-01", employment=forever) == ("1",)
    assert earliest(3, "1", "2024-03-01", employment=late) is None
    assert met(3, "9999-12-31", employment=late) == ()


def test_the_longest_stretch_is_told_in_years_and_months():
    def have(on, *jobs):
        read = read_condition(
            NATIONAL.level(3).condition("1"), NATIONAL, parsing.evidence({"employment": list(jobs)}), on
        )
        return read.missing[0].params["have"]

    assert have(date(2024, 1, 1)).code == "span_none"
    assert have(date(2024, 1, 1), work("2024-01-01")).code == "span_none"
    assert have(date(2024, 1, 20), work("2024-01-01")).code == "span_short"
    assert have(date(2024, 2, 1), work("2024-01-01")).code == "span_month"
    assert have(date(2024, 4, 15), work("2024-01-31")).code == "span_months"
    assert have(date(2025, 1, 1), work("2024-01-01")).code == "span_year"
    assert have(date(2027, 1, 1), work("2024-01-01")).code == "span_years"
    both = have(date(2027, 2, 1), work("2024-01-01"))
    assert (both.params["years"].params["count"], both.params["months"].params["count"]) == (3, 1)


def test_the_evidence_that_serves_is_named():
    jobs = [work("2010-01-01", "2012-01-01"), work("2018-03-01")]

    read = read_condition(
        NATIONAL.level(3).condition("1"), NATIONAL, parsing.evidence({"employment": jobs}), date(2025, 1, 1)
    )

    assert [item.start for finding in read.findings for item in finding.items] == [date(2018, 3, 1)]
