"""A draft has few states, two people, and must be worth publishing."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from kernel.dates import months_after
from schemes.domain.draft import DraftMove, Move, Proposal
from schemes.domain.review import review_due
from schemes.services import loading
from schemes.services.drafting import next_version

AUTHOR, OTHER = uuid4(), uuid4()
TODAY = date(2026, 3, 2)


def codes(verdict):
    return [refusal.code for refusal in verdict.refusals]


@pytest.mark.parametrize(
    ("move", "actor", "remark", "refused"),
    [
        (DraftMove.APPROVE, AUTHOR, "", ["draft_own"]),
        (DraftMove.APPROVE, OTHER, "", []),
        (DraftMove.SUBMIT, OTHER, "", ["draft_of_somebody_else"]),
        (DraftMove.SUBMIT, AUTHOR, "", []),
        (DraftMove.DISCARD, OTHER, "", ["draft_of_somebody_else"]),
        (DraftMove.SEND_BACK, OTHER, " ", ["draft_needs_remark"]),
        (DraftMove.SEND_BACK, OTHER, "The weights come to 99.", []),
        (DraftMove.SEND_BACK, AUTHOR, "", []),
    ],
)
def test_who_may_make_which_move(move, actor, remark, refused):
    assert codes(Move(move=move, author_id=AUTHOR, actor_id=actor, remark=remark).check()) == refused


@pytest.fixture(scope="module")
def proposal():
    scheme = replace(loading.shipped("csm-national"), version="2.0", effective_from=TODAY)
    return Proposal(
        scheme=scheme,
        code=scheme.code,
        taken=frozenset({"1.1"}),
        today=TODAY,
        reason="New hours.",
        changes_anything=True,
    )


def test_a_proposal_in_order_may_begin_on_the_very_day(proposal):
    assert proposal.check()


def test_everything_that_is_wrong_with_a_proposal_is_said_at_once(proposal):
    scheme = replace(proposal.scheme, code="csm-else", version="1.1", effective_from=date(2026, 3, 1))

    verdict = replace(proposal, scheme=scheme, reason=" ", changes_anything=False).check()

    assert codes(verdict) == [
        "draft_other_scheme",
        "draft_version_taken",
        "draft_in_the_past",
        "draft_without_change",
        "draft_without_reason",
    ]


@pytest.mark.parametrize(
    ("looked_at", "due"),
    [
        (date(2026, 1, 5), date(2026, 7, 5)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_a_version_is_due_for_review_after_six_months(looked_at, due):
    assert review_due(looked_at) == due


def test_months_may_also_lie_before():
    assert months_after(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_after(date(2026, 1, 15), -13) == date(2024, 12, 15)


@pytest.mark.parametrize(
    ("version", "after"), [("1.0", "1.1"), ("1.9", "1.10"), ("2026", "2027"), ("2026-b", "2026-b.2")]
)
def test_the_next_version_is_one_further(version, after):
    assert next_version(version) == after
