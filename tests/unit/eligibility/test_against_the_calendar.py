"""The engine agrees with a naive reading of the calendar for thousands of people, in every scheme and on every kind of day."""

import random as randomness
from collections import Counter
from datetime import timedelta

import pytest

from eligibility.domain import parsing
from eligibility.domain.admission import read_level
from schemes.services import loading
from tests.support import people_on_paper
from tests.support.by_the_book import BOOK
from tests.support.day_by_day import Naive
from tests.support.examination import examine, shipped

CODES = [path.stem for path in loading.shipped_files()]
PEOPLE, BATCHES = 2000, 8


def test_every_condition_of_every_scheme_stands_in_the_book():
    for code in CODES:
        for level in shipped(code).levels.values():
            assert [each.id for each in level.conditions] == list(BOOK[code].levels[level.number])


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_said_of_a_person_stands_up_to_the_calendar(batch):
    """Conditions, earliest days, facts used and cures; see `examine` for what is doubted and how."""
    tally = Counter()
    for number in range(PEOPLE // BATCHES):
        random = randomness.Random(f"admission-{batch}-{number}")
        person = people_on_paper.person(random)
        on = people_on_paper.reading_day(random, person)
        for code in random.sample(CODES, min(3, len(CODES))):
            examine(random, person, code, on, tally, thorough=number % 15 == 0, very_thorough=number % 125 == 0)
    assert tally["people"] >= PEOPLE // BATCHES
    for seldom in ("met", "earliest", "never", "facts", "cures", "parts of cures", "searched for shorter"):
        assert tally[seldom] > 50, f"too few to prove anything: {tally}"


@pytest.mark.parametrize("code", CODES)
def test_more_evidence_never_takes_a_condition_away(code):
    """More is: everything there was, each entry unchanged, and entries beside it, whatever they are.

    Jobs that overlap the old ones, a degree in another field, a certificate that is revoked itself: none of it harms.
    An end or a revocation written into an entry that was there is no addition but a correction, and may well harm.
    """
    for number in range(250):
        random = randomness.Random(f"monotone-{code}-{number}")
        person, more = people_on_paper.person(random), people_on_paper.person(random)
        on = people_on_paper.reading_day(random, person)
        together = {name: person[name] + more[name] for name in person}
        for level in BOOK[code].levels:
            before = read_level(shipped(code), level, parsing.evidence(person), on)
            after = read_level(shipped(code), level, parsing.evidence(together), on)
            assert set(before.met) <= set(after.met), (person, more, on)
            assert set(Naive(person, BOOK[code]).met(level, on)) <= set(Naive(together, BOOK[code]).met(level, on))
            for old, new in zip(before.conditions, after.conditions, strict=True):
                if old.earliest is not None and not new.met:
                    assert new.earliest is not None, (person, more, on)
                    assert new.earliest <= old.earliest, (person, more, on)


def test_what_was_complete_stays_complete_where_nothing_ends():
    lasting = {3: set("12345"), 2: set("1234567"), 1: set("123")}
    for number in range(200):
        random = randomness.Random(f"staying-{number}")
        person = people_on_paper.person(random)
        for certificate in person["certificates"]:
            certificate["revoked"] = None
        on = people_on_paper.day(random)
        later = on + timedelta(days=random.randrange(1, 4000))
        evidence = parsing.evidence(person)
        for level, numbers in lasting.items():
            now = read_level(shipped("csm-national"), level, evidence, on)
            then = read_level(shipped("csm-national"), level, evidence, later)
            assert set(now.met) & numbers <= set(then.met), (person, on, later)
