"""The facts that a met condition names: enough, and nothing that could be left out."""

from datetime import date

from eligibility.domain import parsing
from eligibility.domain.admission import read_condition, read_level
from kernel.words import Words
from schemes.domain.requirement import Relation, Work, WorkingNow
from schemes.domain.scheme import Condition
from tests.support.examination import shipped
from tests.support.papers_in_short import certificate, degree, job, together

NATIONAL = shipped("csm-national")


def facts(level, number, on, evidence):
    reading = read_level(NATIONAL, level, parsing.evidence(evidence), date.fromisoformat(on))
    condition = next(each for each in reading.conditions if each.condition.id == number)
    assert condition.met
    return [parsing.written(item) for item in condition.facts]


def starts(level, number, on, evidence):
    return [fact["start"] for fact in facts(level, number, on, evidence)]


def test_of_many_jobs_only_as_many_as_it_takes():
    career = together(
        job("2000-01-01", "2001-12-31"),
        job("2002-01-01", "2009-12-31"),
        job("2010-01-01"),
        job("2010-03-01", "2010-04-01"),
    )

    assert starts(3, "1", "2021-01-01", career) == ["2002-01-01"]
    assert starts(1, "1", "2021-01-01", career) == ["2002-01-01", "2010-01-01"]


def test_a_short_job_that_bridges_a_pause_is_one_of_the_facts():
    """Thirty-one days between the long ones would be too many; the short one stands in between."""
    career = together(job("2015-01-01", "2017-12-31"), job("2018-01-15", "2018-01-20"), job("2018-02-01"))

    assert starts(3, "1", "2021-01-01", career) == ["2015-01-01", "2018-01-15", "2018-02-01"]


def test_the_same_paper_twice_is_one_fact():
    twice = together(degree("bachelor", "same", "2010-07-01"), degree("bachelor", "same", "2010-07-01"))

    assert len(facts(3, "3", "2021-01-01", twice)) == 1


def test_what_serves_two_requirements_is_named_once():
    """Whoever has worked for years and still does shows the one job that says both."""
    condition = Condition(
        id="x",
        text=Words(zh="示例", en="Example"),
        requires=(Work(years=2), WorkingNow(occupations=frozenset({Relation.SAME}))),
    )
    career = parsing.evidence(together(job("2000-01-01", "2012-12-31"), job("2015-01-01")))

    read = read_condition(condition, NATIONAL, career, date(2021, 1, 1))

    assert [item.start for item in read.facts] == [date(2015, 1, 1)]
    assert [[item.start for item in finding.items] for finding in read.findings] == [[date(2015, 1, 1)]] * 2


def test_an_unmet_condition_names_the_facts_of_what_does_hold():
    evidence = parsing.evidence(together(certificate(3, "2018-01-01"), job("2019-01-01")))
    reading = read_level(NATIONAL, 2, evidence, date(2020, 1, 1))
    second = next(each for each in reading.conditions if each.condition.id == "2")

    assert not second.met
    assert [type(item).__name__ for item in second.facts] == ["HeldCertificate"]
