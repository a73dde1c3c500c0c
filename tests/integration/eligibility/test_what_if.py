"""A fictional applicant is tried before any scheme, version, level and day; nothing of it is stored."""

import re

import pytest
from sqlalchemy import func, select

import schemes.queries
from eligibility.forms.what_if import MOST_ROWS
from eligibility.models.evidence import EvidenceItem
from kernel import clock
from schemes.services import loading
from storage.database import db
from storage.transaction import transaction

GRADUATE = {"education-1-degree": "bachelor", "education-1-field": "other", "education-1-awarded": "2018-07-01"}
AT_WORK = {"employment-1-occupation": "same", "employment-1-start": "2019-03-01", "employment-1-end": ""}


@pytest.fixture
def version_of(app, scheme):
    """The id of the one version of a scheme, which is loaded where it was not yet."""

    def version(code):
        with app.app_context(), transaction():
            if code != "csm-national":
                loading.load(next(path for path in loading.shipped_files() if path.stem == code), now=clock.now())
            return str(schemes.queries.versions(code)[0].version_id)

    return version


@pytest.fixture
def tries(version_of):
    """`tries(who, evidence, code="csm-national", level="", on=…)` posts the sheet and gives the page."""

    def post(who, evidence, code="csm-national", level="", on="2020-01-01", press=None):
        question = {"version": version_of(code), "level": level, "on": on}
        return who.post("/what-if/reading?lang=en", {**question, **evidence, **(press or {"read": "1"})})

    return post


def test_anybody_may_open_the_sheet(visitor, scheme):
    page = visitor.get("/what-if?lang=en")

    assert page.status_code == 200
    assert "Try an applicant who does not exist" in page.text


def test_without_any_scheme_the_page_says_so(visitor):
    assert "No scheme is in force yet" in visitor.get("/what-if?lang=en").text


def test_the_answer_has_facts_missing_earliest_and_cures(visitor, tries):
    page = tries(visitor, {**GRADUATE, **AT_WORK}, level="3", on="2019-12-01")

    assert page.status_code == 200
    assert "Bachelor&#39;s degree · Another field" in page.text
    assert "The longest stretch so far: 9 months." in page.text
    assert "With what you have entered, this will be met on 1 March 2020." in page.text
    assert "you could apply at once." in page.text
    assert page.text.count('class="card level-card"') == 1


def test_where_neither_time_nor_papers_help_the_page_says_what_is_needed(visitor, tries):
    page = tries(visitor, GRADUATE, level="1")

    assert "Time alone does not lead to full admission." in page.text
    assert "No paper alone would open this level" in page.text


def test_every_level_of_any_scheme_on_any_day(visitor, tries):
    page = tries(visitor, GRADUATE, code="csm-standard", on="2050-02-28")

    assert page.text.count('class="card level-card"') == 3
    assert "28 February 2050" in page.text
    assert "Module assessment only" in page.text


def test_nothing_of_it_is_stored(app, candidate, tries):
    assert tries(candidate, GRADUATE).status_code == 200

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(EvidenceItem)) == 0


def test_bad_input_keeps_what_was_entered_and_tells_every_mistake_at_once(visitor, tries):
    backwards = {
        "employment-1-occupation": "same",
        "employment-1-start": "2019-03-01",
        "employment-1-end": "2018-03-01",
    }
    half = {"training-2-level": "3", "training-2-hours": "many", "training-2-completed": "30 February"}

    page = tries(visitor, {**GRADUATE, **backwards, **half})

    assert page.status_code == 422
    assert "The end (1 March 2018) lies before the start (1 March 2019)." in page.text
    assert 'value="2018-03-01"' in page.text
    assert 'value="many"' in page.text
    assert 'value="30 February"' in page.text
    assert 'value="2018-07-01"' in page.text
    for field in ("employment-1-end", "training-2-hours", "training-2-completed"):
        assert f'href="#{field}"' in page.text
    assert 'class="card level-card"' not in page.text


@pytest.mark.parametrize(
    "question",
    [{"version": "none"}, {"version": ""}, {"on": "2021-02-29"}, {"on": ""}, {"level": "7"}],
    ids=["unknown version", "no version", "no day", "day left out", "unknown level"],
)
def test_a_question_that_cannot_be_meant_is_told(visitor, version_of, question):
    asked = {"version": version_of("csm-national"), "level": "", "on": "2020-01-01", "read": "1", **question}

    page = visitor.post("/what-if/reading?lang=en", asked)

    assert page.status_code == 422
    assert "There is a problem" in page.text


def test_a_level_the_scheme_does_not_have_is_told(visitor, tries):
    page = tries(visitor, GRADUATE, code="crm-course", level="1")

    assert page.status_code == 422
    assert "has no level 1" in page.text


def test_lines_are_added_and_removed_without_losing_the_others(visitor, tries):
    more = tries(visitor, {**GRADUATE, **AT_WORK}, press={"add": "employment"})
    less = tries(visitor, {**GRADUATE, **AT_WORK}, press={"remove": "employment-1"})

    assert more.status_code == 200
    assert lines(more) == ["education-1", "employment-1", "employment-2"]
    assert 'value="2019-03-01"' in more.text
    assert lines(less) == ["education-1"]
    assert 'value="2018-07-01"' in less.text


def test_a_blank_line_means_nothing(visitor, tries):
    blank = {"titles-3-grade": "", "titles-3-awarded": ""}

    assert tries(visitor, {**GRADUATE, **blank}).status_code == 200


def test_a_flood_of_lines_is_cut(visitor, tries):
    flood = {f"student_certificates-{number}-awarded": "2014-01-01" for number in range(300)}

    page = tries(visitor, flood, press={"add": "student_certificates"})

    assert len(lines(page)) == MOST_ROWS


@pytest.mark.parametrize("hours", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+999999999", "0x10"])
def test_hours_that_are_no_number_are_told(visitor, tries, hours):
    training = {"training-1-level": "3", "training-1-hours": hours, "training-1-completed": "2019-01-01"}

    assert tries(visitor, training).status_code == 422


def test_candidates_may_begin_with_their_own_evidence_and_strangers_with_none(visitor, graduate):
    assert 'value="2020-07-01"' in graduate.get("/what-if?mine=1").text
    assert 'value="2020-07-01"' not in graduate.get("/what-if").text
    assert visitor.get("/what-if?mine=1").status_code == 200


def test_hours_begin_as_they_stand_on_the_paper(scheme, candidate, keeps):
    keeps(candidate, "training", level=3, hours=180, completed="2021-01-01")

    assert 'value="180"' in candidate.get("/what-if?mine=1").text


def test_the_address_may_name_scheme_and_level(visitor, version_of):
    provincial = version_of("csm-guangdong")

    page = visitor.get("/what-if?scheme=csm-guangdong&level=2")

    assert f'<option selected value="{provincial}">' in page.text
    assert '<option selected value="2">' in page.text
    assert visitor.get("/what-if?scheme=none&level=x&version=y").status_code == 200


def test_the_sheet_speaks_chinese(visitor, tries):
    page = visitor.get("/what-if?lang=zh")

    assert "假设试算" in page.text
    assert "所填内容均不保存" in page.text


def lines(page):
    return re.findall(r'<fieldset class="trial-line" id="([^"]+)"', page.text)
