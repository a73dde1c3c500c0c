"""A paper of every kind of question, from the bank to the score."""

from fractions import Fraction

import pytest

from tests.support.exam_room import entry, hands_in, saves, state_of
from tests.support.kinds import right_answer, sits_down_to


@pytest.fixture
def database_url(databases, empty_database) -> str:
    """Without the shipped bank."""
    return databases.begin_with(empty_database)


@pytest.fixture
def paper(app, the_clock, candidate):
    """The attempt, its slots by kind, and a faultless answer to each."""
    from question_bank.queries import keys

    attempt, layout = sits_down_to(app, the_clock, candidate)
    with app.app_context():
        known = keys(layout.question_versions)
    return attempt, layout, {slot.slot: right_answer(slot, known[slot.version_id]) for slot in layout.slots}


def score_of(app, attempt):
    from grading.queries.results import find_score

    with app.app_context():
        return find_score(attempt).score


def test_a_faultless_paper_earns_all_marks(app, candidate, paper):
    attempt, layout, right = paper
    assert len(layout.slots) == 8
    answers = [entry(seq, slot, value) for seq, (slot, value) in enumerate(right.items(), 1)]

    assert saves(candidate, attempt, *answers).status_code == 200
    assert state_of(candidate, attempt)["answers"] == right
    assert hands_in(candidate, attempt).status_code == 200

    assert score_of(app, attempt) == 100


def test_half_of_an_answer_earns_its_part_where_the_scheme_says_so(app, candidate, paper):
    attempt, layout, right = paper
    slots = {slot.kind: slot for slot in layout.slots}
    half = {name: dict(right[slots[name].slot]) for name in ("multiple_choice", "matching", "ordering")}
    half["multiple_choice"]["chosen"] = half["multiple_choice"]["chosen"][:1]
    half["matching"]["chosen"] = [*half["matching"]["chosen"][:2], ""]
    first, second, *rest = half["ordering"]["chosen"]
    half["ordering"]["chosen"] = [second, first, *rest]

    answers = [entry(seq, slots[name].slot, value) for seq, (name, value) in enumerate(half.items(), 1)]
    assert hands_in(candidate, attempt, *answers).status_code == 200

    assert score_of(app, attempt) == 6 + 10 + 15 * Fraction(2, 3)


@pytest.mark.parametrize("kind", ["matching", "ordering", "numeric", "short_text"])
def test_a18_an_answer_of_another_shape_is_bad_input(candidate, paper, kind):
    attempt, layout, _ = paper
    slot = next(slot.slot for slot in layout.slots if slot.kind == kind)
    wrong = {"chosen": ["A"], "flagged": False}

    assert saves(candidate, attempt, entry(1, slot, wrong)).status_code == 400
    assert state_of(candidate, attempt)["answers"] == {}


TYPED = [
    "", " 5 ", "５．０", "e\u0301 é", "\u202eabc\u202c", "𠮷👩‍👩‍👧", "\"\\'</script>{{7*7}}%s", "1e308", "½", "0x10", "\u00a0\u3000",
    "-0", "投诉／建议", "'; DROP TABLE exam_answer; --",
]  # fmt: skip
"""What people and their keyboards send, none of it made tidy by anybody."""


def test_r44_a_hundred_answers_of_every_kind_are_kept_as_they_were_typed(app, candidate, paper):
    from exam.queries.attempts import saved_answers, work
    from kernel import clock

    attempt, layout, right = paper
    typed, expected = [], {}
    for seq in range(1, 101):
        slot = layout.slots[seq % len(layout.slots)]
        value = dict(right[slot.slot], flagged=seq % 3 == 0)
        if "text" in value:
            value["text"] = TYPED[seq * 5 % len(TYPED)]
        typed.append(entry(seq, slot.slot, value))
        expected[slot.slot] = value

    for some in range(0, 100, 10):
        assert saves(candidate, attempt, *typed[some : some + 10]).status_code == 200

    assert state_of(candidate, attempt)["answers"] == expected
    assert hands_in(candidate, attempt).status_code == 200
    with app.app_context():
        assert work(attempt, clock.now()).answers == expected
        stored = {row.seq: row.value for row in saved_answers(attempt)}
    assert stored == {each["seq"]: each["value"] for each in typed}
