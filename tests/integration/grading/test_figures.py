"""When results are released, the answers tell of the questions: on their pages, never to candidates."""

import json

import pytest

from tests.support.exam_room import choice, entry, hands_in
from tests.support.marking import releases


@pytest.fixture
def released(exam_room, candidate, registrar, run_jobs, the_clock):
    """One candidate answered questions 1 and 3 and none after them; returns the paper."""
    from exam.queries.attempts import work

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    answer = hands_in(candidate, attempt, entry(1, "1", choice("B")), entry(2, "3", choice("A")))
    assert answer.status_code == 200, answer.text
    the_clock.moves_on(hours=3)
    assert releases(registrar, exam_room.sitting_id).status_code == 302
    run_jobs()
    with exam_room.app.app_context():
        return work(attempt, the_clock.now)


def test_answered_omitted_and_not_reached_are_told_on_the_page_of_a_question(app, released, registrar, candidate):
    from question_bank.queries import version

    first, second, third, fourth = released.layout.slots[:4]
    with app.app_context():
        told = {slot.slot: version(slot.version_id).figures[0].content for slot in (first, second, third, fourth)}
        address = f"/questions/{version(first.version_id).question_id}"

    assert [(each["n"], each["omitted"], each["not_reached"]) for each in told.values()] == [
        (1, 0, 0), (1, 1, 0), (1, 0, 0), (0, 0, 1),
    ]  # fmt: skip
    chosen = "ABCDEFGH"[first.order[1]]
    assert [option["option"] for option in told["1"]["options"] if option["count"]] == [chosen]
    page = registrar.get(f"{address}?lang=en").text
    assert "What answers tell" in page
    assert "Provisional: fewer than 30 answers" in page
    assert candidate.get(address).status_code == 404


def test_the_sitting_says_how_far_its_scores_can_be_relied_on(app, exam_room, released, registrar):
    page = registrar.get(f"/results/sittings/{exam_room.sitting_id}?lang=en").text

    assert "How far the scores can be relied on" in page
    assert "With fewer than 30 these figures are provisional." in page


def test_the_command_tells_the_figures_of_a_sitting(app, exam_room, released):
    told = json.loads(app.test_cli_runner().invoke(args=["bank", "statistics", str(exam_room.sitting_id)]).stdout)

    assert (told["persons"], told["provisional"]) == (1, True)
    assert len(told["items"]) == len(released.layout.slots)
    assert told["items"][0]["item"].startswith("L3-")


def test_analysing_a_sitting_again_changes_nothing(app, exam_room, released, the_clock):
    from grading.services.analysing import analyse_sitting
    from question_bank.services.analysing import find_analysis
    from storage.transaction import transaction

    with app.app_context(), transaction():
        at = find_analysis(exam_room.sitting_id).at
        analyse_sitting(sitting_id=str(exam_room.sitting_id), now=the_clock.moves_on(days=1))

        assert find_analysis(exam_room.sitting_id).at == at


def test_a_case_study_has_no_figures(app, exam_room, candidate, examiner, registrar, case_studies, run_jobs):
    from tests.support.marking import takes

    case_studies(candidate)
    takes(examiner).signs(0)
    releases(registrar, exam_room.sitting_id)
    run_jobs()

    result = app.test_cli_runner().invoke(args=["bank", "statistics", str(exam_room.sitting_id)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no figures" in result.stderr
