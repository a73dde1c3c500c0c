"""How long an answer takes tells nobody whether an address has an account."""

import random
import re
import time
from statistics import median

import pytest

from accounts.models import Person
from kernel import clock
from kernel.actor import Role
from storage.database import db
from storage.transaction import transaction
from tests.support.people import Somebody, Visitor

SEED = 54
ALLOWED = 0.010
"""Seconds."""
ROUNDS = 15
TOKEN = re.compile(r'(?<=csrf-token" content=")[^"]+|(?<=csrf_token" value=")[^"]+')
PASSWORD = "none of these is right"


@pytest.fixture
def platform(hashing_is_real, another_platform):
    """A platform that stops no guesser, so that there is something to measure."""
    return another_platform(account_limit="100000/hour", sign_in_limit="100000/minute")


@pytest.fixture
def visitor(platform):
    return Visitor(platform)


def differences(kinds, ask):
    """How far each kind's answers are from the first kind's: medians of the differences, round by round.

    Chance decides the order within a round, so that every kind meets the same noise; what is measured is the time of
    the processor, which a busy neighbour does not lengthen and which hides no hash that was left out.
    """
    chance, spent = random.Random(SEED), {kind: [] for kind in kinds}
    for kind in kinds:
        ask(kind, -1)  # whatever is loaded once
    for number in range(ROUNDS):
        for kind in chance.sample(kinds, len(kinds)):
            began = time.process_time()
            ask(kind, number)
            spent[kind].append(time.process_time() - began)
    first, *others = kinds
    return {kind: median(one - other for one, other in zip(spent[kind], spent[first], strict=True)) for kind in others}


def too_far(found):
    return {kind: round(difference, 4) for kind, difference in found.items() if abs(difference) >= ALLOWED}


def test_a54_signing_in_takes_as_long_whoever_has_an_account(platform, visitor):
    known = Somebody(platform, "王小明", Role.CANDIDATE, email="known@example.org", sign_in=False)
    shut = Somebody(platform, "李关闭", Role.CANDIDATE, email="closed@example.org", sign_in=False)
    invited = Somebody(platform, "赵受邀", Role.EXAMINER, email="invited@example.org", sign_in=False)
    with platform.app_context(), transaction():
        db.session.get_one(Person, shut.id).disabled_at = clock.now()
        db.session.get_one(Person, invited.id).password_hash = None
    addresses = {"unknown": "nobody@example.org", "known": known.email, "shut": shut.email, "invited": invited.email}
    answers = set()

    def ask(kind, _number):
        answer = visitor.post("/sessions", {"email": addresses[kind], "password": PASSWORD})
        assert answer.status_code == 422
        answers.add(TOKEN.sub("", answer.text.replace(addresses[kind], "")))

    assert too_far(differences(list(addresses), ask)) == {}
    assert len(answers) == 1


def test_a54_registering_takes_as_long_whoever_has_an_account(platform, visitor):
    """A mailbox gets five letters an hour, so many people are asked for a few times each."""
    with platform.app_context(), transaction():
        db.session.add_all(
            Person(
                email=f"known-{number}@example.org",
                name="某",
                password_hash="$argon2id$x",
                roles=["candidate"],
                registered_at=clock.now(),
            )
            for number in range(-1, ROUNDS)
        )

    def ask(kind, number):
        form = {"name": "郑新人", "email": f"{kind}-{number}@example.org", "password": "three plain words"}
        assert visitor.post("/registrations", form).status_code == 302

    assert too_far(differences(["unknown", "known"], ask)) == {}
