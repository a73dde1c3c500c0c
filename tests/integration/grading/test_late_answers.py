"""Late answers that a registrar lets count: the score follows, people mark once more, and everybody concerned hears.

No file is taken after the release; one that came in the same moment may still wait for its decision.
"""

import pytest

from tests.support import answer_files
from tests.support.exam_room import choice, entry, hands_in
from tests.support.marking import Sheet, releases, takes

CHANGED = "成绩有变动"


@pytest.fixture
def comes_late(app, exam_room, candidate, registrar, the_clock):
    """These answers come by a file after the end, and a registrar lets them count once the function is called."""

    def come(attempt, paper, *entries):
        desk = f"/desk/entries/{exam_room.entries[candidate.id]}/answer-files"
        file = answer_files.file_of(paper, *entries)
        assert answer_files.takes(registrar, desk, file).status_code == 302
        address = answer_files.decision_address(app, attempt)

        def decide():
            the_clock.moves_on(minutes=1)
            assert registrar.post(address, {"counts": "yes", "reason": "断网"}).status_code == 302

        return decide

    return come


def test_a_theory_score_that_changes_after_the_release_is_told(exam_room, candidate, registrar, the_clock, comes_late):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    paper = answer_files.paper_of(candidate, attempt)
    hands_in(candidate, attempt)
    the_clock.moves_on(hours=4)
    assert releases(registrar, exam_room.sitting_id).status_code == 302
    results = f"/results/sittings/{exam_room.sitting_id}"

    counts = comes_late(attempt, paper, *(answer_files.kept(str(n), choice("B"), order=n) for n in range(1, 30)))
    desk = f"/desk/entries/{exam_room.entries[candidate.id]}/answer-files"
    assert "the score is reckoned anew" in registrar.get(desk).text
    assert CHANGED not in candidate.get("/notices").text
    counts()

    assert candidate.get("/notices").text.count(CHANGED) == 1
    assert "成绩变动时间" in candidate.get(f"/results/{attempt}").text
    assert "1 result is another one since" in registrar.get(results).text


@pytest.fixture
def case(exam_room, candidate, the_clock):
    """A case study that is handed in, and its page."""
    exam_room.holds(candidate, component="case_study")
    attempt = exam_room.starts(candidate)
    paper = answer_files.paper_of(candidate, attempt)
    assert hands_in(candidate, attempt, entry(1, "text", {"text": "只写了一半"})).status_code == 200
    the_clock.moves_on(hours=4)
    return attempt, paper


WHOLE = answer_files.kept("text", {"text": "断网时写完的全文"}, base={"text": "只写了一半"}, order=2)


def test_a_case_study_that_was_signed_off_is_marked_again(
    exam_room, candidate, registrar, examiner, case, comes_late, asks
):
    from grading.queries.results import find_score

    attempt, paper = case
    results = f"/results/sittings/{exam_room.sitting_id}"
    takes(examiner).signs(1)
    before = asks(find_score, attempt)
    counts = comes_late(attempt, paper, WHOLE)
    counts()

    assert releases(registrar, exam_room.sitting_id).status_code == 409
    assert "Is being marked again" in registrar.get(results).text
    sheet = takes(examiner)
    assert "断网时写完的全文" in sheet.text
    assert sheet.signs(0).status_code == 302

    after = asks(find_score, attempt)
    assert (after.edition, after.score > before.score) == (before.edition + 1, True)
    assert "Is being marked again" not in registrar.get(results).text
    assert releases(registrar, exam_room.sitting_id).status_code == 302
    assert CHANGED not in candidate.get("/notices").text


def test_after_the_release_the_score_stands_until_it_is_marked_again(
    exam_room, candidate, registrar, examiner, case, comes_late, asks
):
    from grading.queries.results import released_score

    attempt, paper = case
    takes(examiner).signs(1)
    releases(registrar, exam_room.sitting_id)
    official = asks(released_score, attempt).score

    comes_late(attempt, paper, WHOLE)()
    assert asks(released_score, attempt).score == official
    assert CHANGED not in candidate.get("/notices").text

    takes(examiner).signs(0)
    assert asks(released_score, attempt).score > official
    assert candidate.get("/notices").text.count(CHANGED) == 1


def test_who_decides_reads_the_text_of_the_file(exam_room, candidate, registrar, case, comes_late):
    comes_late(*case, WHOLE)

    page = registrar.get(f"/desk/entries/{exam_room.entries[candidate.id]}/answer-files")
    assert "断网时写完的全文" in page.text


def test_what_lies_open_on_a_desk_is_taken_from_it(registrar, examiner, case, comes_late):
    attempt, paper = case
    opened = takes(examiner)
    comes_late(attempt, paper, WHOLE)()

    assert opened.signs(0).status_code == 404
    again = takes(examiner)
    assert (again.number, again.address != opened.address) == (opened.number, True)
    assert Sheet(examiner, again.address).signs(0).status_code == 302


def test_nobody_marks_again_where_another_file_has_brought_the_text_already(
    examiner, case, comes_late, asks, the_clock
):
    from grading.queries.results import find_score

    attempt, paper = case
    earlier = comes_late(attempt, paper, answer_files.kept("text", {"text": "断网时写的一半"}, order=2))
    the_clock.moves_on(minutes=1)
    comes_late(attempt, paper, WHOLE)()
    takes(examiner).signs(0)
    earlier()

    assert "Take the next script" not in examiner.get("/marking?lang=en").text
    assert asks(find_score, attempt).score == 100
