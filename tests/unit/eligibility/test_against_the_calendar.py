"""The engine agrees with a naive reading of the calendar for thousands of people, in every scheme and on every kind of day."""

import random as randomness
from datetime import timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from eligibility.domain import parsing
from eligibility.domain.admission import holds, read_level
from schemes.domain.conditions import condition as read_condition
from schemes.domain.node import Node
from schemes.services import reading
from tests.support import day_by_day, people_on_paper
from tests.support.other_schemes import GUANGDONG, PROFESSIONAL, STANDARD, conditions

FILE = Path("schemes/csm-national.yaml")
NATIONAL = reading.read(FILE.read_text(encoding="utf-8"), FILE.name)
ON_PAPER = YAML(typ="safe", pure=True).load(FILE.read_text(encoding="utf-8"))
RULES = {"gap_days": 30, "standard_hours": {3: 180, 2: 150, 1: 120}}
ADVANCED = {entry["level"]: entry["conditions"] for entry in ON_PAPER["levels"]}
PEOPLE, BATCHES = 2400, 8


def every_condition():
    """All conditions of all schemes, as written and as read."""
    sources = (ADVANCED, conditions(GUANGDONG), conditions(STANDARD), conditions(PROFESSIONAL))
    written = [entry for source in sources for level in source.values() for entry in level]
    return [(entry, read_condition(Node(_plain(entry)))) for entry in written]


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if hasattr(value, "isoformat") else value


CONDITIONS = every_condition()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_condition_is_read_as_the_calendar_reads_it(batch):
    random = randomness.Random(f"admission-{batch}")
    for _ in range(PEOPLE // BATCHES):
        person = people_on_paper.person(random)
        evidence = parsing.evidence(person)
        on = people_on_paper.day(random)
        for written, condition in random.sample(CONDITIONS, 6):
            assert holds(condition, NATIONAL, evidence, on) == day_by_day.meets(written, person, on, RULES), (
                person,
                on,
                written,
            )


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_earliest_day_is_the_first_one_the_calendar_finds(batch):
    random = randomness.Random(f"earliest-{batch}")
    by_text = {condition.text.zh + condition.text.en: written for written, condition in CONDITIONS}
    for _ in range(PEOPLE // BATCHES // 2):
        person = people_on_paper.person(random)
        evidence = parsing.evidence(person)
        on = people_on_paper.day(random)
        read = random.choice(read_level(NATIONAL, random.choice([1, 2, 3]), evidence, on).conditions)
        written = by_text[read.condition.text.zh + read.condition.text.en]
        if read.met:
            assert read.earliest is None
            continue
        if read.earliest is None:
            probes = [on + timedelta(days=random.randrange(1, 9000)) for _ in range(6)]
            assert not any(day_by_day.meets(written, person, day, RULES) for day in probes), (person, on, written)
            continue
        assert read.earliest > on
        assert day_by_day.meets(written, person, read.earliest, RULES), (person, on, read.earliest, written)
        waiting = (read.earliest - on).days
        probes = {waiting - 1, *(random.randrange(waiting) for _ in range(5))}
        for probe in probes:
            day = on + timedelta(days=probe)
            assert not day_by_day.meets(written, person, day, RULES), (person, on, day, read.earliest, written)


@pytest.mark.parametrize("batch", range(3))
def test_more_evidence_never_takes_a_condition_away(batch):
    random = randomness.Random(f"monotone-{batch}")
    for _ in range(150):
        person, more = people_on_paper.person(random), people_on_paper.person(random)
        on = people_on_paper.day(random)
        together = {name: person[name] + more[name] for name in person}
        for level in (1, 2, 3):
            before = read_level(NATIONAL, level, parsing.evidence(person), on)
            after = read_level(NATIONAL, level, parsing.evidence(together), on)
            assert set(before.met) <= set(after.met), (person, more, on)


def test_what_was_complete_stays_complete_where_nothing_ends():
    random = randomness.Random("staying")
    for _ in range(200):
        person = people_on_paper.person(random)
        for certificate in person["certificates"]:
            certificate["revoked"] = None
        on = people_on_paper.day(random)
        later = on + timedelta(days=random.randrange(1, 4000))
        evidence = parsing.evidence(person)
        for level, lasting in ((3, set("12345")), (2, set("1234567")), (1, set("123"))):
            now, then = read_level(NATIONAL, level, evidence, on), read_level(NATIONAL, level, evidence, later)
            assert set(now.met) & lasting <= set(then.met), (person, on, later)
