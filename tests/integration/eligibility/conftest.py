"""The scheme in force, and candidates who have something to show."""

from pathlib import Path

import pytest

from eligibility.queries import applications as filed
from eligibility.services import applications, evidence
from kernel import clock
from schemes.services import loading
from storage.transaction import transaction
from tests.support.accommodations import asks, is_granted
from tests.support.papers import hand_in_everything


@pytest.fixture
def scheme(app, the_clock):
    with app.app_context(), transaction():
        return loading.load(Path("schemes/csm-national.yaml"), now=clock.now())


@pytest.fixture
def keeps(app):
    """`keeps(person, kind, **data)` hands in a piece of evidence."""

    def keep(person, kind, *, source="candidate", reference=None, place="某公司", **data):
        with app.app_context(), transaction():
            return evidence.record_evidence(
                person.id, kind, data, source=source, place=place, reference=reference, now=clock.now()
            )

    return keep


@pytest.fixture
def graduate(app, scheme, candidate, keeps):
    """A candidate who meets condition 3 of level 3 and has handed in what it needs."""
    keeps(candidate, "education", degree="junior_college", field="same", awarded="2020-07-01", place="上海商学院")
    with app.app_context(), transaction():
        hand_in_everything(candidate.id, clock.now())
    return candidate


@pytest.fixture
def applied(app, graduate):
    """The id of the graduate's application for level 3."""
    with app.app_context(), transaction():
        return applications.apply(graduate.actor, "csm-national", 3, now=clock.now())


@pytest.fixture
def state_of(app):
    """The state of an application as it is stored now."""

    def state(application_id):
        with app.app_context():
            return filed.application(application_id).state.value

    return state


@pytest.fixture
def officer(the_clock, accommodations_officer):
    """The accommodations officer, who signed in by the test's clock."""
    return accommodations_officer


@pytest.fixture
def asked(app, the_clock, candidate):
    """The id of the candidate's request for accommodations, which waits."""
    with app.app_context(), transaction():
        return asks(candidate.id, clock.now(), measures=("extra_time", "large_print"))


@pytest.fixture
def granted(app, the_clock, candidate):
    """The id of the candidate's request on which extra time and large print were granted today."""
    with app.app_context(), transaction():
        today = clock.now().date()
        return is_granted(candidate.id, clock.now(), starts_on=today, extra_percent=25, large_print=True)
