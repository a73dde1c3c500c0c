"""Examines what the engine says of a person: each promise against the naive second reading, and every reason it gives."""

import itertools
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from eligibility.domain import parsing
from eligibility.domain.admission import Outcome, read_level
from eligibility.domain.evidence import LIST_OF
from schemes.services import reading
from tests.support import people_on_paper
from tests.support.by_the_book import BOOK
from tests.support.day_by_day import Naive, plus_years

A_DAY = timedelta(days=1)
PROBES = 50
CODES = tuple(BOOK)


@cache
def shipped(code):
    """The scheme as the engine reads it, from its file."""
    path = Path("schemes") / f"{code}.yaml"
    return reading.read(path.read_text(encoding="utf-8"), path.name)


def examine(random, person, code, on, tally=None, thorough=False, very_thorough=False):
    """Read somebody before every level of a scheme and doubt all of it; raises AssertionError with the case."""
    tally = Counter() if tally is None else tally
    scheme, book = shipped(code), BOOK[code]
    evidence = parsing.evidence(person)
    naive = Naive(person, book)
    tally["people"] += 1
    for level in book.levels:
        read = read_level(scheme, level, evidence, on)
        case = f"{code} {level} on {on}: {person}"
        assert list(read.met) == naive.met(level, on), case
        assert read.outcome == naive.outcome(level, on), case
        for each in read.conditions:
            tally["conditions"] += 1
            wish = book.levels[level][each.condition.id]
            about = f"condition {each.condition.id} of {case}"
            if each.met:
                doubt_the_facts(person, each, wish, book, on, about, tally)
            else:
                assert each.missing, about
                doubt_the_earliest(random, person, naive, each, wish, on, about, tally)
        doubt_the_cures(random, person, read, book, case, tally)
        if thorough and read.outcome is not Outcome.FULL:
            doubt_that_there_is_nothing_shorter(person, read, book, case, tally, most=2 if very_thorough else 1)


def doubt_the_facts(person, each, wish, book, on, about, tally):
    """They are the person's own, they suffice alone, and none of them can be left out."""
    tally["met"] += 1
    facts = as_written(each.facts)
    for name, entry in facts:
        assert entry in plainly(person)[name], about
    assert (each.earliest, each.missing) == (None, ()), about
    assert Naive(only(facts), book).meets(wish, on), f"{facts} do not suffice for {about}"
    for left_out in range(len(facts)):
        tally["facts"] += 1
        rest = facts[:left_out] + facts[left_out + 1 :]
        assert not Naive(only(rest), book).meets(wish, on), f"{facts[left_out]} is superfluous for {about}"


def doubt_the_earliest(random, person, naive, each, wish, on, about, tally):
    """It holds on that day, not on the one before, and on no other day between."""
    if each.earliest is None:
        tally["never"] += 1
        years = random.choice(people_on_paper.YEARS_ASKED)
        points = {plus_years(point, years) for point in people_on_paper.turning_points(person)}
        days = [day for day in points if on < day < date(2070, 1, 1)]
        days += [on + timedelta(days=random.randrange(1, 9000)) for _ in range(6)]
        for day in days:
            assert not naive.meets(wish, day), f"holds on {day}, yet no day was promised: {about}"
        return
    tally["earliest"] += 1
    waiting = (each.earliest - on).days
    assert waiting > 0, about
    assert naive.meets(wish, each.earliest), f"does not hold on {each.earliest}: {about}"
    before = {each.earliest - A_DAY, *(on + timedelta(days=random.randrange(waiting)) for _ in range(PROBES))}
    for day in before:
        tally["earlier days"] += 1
        assert not naive.meets(wish, day), f"holds on {day} already, {each.earliest} was promised: {about}"


def doubt_the_cures(random, person, read, book, case, tally):
    """Applied, each opens the level on the day promised and on none before; no part of it does; the shortest come first."""
    if read.outcome is Outcome.FULL:
        assert read.cures == (), case
        return
    tally["refusals"] += 1
    order = [(len(cure.items), cure.on) for cure in read.cures]
    assert order == sorted(order), case
    for cure in read.cures:
        tally["cures"] += 1
        papers = as_written(cure.items)
        about = f"{papers} from {cure.on} in {case}"
        names = [name for name, _entry in papers]
        assert "employment" not in names, about
        assert 1 <= len(set(names)) == len(names) <= 3, about
        assert cure.on >= read.on, about
        assert cure.at_once == (cure.on == read.on), about
        assert read.earliest is None or cure.on < read.earliest, about
        cured = Naive(joined(person, papers), book)
        assert cured.meets(book.levels[read.level][cure.condition.id], cure.on), f"not kept: {about}"
        assert cured.outcome(read.level, cure.on) == "full", f"not kept: {about}"
        wish = book.levels[read.level][cure.condition.id]
        waiting = (cure.on - read.on).days
        for day in {read.on + timedelta(days=random.randrange(waiting)) for _ in range(5 if waiting else 0)}:
            assert not cured.meets(wish, day), f"holds on {day} already: {about}"
        for size in range(len(papers)):
            for part in itertools.combinations(papers, size):
                tally["parts of cures"] += 1
                assert not Naive(joined(person, part), book).meets(wish, cure.on), f"{part} would do: {about}"


def doubt_that_there_is_nothing_shorter(person, read, book, case, tally, most):
    """No one or two papers in the world do better than the first proposal, and none do where none is proposed."""
    tally["searched for shorter"] += 1
    first = read.cures[0] if read.cures else None
    for count in range(1, most + 1):
        if first is not None and len(first.items) < count:
            return
        best = first.on if first is not None and len(first.items) == count else None
        days = {read.on} if best is None else {day for day in (read.on, best - A_DAY) if read.on <= day < best}
        days = {day for day in days if read.earliest is None or day < read.earliest}
        for papers in itertools.combinations(every_paper(read.on), count):
            tally["other ways"] += 1
            with_them = Naive(joined(person, papers), book)
            for day in days:
                assert with_them.outcome(read.level, day) != "full", f"{papers} would do on {day}: {case}"


def every_paper(on):
    """Everything somebody could obtain today, one at a time."""
    today = str(on)
    for degree, field in itertools.product(people_on_paper.SCHOOLING, people_on_paper.RELATIONS):
        yield "education", {"degree": degree, "field": field, "awarded": today}
    for scheme, level in itertools.product(sorted(set(people_on_paper.SCHEMES)), (1, 2, 3)):
        if level > 1:
            yield "certificates", {"scheme": scheme, "level": level, "issued": today, "revoked": None}
    for level, hours in ((3, 180), (2, 150), (1, 120)):
        yield "training", {"level": level, "hours": hours, "completed": today}
    for grade in people_on_paper.GRADES:
        yield "titles", {"grade": grade, "awarded": today}
    yield "enrolled", {"programme": "mba", "field": "same", "since": today}
    yield "student_certificates", {"awarded": today}


def as_written(items):
    return [(LIST_OF[type(item)].value, parsing.written(item)) for item in items]


def plainly(person):
    """The person's own entries, with what may be left unsaid said."""
    unsaid = {"certificates": {"revoked": None}, "enrolled": {"until": None}, "employment": {"end": None}}
    return {name: [{**unsaid.get(name, {}), **entry} for entry in entries] for name, entries in person.items()}


def only(entries):
    """A person who shows nothing but these."""
    return joined({name: [] for name in NOBODY}, entries)


NOBODY = ("employment", "education", "enrolled", "certificates", "training", "titles", "student_certificates")


def joined(person, entries):
    """The same person with these entries too."""
    together = {name: list(found) for name, found in person.items()}
    for name, entry in entries:
        together[name].append(entry)
    return together
