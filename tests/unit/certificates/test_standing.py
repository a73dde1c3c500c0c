"""Whether a certificate is in force is computed: the last day counts, a revocation outweighs everything."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.standing import CERTIFICATE, Move, Standing, Status, Term, standing, status
from kernel.errors import IllegalMove

TERM = Term(issued_on=date(2026, 3, 2), expires_on=date(2029, 3, 1), zone="Asia/Shanghai")
SPRING = datetime(2027, 4, 1, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Decided:
    move: Move
    at: datetime


def days(count):
    return timedelta(days=count)


def test_without_decisions_it_is_valid():
    assert standing(TERM, (), SPRING) is Standing.VALID


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2029, 3, 1, 15, 59, 59, tzinfo=UTC), Standing.VALID),
        (datetime(2029, 3, 1, 16, 0, 0, tzinfo=UTC), Standing.EXPIRED),
    ],
    ids=["the last second of the last day in Shanghai", "midnight in Shanghai"],
)
def test_the_last_day_counts_to_its_end_in_the_schemes_zone(moment, expected):
    assert standing(TERM, (), moment) is expected


def test_a_revocation_holds_from_its_moment_and_for_ever():
    revoked = (Decided(Move.REVOKE, SPRING),)

    assert standing(TERM, revoked, SPRING - days(1)) is Standing.VALID
    assert standing(TERM, revoked, SPRING) is Standing.REVOKED
    assert standing(TERM, revoked, SPRING + days(5000)) is Standing.REVOKED


def test_a_suspension_ends_with_the_reinstatement():
    decisions = (Decided(Move.REINSTATE, SPRING + days(10)), Decided(Move.SUSPEND, SPRING))

    assert standing(TERM, decisions, SPRING + days(9)) is Standing.SUSPENDED
    assert standing(TERM, decisions, SPRING + days(10)) is Standing.VALID


def test_a_suspended_certificate_expires_too():
    suspended = (Decided(Move.SUSPEND, SPRING),)

    assert standing(TERM, suspended, SPRING + days(2000)) is Standing.EXPIRED


@pytest.mark.parametrize("state", Status)
@pytest.mark.parametrize("move", Move)
def test_each_move_is_in_the_table_or_refused(state, move):
    allowed = {
        ("in_force", "suspend"): "suspended",
        ("suspended", "reinstate"): "in_force",
        ("in_force", "revoke"): "revoked",
        ("suspended", "revoke"): "revoked",
    }
    if (state, move) in allowed:
        assert CERTIFICATE.after(state, move) == allowed[state, move]
    else:
        with pytest.raises(IllegalMove):
            CERTIFICATE.after(state, move)


moments = st.integers(0, 14 * 365 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@given(st.lists(st.tuples(st.sampled_from(Move), moments), max_size=6), moments)
def test_nothing_is_ever_valid_after_a_revocation(story, asked):
    decisions, state = [], Status.IN_FORCE
    for move, at in sorted(story, key=lambda step: step[1]):
        if CERTIFICATE.allows(state, move):
            state = CERTIFICATE.after(state, move)
            decisions.append(Decided(move, at))
    revoked_at = [decision.at for decision in decisions if decision.move is Move.REVOKE]

    found = standing(TERM, decisions, asked)

    assert (found is Standing.REVOKED) == any(at <= asked for at in revoked_at)
    assert status(decisions, asked) in Status
