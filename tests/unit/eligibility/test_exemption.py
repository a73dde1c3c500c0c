"""From when until when an exemption counts, and how it comes and goes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from eligibility.domain.exemption import EXEMPTION, ONCE_CONFIRMED, ExemptionFacts, ExemptionMove, ExemptionState
from kernel.errors import IllegalMove

CONFIRMED_ON = date(2028, 2, 29)
DAYS = some.dates(min_value=date(2028, 1, 1), max_value=date(2031, 1, 1))


def facts(revoked_on=None):
    return ExemptionFacts(
        candidate_id=uuid4(),
        scheme_code="csm-national",
        level=3,
        component="case_study",
        on=CONFIRMED_ON,
        valid_years=2,
        revoked_on=revoked_on,
    )


def test_it_counts_from_its_first_through_its_last_day():
    last = date(2030, 2, 28)

    assert facts().valid_until == last
    assert facts().is_valid(CONFIRMED_ON)
    assert facts().is_valid(last)
    assert not facts().is_valid(CONFIRMED_ON - timedelta(days=1))
    assert not facts().is_valid(last + timedelta(days=1))


@given(day=DAYS, revoked_on=some.dates(min_value=CONFIRMED_ON, max_value=date(2031, 1, 1)))
def test_a_revocation_takes_away_the_days_from_its_own_on_and_no_others(day, revoked_on):
    assert facts(revoked_on).is_valid(day) == (facts().is_valid(day) and day < revoked_on)


def test_only_two_registrars_lead_out_of_a_confirmed_exemption():
    leads = {move: then for (state, move), then in EXEMPTION.moves.items() if state is ExemptionState.CONFIRMED}

    assert leads == {ExemptionMove.CONTEST: ExemptionState.CONTESTED}
    assert EXEMPTION.after(ExemptionState.CONTESTED, ExemptionMove.REVOKE) is ExemptionState.REVOKED
    assert EXEMPTION.after(ExemptionState.CONTESTED, ExemptionMove.KEEP) is ExemptionState.CONFIRMED


@pytest.mark.parametrize("state", sorted(ONCE_CONFIRMED))
def test_what_was_confirmed_is_not_closed_with_its_application(state):
    with pytest.raises(IllegalMove):
        EXEMPTION.after(state, ExemptionMove.CLOSE)
