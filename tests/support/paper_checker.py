"""Checks papers from their records alone; it shares no code with what makes them."""

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import ceil, exp, log, pi

WANTED = {"single_choice": 40, "multiple_choice": 10, "true_false": 10}
CELLS = {
    "overview": "332 011 110",
    "department": "222 010 210",
    "product": "222 001 110",
    "information": "232 011 010",
    "communication": "222 001 110",
    "complaints": "132 011 000",
    "foundations": "100 010 000",
}
"""Of each function: single choice, multiple choice, true or false; in each know, understand, master."""
WEIGHTS = {
    "overview": 20,
    "department": 15,
    "product": 14,
    "information": 17,
    "communication": 14,
    "complaints": 15,
    "foundations": 5,
}
PASS_MARK = 60
NEARBY = 1e-3
"""For figures that are compared after other people's rounding."""


def faults_of(papers, bank):
    """What is wrong with these papers; `papers` are form records, `bank` are the records of the pinned questions."""
    known = {item["version_id"]: item for item in bank}
    bands = bands_of(bank)
    faults = [f"paper {index}: {fault}" for index, paper in enumerate(papers) for fault in _faults(paper, known, bands)]
    seen = {}
    for index, paper in enumerate(papers):
        said = tuple((slot["version_id"], tuple(slot["order"])) for slot in paper["slots"])
        if said in seen:
            faults.append(f"papers {seen[said]} and {index} are equal")
        seen[said] = index
    return faults + list(_together(papers, bank))


def bands_of(bank):
    """From where to where each figure of a paper may go."""
    cells = Counter(_cell(item) for item in bank)
    share = {item["version_id"]: _wanted(*_cell(item)) / cells[_cell(item)] for item in bank}
    low, high = -9.0, 9.0
    while high - low > 1e-9:
        ability = (low + high) / 2
        average = sum(share[item["version_id"]] * _marks(item) * _right(item, ability) for item in bank)
        low, high = (ability, high) if average < PASS_MARK else (low, ability)
    bands = {}
    for name, allowed in (("expected", 0.5), ("at the pass mark", 0.5), ("information", "2 %"), ("seconds", "5 %")):
        middle = sum(share[item["version_id"]] * figures(item, low)[name] for item in bank)
        width = allowed if isinstance(allowed, float) else middle * int(allowed.removesuffix(" %")) / 100
        bands[name] = (middle - width, middle + width)
    return {"ability": low, **bands}


def figures(item, ability):
    """What a question adds to the figures of a paper."""
    right = _right(item, ability)
    return {
        "expected": _marks(item) * item["difficulty"],
        "at the pass mark": _marks(item) * right,
        "information": right * (1 - right),
        "seconds": item["reading"],
    }


def _right(item, ability):
    facility = item["difficulty"]
    return 1 / (1 + exp(-ability - (1 + pi / 8) ** 0.5 * log(facility / (1 - facility))))


def _marks(item):
    return {"single_choice": 1.5, "multiple_choice": 3, "true_false": 1}[item["kind"]]


def _cell(item):
    return item["function"], item["kind"], item["cognitive"]


def _wanted(function, kind, cognitive):
    return int(CELLS[function].split()[list(WANTED).index(kind)][("know", "understand", "master").index(cognitive)])


def _faults(paper, bank, bands):
    slots = paper["slots"]
    if len(slots) != 60:
        yield f"{len(slots)} questions"
    if Counter(slot["kind"] for slot in slots) != Counter(WANTED):
        yield "wrong kinds"
    if len({slot["version_id"] for slot in slots}) != len(slots):
        yield "a question twice"
    if [slot["slot"] for slot in slots] != [str(number + 1) for number in range(len(slots))]:
        yield "slots are not numbered in order"
    kinds = [slot["kind"] for slot in slots if not bank[slot["version_id"]]["group"]]
    if kinds != sorted(kinds, key=list(WANTED).index):
        yield "sections are mixed"
    items = [bank[slot["version_id"]] for slot in slots]
    yield from _slots(slots, items)
    for cell, number in Counter(map(_cell, items)).items():
        if number != _wanted(*cell):
            yield f"{number} questions of {cell}"
    asked = {item["question_id"] for item in items}
    for item in items:
        if asked & set(item["enemies"]):
            yield f"{item['question_id']} stands beside its enemy"
    yield from _groups(items, bank.values())
    for name in ("expected", "at the pass mark", "information", "seconds"):
        value = sum(figures(item, bands["ability"])[name] for item in items)
        least, most = bands[name]
        if not least - NEARBY <= value <= most + NEARBY:
            yield f"{name} is {value:.3f}, not in {least:.3f} to {most:.3f}"


def _slots(slots, items):
    marks = Counter()
    for slot, item in zip(slots, items, strict=True):
        if (item["function"], item["kind"]) != (slot["function"], slot["kind"]):
            yield f"slot {slot['slot']} belies its question"
        if sorted(slot["order"]) != list(range(item["options"])):
            yield f"slot {slot['slot']} loses options"
        if item["kind"] == "true_false" and slot["order"] != [0, 1]:
            yield f"slot {slot['slot']} puts false before true"
        marks[item["function"]] += Fraction(slot["marks"])
    if sum(marks.values()) != 100:
        yield f"marks come to {sum(marks.values())}"
    for function, weight in WEIGHTS.items():
        if abs(marks[function] - weight) > 1:
            yield f"{function} has {marks[function]} marks instead of {weight}"


def _groups(items, bank):
    """All of a group or none of it, one after the other."""
    sizes = Counter(item["group"] for item in bank if item["group"])
    for group, number in Counter(item["group"] for item in items if item["group"]).items():
        places = [place for place, item in enumerate(items) if item["group"] == group]
        if number != sizes[group]:
            yield f"{number} of {sizes[group]} questions of group {group}"
        if places[-1] - places[0] >= number:
            yield f"group {group} is scattered"


def _together(papers, bank):
    """No question much oftener than the thinnest cell makes it, no more in common than by pure chance."""
    cells = Counter(_cell(item) for item in bank)
    thinnest = max(_wanted(*cell) / size for cell, size in cells.items())
    exposure = Counter(slot["version_id"] for paper in papers for slot in paper["slots"])
    bound = ceil(len(papers) * thinnest - 1e-9)
    if exposure and max(exposure.values()) > 1.15 * bound:
        yield f"a question stands on {max(exposure.values())} papers, where {bound} would do"
    sets = [{slot["version_id"] for slot in paper["slots"]} for paper in papers]
    shared = [len(one & other) for one, other in combinations(sets, 2)]
    by_chance = sum(_wanted(*cell) ** 2 / size for cell, size in cells.items())
    if shared and sum(shared) / len(shared) > 1.1 * by_chance:
        yield f"two papers share {sum(shared) / len(shared):.2f} questions, by chance it would be {by_chance:.2f}"
