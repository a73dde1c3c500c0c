"""Reporting a problem with a question: it arrives at the question with the version on the paper, and without a name."""

import re

import pytest

from kernel.actor import Role
from question_bank import queries
from question_bank.services import reports as reported
from tests.support.exam_room import choice, entry, hands_in, saves, state_of, watch
from tests.support.people import Somebody

SAID = "选项 B 和 C 都对。"


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate)
    return exam_room.starts(candidate)


def reports(person, attempt, slot="1", text=SAID):
    return person.post(f"/api/attempts/{attempt}/problems", json={"slot": slot, "text": text})


@pytest.fixture
def pinned(app, attempt):
    """The question in the first place of the paper, and its version."""
    from exam.queries.attempts import attempt_row

    with app.app_context():
        version = queries.version(attempt_row(attempt).form.layout.slots[0].version_id)
        return version.question_id, version.id


def test_a_report_arrives_at_the_question_without_the_candidates_name_and_is_answered_once(
    app, attempt, candidate, pinned
):
    registrar, author = Somebody(app, "钱考务", Role.REGISTRAR), Somebody(app, "方命题", Role.AUTHOR)
    assert reports(candidate, attempt).json == {"received": True}

    question_id, version_id = pinned
    page = author.get(f"/questions/{question_id}").text
    assert SAID in page
    assert candidate.name not in page
    assert "有问题反馈" in author.get("/questions?reported=yes").text
    assert all(waiting(person) == "1" for person in (registrar, author))
    with app.app_context():
        (report,) = reported.reports_on(question_id)
        assert (report.version_id, report.slot, report.attempt_id) == (version_id, "1", attempt)

    address = f"/question-reports/{report.id}/answer"
    author.post(address, {"answer": " "})
    assert author.post(address, {"answer": "已改写选项 C"}).status_code == 302
    assert registrar.post(address, {"answer": "又一次"}).status_code == 409
    assert "已改写选项 C" in registrar.get(f"/questions/{question_id}").text
    assert f"/questions/{question_id}" not in author.get("/questions?reported=yes").text
    assert waiting(registrar) == "0"


def waiting(person) -> str:
    """How many questions with a reported problem the person's home counts, with a link to them."""
    found = re.search(r'(?s)<a[^>]*href="/questions\?reported=yes".*?stat-value">(\d+)<', person.get("/").text)
    assert found
    return found[1]


def test_a_report_changes_nothing_about_the_answers(attempt, candidate):
    saves(candidate, attempt, entry(1, "1", choice("B")))
    before = state_of(candidate, attempt)
    reports(candidate, attempt)

    assert state_of(candidate, attempt) == before


@pytest.mark.parametrize(
    ("slot", "text", "status"),
    [
        pytest.param("999", SAID, 400, id="no such place"),
        pytest.param("1", "  ", 409, id="nothing said"),
        pytest.param(7, SAID, 400, id="not a name"),
    ],
)
def test_what_names_no_question_or_says_nothing_is_refused(attempt, candidate, slot, text, status):
    assert reports(candidate, attempt, slot, text).status_code == status


def test_the_same_place_is_reported_a_few_times_at_most(attempt, candidate):
    assert [reports(candidate, attempt).status_code for _ in range(4)] == [200, 200, 200, 409]


def test_nobody_reports_on_the_paper_of_somebody_else(attempt, other_candidate, registrar):
    assert reports(other_candidate, attempt).status_code == 404
    assert other_candidate.post(f"/attempts/{attempt}/problems", {"number": "1", "text": SAID}).status_code == 404


def test_invigilators_report_from_the_desk_and_candidates_from_the_receipt(
    app, in_room, exam_room, attempt, candidate, pinned
):
    invigilator = Somebody(app, "孙监考", Role.INVIGILATOR)
    in_room(lambda: watch(exam_room.sitting_id, exam_room.the_clock.now))
    desk = f"/sittings/{exam_room.sitting_id}"
    assert "反馈试题问题" in invigilator.get(f"{desk}/desk").text
    fields = {"attempt": str(attempt), "number": "1", "text": "图表看不清"}
    invigilator.post(f"{desk}/problems", fields)
    invigilator.post(f"{desk}/problems", fields | {"number": "400"})
    invigilator.post(f"{desk}/problems", fields | {"attempt": str(exam_room.sitting_id)})
    hands_in(candidate, attempt)
    assert "反馈试题问题" in candidate.get(f"/attempts/{attempt}/receipt").text
    candidate.post(f"/attempts/{attempt}/problems", {"number": "1", "text": SAID})

    with app.app_context():
        found = [(report.source, report.text) for report in reported.reports_on(pinned[0])]
    assert sorted(found) == [("candidate", SAID), ("invigilator", "图表看不清")]
    assert candidate.post(f"{desk}/problems", fields).status_code == 404
