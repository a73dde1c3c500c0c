"""How a version comes into use and goes out of it again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import IllegalMove
from question_bank.domain.enmity import enemies, pair_of
from question_bank.domain.lifecycle import VERSION, Move, State, may_move, review_due

ALLOWED = {
    (State.DRAFT, Move.SUBMIT): State.REVIEW,
    (State.DRAFT, Move.RETIRE): State.RETIRED,
    (State.REVIEW, Move.SEND_BACK): State.DRAFT,
    (State.REVIEW, Move.APPROVE): State.APPROVED,
    (State.APPROVED, Move.TAKE_INTO_USE): State.IN_USE,
    (State.APPROVED, Move.CONFIRM): State.APPROVED,
    (State.IN_USE, Move.CONFIRM): State.IN_USE,
    (State.IN_USE, Move.RETIRE): State.RETIRED,
    (State.IN_USE, Move.REPLACE): State.RETIRED,
    (State.REVIEW, Move.RETIRE): State.RETIRED,
    (State.APPROVED, Move.RETIRE): State.RETIRED,
    (State.DRAFT, Move.REPLACE): State.RETIRED,
    (State.REVIEW, Move.REPLACE): State.RETIRED,
    (State.APPROVED, Move.REPLACE): State.RETIRED,
}


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_only_the_moves_of_the_table_are_possible(state, move):
    if (state, move) in ALLOWED:
        assert VERSION.after(state, move) is ALLOWED[state, move]
    else:
        with pytest.raises(IllegalMove):
            VERSION.after(state, move)


def codes(verdict):
    return [refusal.code for refusal in verdict.refusals]


@pytest.mark.parametrize("move", [Move.APPROVE, Move.SEND_BACK, Move.CONFIRM])
def test_nobody_reviews_their_own_question(move):
    author = uuid4()

    assert codes(may_move(move, author_id=author, reviewer_id=author, reason="good")) == ["question_own"]
    assert may_move(move, author_id=author, reviewer_id=uuid4(), reason="good")


def test_what_the_platform_imported_may_be_approved_by_the_platform():
    assert may_move(Move.APPROVE, author_id=None, reviewer_id=None, reason="")


def test_authors_submit_and_retire_their_own_questions():
    author = uuid4()

    assert may_move(Move.SUBMIT, author_id=author, reviewer_id=author, reason="")
    assert may_move(Move.RETIRE, author_id=author, reviewer_id=author, reason="outdated")


@pytest.mark.parametrize("move", [Move.SEND_BACK, Move.RETIRE])
def test_sending_back_and_retiring_need_a_reason(move):
    assert codes(may_move(move, author_id=uuid4(), reviewer_id=uuid4(), reason="  ")) == ["question_reason_missing"]


@pytest.mark.parametrize(
    ("looked_at", "due"),
    [
        pytest.param((2026, 3, 2), (2026, 9, 2), id="half a year later"),
        pytest.param((2026, 8, 31), (2027, 2, 28), id="a shorter month ends earlier"),
    ],
)
def test_a_version_is_due_for_review_six_months_after_somebody_looked_at_it(looked_at, due):
    assert review_due(datetime(*looked_at, 9, 30, tzinfo=UTC)) == datetime(*due, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    pair: tuple[UUID, UUID]
    holds: bool


FEW = tuple(UUID(int=number) for number in range(1, 5))
SAID = st.lists(
    st.builds(
        lambda pair, holds: Said(pair_of(*pair), holds),
        st.lists(st.sampled_from(FEW), min_size=2, max_size=2, unique=True),
        st.booleans(),
    )
)


@given(SAID)
def test_enmity_is_mutual_and_the_last_word_on_a_pair_holds(said):
    found = enemies(said)

    assert all(one in found[other] and one != other for one, others in found.items() for other in others)
    for fact in said:
        last = [each for each in said if each.pair == fact.pair][-1]
        assert (fact.pair[1] in found.get(fact.pair[0], ())) is last.holds
