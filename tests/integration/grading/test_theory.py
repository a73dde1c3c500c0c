"""A theory paper is marked the moment it is in, the same however often."""

import json
import re
from decimal import Decimal

import pytest
import yaml

from exam.domain.events import AttemptHandedIn
from kernel.actor import PLATFORM
from question_bank import queries
from question_bank.domain.intake import Target
from question_bank.services.importing import import_questions, plan
from tests.support.exam_room import choice, content, entry, hands_in
from tests.support.marking import releases


def right_answers(work):
    """What the candidate of this form would have to choose."""
    from question_bank.queries import keys

    known = keys(work.layout.question_versions)
    return {
        slot.slot: [letter for letter in slot.letters if slot.options_behind(letter) <= known[slot.version_id].correct]
        for slot in work.layout.slots
    }


@pytest.fixture
def paper(exam_room, candidate, asks, the_clock):
    from exam.queries.attempts import work

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)

    def sheet():
        found = work(attempt, the_clock.now)
        return found, right_answers(found)

    return attempt, *asks(sheet)


def score_of(attempt):
    from grading.queries.results import find_score

    return find_score(attempt)


def test_what_nobody_heard_of_is_marked_by_the_sweep_and_only_once(paper, candidate, app, asks, the_clock, monkeypatch):
    from grading.services.scoring import mark_left_over
    from kernel import event
    from storage.transaction import transaction

    def sweep():
        with app.app_context(), transaction():
            mark_left_over(now=the_clock.now)
        return asks(lambda: score_of(attempt))

    attempt, _, right = paper
    first = next(iter(right))
    monkeypatch.setitem(event._listeners, AttemptHandedIn, [])
    assert hands_in(candidate, attempt, entry(1, first, choice(*right[first]))).status_code == 200
    assert sweep() is None

    the_clock.moves_on(minutes=2)

    assert sweep().score > 0
    assert sweep().edition == 1


def asked(person, attempt):
    """The questions as the paper shows them."""
    page = person.get(f"/attempts/{attempt}").text
    return json.loads(re.search(r'id="paper">(.*?)</script>', page)[1])["questions"]


def another(answer):
    """Another key for a question of the same kind."""
    match answer:
        case bool():
            return not answer
        case str():
            return "A" if answer != "A" else "B"
        case _:
            return ["A", "B"] if answer != ["A", "B"] else ["A", "C"]


def change(work, now):
    """A new version of every question on this paper with another text and another key, approved; returns how many."""
    used = {queries.version(version).question.external_id for version in work.layout.question_versions}
    changed = 0
    for name, data in content():
        given = yaml.safe_load(data)
        given["questions"] = [each for each in given.get("questions", ()) if each["id"] in used]
        for question in given["questions"]:
            question["stem"] = {tongue: f"? {words}" for tongue, words in question["stem"].items()}
            question["answer"] = another(question["answer"])
        if given["questions"]:
            found = plan(name, yaml.safe_dump(given).encode(), Target(scheme="csm-national", level=3))
            import_questions(found.planned, source=name, reason="test", actor=PLATFORM, approve=True, now=now)
            changed += len(found.to_take)
    return changed


def test_a_faultless_paper_earns_all_marks(candidate, paper, asks):
    attempt, _, right = paper
    hands_in(
        candidate,
        attempt,
        *(entry(seq, slot, choice(*letters)) for seq, (slot, letters) in enumerate(right.items(), 1)),
    )

    score = asks(score_of, attempt)

    assert score.score == 100
    assert sum(Decimal(part["earned"]) for part in score.detail["functions"]) == 100
    assert str(score.reached_on) == "2026-03-02"


def test_an_empty_paper_earns_nothing(candidate, paper, asks):
    hands_in(candidate, paper[0])

    assert asks(score_of, paper[0]).score == 0


def test_ticking_everything_does_not_pay(candidate, paper, asks):
    attempt, work, _ = paper
    several = [slot for slot in work.layout.slots if slot.kind == "multiple_choice"]
    hands_in(candidate, attempt, *(entry(seq, slot.slot, choice(*slot.letters)) for seq, slot in enumerate(several, 1)))

    score = asks(score_of, attempt).score

    assert score in {0, 3, 6}


def test_half_of_the_questions_earn_exactly_their_marks(candidate, paper, asks):
    attempt, work, right = paper
    half = list(work.layout.slots)[::2]
    hands_in(
        candidate, attempt, *(entry(seq, slot.slot, choice(*right[slot.slot])) for seq, slot in enumerate(half, 1))
    )

    assert asks(score_of, attempt).score == sum(slot.marks for slot in half)


def test_hearing_of_a_hand_in_again_changes_nothing(app, candidate, paper, the_clock):
    from sqlalchemy import func, select

    from grading.models import Score
    from grading.services.scoring import mark_attempt
    from storage.database import db
    from storage.transaction import transaction

    hands_in(candidate, paper[0])
    for _ in range(2):
        with app.app_context(), transaction():
            mark_attempt(AttemptHandedIn(paper[0], the_clock.now))

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Score)) == 1


def test_a_paper_out_of_time_is_marked_from_what_was_saved(app, candidate, paper, asks, the_clock):
    from exam.services.sweeping import sweep
    from storage.transaction import transaction
    from tests.support.exam_room import saves

    attempt, work, right = paper
    first = work.layout.slots[0]
    saves(candidate, attempt, entry(1, first.slot, choice(*right[first.slot])))
    the_clock.moves_on(hours=2)
    with app.app_context(), transaction():
        sweep(now=the_clock.now)

    assert asks(score_of, attempt).score == first.marks


def test_with_the_result_a_candidate_reads_that_the_paper_was_like_the_others(exam_room, candidate, registrar):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    hands_in(candidate, attempt)
    said = r"expected score is within 0\.\d\d marks of the mean of all papers"
    assert not re.search(said, candidate.get(f"/attempts/{attempt}/receipt?lang=en").text)

    releases(registrar, exam_room.sitting_id)

    assert re.search(said, candidate.get(f"/results/{attempt}?lang=en").text)


def test_r33_a_used_question_that_changes_moves_neither_a_paper_nor_a_result(app, candidate, paper, asks, the_clock):
    from exam.views import paper as pages
    from storage.transaction import transaction

    attempt, work, right = paper
    before = asked(candidate, attempt)
    with app.app_context(), transaction():
        assert change(work, the_clock.now) == len(before)
    pages._remembered.clear()
    pages._of_form.cache_clear()

    assert asked(candidate, attempt) == before
    hands_in(
        candidate,
        attempt,
        *(entry(seq, slot, choice(*letters)) for seq, (slot, letters) in enumerate(right.items(), 1)),
    )
    assert asks(score_of, attempt).score == 100
