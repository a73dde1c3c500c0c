"""How a version comes into use and goes out of it again."""

from itertools import product
from uuid import uuid4

import pytest

from kernel.errors import IllegalMove
from question_bank.domain.lifecycle import VERSION, Move, State, may_move

ALLOWED = {
    (State.DRAFT, Move.SUBMIT): State.REVIEW,
    (State.DRAFT, Move.RETIRE): State.RETIRED,
    (State.REVIEW, Move.SEND_BACK): State.DRAFT,
    (State.REVIEW, Move.APPROVE): State.APPROVED,
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


@pytest.mark.parametrize("move", [Move.APPROVE, Move.SEND_BACK])
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
