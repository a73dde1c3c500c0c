"""What would change a refusal: the fewest papers, the soonest day, and nothing that nobody could want."""

from datetime import date

from eligibility.domain import parsing
from eligibility.domain.admission import read_level
from tests.support.examination import shipped
from tests.support.papers_in_short import degree, job, title, together

BACHELOR_ELSEWHERE = {"degree": "bachelor", "field": "other", "awarded": "2018-07-01"}
AT_WORK = {"start": "2019-03-01", "end": None, "occupation": "same"}


def ways(level, on, scheme="csm-national", **evidence):
    """The proposals in short: condition, papers, day."""
    read = read_level(shipped(scheme), level, parsing.evidence(evidence), date.fromisoformat(on))
    return [
        (cure.condition.id, [addition.said.code for addition in cure.additions], cure.on.isoformat(), cure.at_once)
        for cure in read.cures
    ]


def test_with_the_training_a_graduate_of_another_field_could_apply_at_once():
    assert ways(3, "2020-01-01", education=[BACHELOR_ELSEWHERE]) == [("5", ["addition_training"], "2020-01-01", True)]


def test_the_training_then_is_completed_after_a_degree_that_is_still_to_come():
    later = {"degree": "bachelor", "field": "other", "awarded": "2020-07-01"}

    proposals = ways(3, "2020-01-01", education=[later])

    assert ("5", ["addition_training"], "2020-07-02", False) in proposals


def test_whoever_has_nothing_is_told_of_a_school_and_of_a_degree():
    assert ways(3, "2020-01-01") == [
        ("2", ["addition_school"], "2020-01-01", True),
        ("3", ["addition_degree"], "2020-01-01", True),
    ]


def test_fewer_papers_come_first_and_more_papers_only_where_they_are_sooner():
    assert ways(2, "2020-01-01", employment=[AT_WORK]) == [
        ("7", ["addition_degree"], "2022-01-01", False),
        ("2", ["addition_certificate"], "2025-01-01", False),
        ("3", ["addition_certificate", "addition_training"], "2024-01-01", False),
    ]


def test_nobody_is_sent_to_work_in_the_past():
    assert ways(2, "2020-01-01") == []
    assert ways(1, "2020-01-01", education=[BACHELOR_ELSEWHERE]) == []


def test_what_time_alone_does_as_soon_is_no_proposal():
    almost = {"start": "2014-01-02", "end": None, "occupation": "same"}
    certificate = {"scheme": "csm-national", "level": 3, "issued": "2018-01-02", "revoked": None}

    proposals = ways(2, "2022-06-01", employment=[almost], certificates=[certificate])

    assert proposals == [("3", ["addition_training"], "2022-06-01", True)]
    assert ("2", ["addition_certificate"], "2027-01-02", False) not in ways(2, "2022-01-02", employment=[almost])
    assert ways(2, "2026-06-01", employment=[almost]) == []


def test_who_may_apply_needs_no_cure():
    assert ways(3, "2026-01-01", employment=[AT_WORK]) == []


def test_every_kind_of_paper_is_proposed_where_it_is_the_shortest_way():
    def standard(level, evidence):
        return [way[:3] for way in ways(level, "2020-01-01", "csm-standard", **evidence)]

    college = degree("junior_college", "other", "2010-07-01")
    engineer = together(title("senior", "2015-01-01"), job("2019-12-01", None, "related"))

    assert standard(3, {}) == [("4", ["addition_title"], "2020-01-01")]
    assert standard(3, college) == [("3", ["addition_student_certificate"], "2020-01-01")]
    assert standard(2, {}) == [
        ("4", ["addition_title"], "2020-01-01"),
        ("5", ["addition_certificate"], "2022-01-01"),
    ]
    assert standard(1, {}) == [
        ("2", ["addition_enrolment"], "2020-01-01"),
        ("4", ["addition_certificate"], "2022-01-01"),
    ]
    assert standard(1, engineer) == [("3", ["addition_certificate_any"], "2020-01-01")]


def test_a_degree_in_another_field_is_proposed_only_where_it_is_sooner():
    """The provincial rule lets another field's bachelor count work done before it, this field's only work after it."""
    trained = {"training": [{"level": 3, "hours": 180, "completed": "2019-06-01"}]}

    assert ways(3, "2020-01-01", "csm-guangdong", employment=[{**AT_WORK, "start": "2018-01-01"}], **trained) == [
        ("3", ["addition_degree"], "2020-01-01", True),
        ("2", ["addition_degree"], "2021-01-01", False),
        ("1", ["addition_degree"], "2023-01-01", False),
    ]
