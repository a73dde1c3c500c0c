"""Whoever names the ids of somebody else finds nothing, on any page on the way to admission."""

import re
from uuid import uuid4

import pytest

from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.papers import PAPER_OF
from eligibility.queries.evidence import evidence_items_of
from eligibility.queries.papers import papers_of
from kernel.actor import Role
from storage.transaction import transaction
from tests.support.accommodations import CANARY, picture, sends
from tests.support.exam_room import admit
from tests.support.exemptions import exempt
from tests.support.people import Somebody
from web.fields import READING

OWN = re.compile(r"<uuid:(request_id|proof_id|application_id|paper_id|item_id|exemption_id)>")


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock) -> None:
    """People sign in by the test's clock, whatever order a test names them in."""


def addresses(app, ids):
    """Every address of admission that names one of these things, by method."""
    for rule in app.url_map.iter_rules():
        names = OWN.findall(rule.rule)
        if rule.endpoint.startswith("eligibility.") and names:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield method, OWN.sub(lambda part: str(ids[part[1]]), rule.rule)
    purpose = f"{PAPER_OF[EvidenceKind.EDUCATION]}{{}}?evidence={ids['item_id']}"
    yield "GET", f"/papers/{purpose.format('/new')}"
    yield "POST", f"/papers/{purpose.format('')}"


@pytest.fixture
def ids(app, the_clock, candidate, other_candidate, asked, applied):
    """What somebody has: a request for an accommodation with its proof, evidence, papers, an application, an exemption."""
    sends(candidate, asked, picture())
    page = candidate.get(f"/accommodations/requests/{asked}").text
    proof = re.findall(r"/accommodations/proofs/([0-9a-f-]{36})", page)[0]
    with app.app_context(), transaction():
        item = evidence_items_of(candidate.id)[0]
        item.place = CANARY
        paper = next(each for each in papers_of(candidate.id) if each.evidence_id == item.id)
        admit(other_candidate.id, the_clock.now)
        return {
            "request_id": asked,
            "proof_id": proof,
            "application_id": applied,
            "item_id": item.id,
            "paper_id": paper.id,
            "exemption_id": exempt(other_candidate.id, "case_study", the_clock.now),
        }


def asks(person, method, address):
    return person.get(address) if method in READING else person.post(address)


@pytest.mark.parametrize(
    "role", [Role.CANDIDATE, Role.EXAMINER, Role.INVIGILATOR, Role.CENTRE_MANAGER, Role.ADMINISTRATOR]
)
def test_a47_a23_the_ids_of_somebody_else_lead_nowhere(app, ids, role):
    stranger = Somebody(app, "陌生人", role)
    found = {}

    for method, address in addresses(app, ids):
        answer = asks(stranger, method, address)
        nowhere = address
        for value in ids.values():
            nowhere = nowhere.replace(str(value), str(uuid4()))
        same = asks(stranger, method, nowhere)
        denied = 403 if "?evidence=" in address and role is not Role.CANDIDATE else 404
        if (answer.status_code, same.status_code) != (denied, denied) or CANARY in answer.text:
            found[method, address] = answer.status_code

    assert found == {}


def test_whoever_may_does_find_something_there(app, ids, asked, candidate, registrar, officer):
    """But for the request, whose pages depend on how far it is."""
    reading = [each for method, each in addresses(app, ids) if method in READING and str(asked) not in each]
    statuses = {each: {person.get(each).status_code for person in (candidate, registrar, officer)} for each in reading}

    assert len(reading) > 10
    assert {each for each, found in statuses.items() if found <= {403, 404}} == set()
