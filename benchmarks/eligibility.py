"""Examines the engine of admission on as many people as wished, in every scheme, and measures what a reading costs.

    .venv/bin/python -m benchmarks.eligibility --people 100000

Every person is read before all levels of a scheme, or of as many as `--schemes` says, and doubted as the tests do it
(tests/support/examination.py); the first contradiction ends the run with the case. Prints one JSON line a measurement.
"""

import argparse
import json
import random as randomness
import statistics
import sys
import time
from collections import Counter
from datetime import date

from eligibility.domain import parsing
from eligibility.domain.admission import read_level
from tests.support import people_on_paper
from tests.support.examination import CODES, examine, shipped

PROGRESS = 5000


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--schemes", type=int, default=1, help="before how many schemes each person is read")
    asked.add_argument("--seed", default="people")
    wish = asked.parse_args()
    for code in CODES:
        say(f"reading_{code}", *cost_of_reading(code, wish.seed))
    say("reading_two_hundred_papers", *cost_of_a_flood(wish.seed))
    examined(wish.people, wish.schemes, wish.seed)


def say(name, value, unit, n):
    print(json.dumps({"name": name, "value": value, "unit": unit, "n": n}), flush=True)


def cost_of_reading(code, seed, n=1000):
    """Milliseconds of CPU, in the median, for one person before all levels of a scheme, cures included."""
    costs = []
    for number in range(n):
        random = randomness.Random(f"{seed}-{number}")
        person = people_on_paper.person(random)
        evidence = parsing.evidence(person)
        costs.append(milliseconds(code, evidence, people_on_paper.reading_day(random, person)))
    print(json.dumps({"name": f"reading_{code}_slowest", "value": round(max(costs), 3), "unit": "ms", "n": n}))
    return round(statistics.median(costs), 3), "ms", n


def cost_of_a_flood(seed, n=20):
    """The same for somebody with as many papers as one may hand in."""
    random = randomness.Random(seed)
    people = [people_on_paper.person(random) for _ in range(400)]
    papers = [(name, entry) for person in people for name, entries in person.items() for entry in entries]
    costs = []
    for _ in range(n):
        flood = {}
        for name, entry in random.sample(papers, 200):
            flood.setdefault(name, []).append(entry)
        costs.append(max(milliseconds(code, parsing.evidence(flood), date(2001, 1, 1)) for code in CODES))
    return round(max(costs), 3), "ms", n


def milliseconds(code, evidence, on):
    scheme = shipped(code)
    before = time.process_time()
    for level in scheme.levels:
        read_level(scheme, level, evidence, on)
    return (time.process_time() - before) * 1000


def examined(people, schemes, seed):
    tally = Counter()
    before = time.process_time()
    for number in range(people):
        random = randomness.Random(f"{seed}-{number}")
        person = people_on_paper.person(random)
        on = people_on_paper.reading_day(random, person)
        for code in random.sample(CODES, schemes):
            examine(random, person, code, on, tally, thorough=number % 50 == 0, very_thorough=number % 1000 == 0)
        if number % PROGRESS == PROGRESS - 1:
            print(f"{number + 1} people, no contradiction", file=sys.stderr, flush=True)
    for name, count in sorted(tally.items()):
        say(f"examined_{name.replace(' ', '_')}", count, "", people)
    say("examined_cpu", round(time.process_time() - before), "s", people)


if __name__ == "__main__":
    main()
