"""Module assessment is an outcome of its own: what may be chosen, what it leaves room for, and what it comes to."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain import parsing
from eligibility.domain.admission import Outcome, read_level
from eligibility.domain.application import ApplicationFacts, ApplicationState, are_modules_only, leading
from eligibility.domain.choice import choosable
from eligibility.domain.evidence import Evidence, EvidenceKind
from eligibility.domain.filling import in_the_way
from schemes.domain.scheme import Admission
from schemes.services.loading import shipped

SCHEME = shipped("csm-standard")
ON = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FULL, MODULES = Admission.FULL, Admission.MODULES
S = ApplicationState
DEGREE = parsing.item(EvidenceKind.EDUCATION, {"degree": "bachelor", "field": "other", "awarded": "2020-07-01"})
WORK = parsing.item(EvidenceKind.EMPLOYMENT, {"start": "2020-08-01", "end": None, "occupation": "same"})


def reading(*items):
    return read_level(SCHEME, 3, Evidence.of(items), ON)


def filed(admission=MODULES, state=S.APPROVED, at=NOON):
    return ApplicationFacts(
        id=UUID(int=1), candidate_id=UUID(int=2), scheme_version_id=UUID(int=3), scheme_code="s", level=3,
        state=state, applied_at=at, since=at, admission=admission,
    )  # fmt: skip


applications = st.builds(
    filed, st.sampled_from(Admission), st.sampled_from(S), st.integers(0, 9).map(lambda day: NOON + timedelta(days=day))
)


def test_modules_can_be_chosen_only_where_nothing_more_can():
    assert reading(DEGREE).outcome is Outcome.MODULES
    assert [each.condition.id for each in choosable(reading(DEGREE))] == ["1"]
    assert [each.condition.id for each in choosable(reading(DEGREE, WORK))] == ["2"]
    assert choosable(reading(WORK)) == ()


@pytest.mark.parametrize(
    ("standing", "items", "is_barred"),
    [
        pytest.param(filed(), [DEGREE, WORK], False, id="admitted to modules, now more is open"),
        pytest.param(filed(), [DEGREE], True, id="admitted to modules, nothing more is open"),
        pytest.param(filed(state=S.SUBMITTED), [DEGREE, WORK], True, id="modules not decided yet"),
        pytest.param(filed(FULL), [DEGREE, WORK], True, id="admitted in full"),
        pytest.param(filed(FULL, S.APPEALED), [DEGREE], True, id="full, under appeal"),
    ],
)
def test_an_admission_to_modules_leaves_room_for_full_admission_only(standing, items, is_barred):
    assert (in_the_way(standing, reading(*items)) is standing) == is_barred


@given(st.lists(applications, max_size=4))
def test_without_an_approved_application_for_everything_modules_stay_modules(of):
    in_full = any(each.state is S.APPROVED and each.admission is FULL for each in of)
    asked_for_modules = any(each.admission is MODULES for each in of)

    assert are_modules_only(of) == (asked_for_modules and not in_full)


def test_of_several_applications_the_latest_that_stands_counts():
    modules, refused = filed(), filed(FULL, S.REFUSED, NOON + timedelta(days=1))
    waiting = filed(FULL, S.SUBMITTED, NOON + timedelta(days=2))

    assert leading([modules, refused]) is modules
    assert leading([modules, refused, waiting]) is waiting
    assert leading([refused]) is refused
    assert leading([]) is None
