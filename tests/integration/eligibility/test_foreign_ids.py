"""Whoever names the ids of somebody else finds nothing, on any page on the way to admission."""

import re
from uuid import uuid4

import pytest

from kernel.actor import Role
from tests.support.accommodations import picture, sends
from tests.support.people import Somebody
from web.fields import READING

OWN = re.compile(r"<uuid:(request_id|proof_id|application_id|paper_id|item_id)>")


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock) -> None:
    """People sign in by the test's clock, whatever order a test names them in."""


def addresses(app, ids):
    """Every address of admission that names one of these things, by method."""
    for rule in app.url_map.iter_rules():
        names = OWN.findall(rule.rule)
        if rule.endpoint.startswith("eligibility.") and names and set(names) <= set(ids):
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield method, OWN.sub(lambda part: str(ids[part[1]]), rule.rule)


@pytest.fixture
def ids(app, candidate, asked, applied):
    """What one candidate has: a request for an accommodation with its proof, an application."""
    sends(candidate, asked, picture())
    page = candidate.get(f"/accommodations/requests/{asked}").text
    proof = re.findall(r"/accommodations/proofs/([0-9a-f-]{36})", page)[0]
    return {"request_id": asked, "proof_id": proof, "application_id": applied}


@pytest.mark.parametrize(
    "role", [Role.CANDIDATE, Role.EXAMINER, Role.INVIGILATOR, Role.CENTRE_MANAGER, Role.ADMINISTRATOR]
)
def test_a47_a23_the_ids_of_somebody_else_lead_nowhere(app, ids, role):
    stranger = Somebody(app, "陌生人", role)
    found = {}
    assert len(list(addresses(app, ids))) > 25

    for method, address in addresses(app, ids):
        answer = stranger.get(address) if method in READING else stranger.post(address, {"reason": "x"})
        nowhere = address
        for value in ids.values():
            nowhere = nowhere.replace(str(value), str(uuid4()))
        same = stranger.get(nowhere) if method in READING else stranger.post(nowhere, {"reason": "x"})
        if (answer.status_code, same.status_code) != (404, 404):
            found[method, address] = answer.status_code

    assert found == {}
