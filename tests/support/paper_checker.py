"""Checks papers from their records alone; it shares no code with what makes them."""

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import ceil, exp, log, pi

import numpy as np
from scipy.optimize import minimize

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
POINTS = {"single_choice": 1.5, "multiple_choice": 3, "true_false": 1}
PASS_MARK = 60
NEARBY = 1e-3
"""For figures that are compared after other people's rounding."""


EXACT = {
    (function, kind, depth): (int(number), int(number))
    for function, kinds in CELLS.items()
    for kind, numbers in zip(WANTED, kinds.split(), strict=True)
    for depth, number in zip(("know", "understand", "master"), numbers, strict=True)
}
KINDS = tuple(((None, kind, None), number, number) for kind, number in WANTED.items())
"""Parts of a paper (function, kind, depth, each if given), and how many questions they have at least and at most."""


def faults_of(papers, bank, cells=EXACT, parts=KINDS):
    """What is wrong with these papers; `papers` are form records, `bank` are the records of the pinned questions."""
    known = {item["version_id"]: item for item in bank}
    wanted = average_paper(bank, cells, parts)
    bands = bands_of(bank, wanted)
    faults = [
        f"paper {index}: {fault}"
        for index, paper in enumerate(papers)
        for fault in _faults(paper, known, bands, cells, parts)
    ]
    seen = {}
    for index, paper in enumerate(papers):
        said = tuple((slot["version_id"], tuple(slot["order"])) for slot in paper["slots"])
        if said in seen:
            faults.append(f"papers {seen[said]} and {index} are equal")
        seen[said] = index
    return faults + list(_together(papers, bank, wanted))


def average_paper(bank, cells=EXACT, parts=KINDS):
    """The numbers nearest to the middle of all cells that keep every part, by somebody else's quadratic programme."""
    there = Counter(_cell(item) for item in bank)
    box = {cell: (least, max(least, min(most, there[cell]))) for cell, (least, most) in cells.items()}
    fixed = {cell: least for cell, (least, most) in box.items() if least == most}
    free = [cell for cell in cells if cell not in fixed]
    if not free:
        return fixed
    sums = [({cell: 1 for cell in cells if _in(part, cell)}, least, most) for part, least, most in parts]
    sums += [(dict.fromkeys(cells, 1), 60, 60), ({cell: POINTS[cell[1]] for cell in cells}, 100, 100)]
    for function, weight in WEIGHTS.items():
        sums.append(({cell: POINTS[cell[1]] for cell in cells if cell[0] == function}, weight - 1, weight + 1))
    rows = np.array([[row.get(cell, 0) for cell in free] for row, _, _ in sums], dtype=float)
    known = np.array([sum(row.get(cell, 0) * number for cell, number in fixed.items()) for row, _, _ in sums])
    least, most = (np.array([span[side] for span in sums]) - known for side in (1, 2))
    equal = least == most
    left, sizes, right = np.linalg.svd(rows[equal], full_matrices=False)
    kept = sizes > 1e-9
    aims = (left.T @ least[equal])[kept] / sizes[kept]
    middle = np.array([sum(box[cell]) / 2 for cell in free])
    found = minimize(
        lambda point: ((point - middle) ** 2).sum() / 2,
        middle,
        jac=lambda point: point - middle,
        bounds=[box[cell] for cell in free],
        constraints=[
            {"type": "eq", "fun": lambda point: right[kept] @ point - aims},
            {"type": "ineq", "fun": lambda point: rows[~equal] @ point - least[~equal]},
            {"type": "ineq", "fun": lambda point: most[~equal] - rows[~equal] @ point},
        ],
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    assert found.success, found.message
    return {**fixed, **dict(zip(free, found.x, strict=True))}


def bands_of(bank, wanted=None):
    """From where to where each figure of a paper may go."""
    cells, wanted = Counter(_cell(item) for item in bank), wanted or average_paper(bank)
    share = {item["version_id"]: wanted[_cell(item)] / cells[_cell(item)] for item in bank}
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
    return POINTS[item["kind"]]


def _cell(item):
    return item["function"], item["kind"], item["cognitive"]


def _in(part, cell):
    return all(asked in (None, name) for asked, name in zip(part, cell, strict=True))


def _faults(paper, bank, bands, cells, parts):
    slots = paper["slots"]
    if len(slots) != 60:
        yield f"{len(slots)} questions"
    if len({slot["version_id"] for slot in slots}) != len(slots):
        yield "a question twice"
    if [slot["slot"] for slot in slots] != [str(number + 1) for number in range(len(slots))]:
        yield "slots are not numbered in order"
    kinds = [slot["kind"] for slot in slots if not bank[slot["version_id"]]["group"]]
    if kinds != sorted(kinds, key=list(WANTED).index):
        yield "sections are mixed"
    items = [bank[slot["version_id"]] for slot in slots]
    yield from _slots(slots, items)
    there = Counter(map(_cell, items))
    for part, least, most in [*((cell, *span) for cell, span in cells.items()), *parts]:
        number = sum(there[cell] for cell in there if _in(part, cell))
        if not least <= number <= most:
            yield f"{number} questions of {part}"
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


def _together(papers, bank, wanted):
    """No question much oftener than the thinnest cell makes it, no more in common than by pure chance."""
    cells = Counter(_cell(item) for item in bank)
    thinnest = max(wanted[cell] / size for cell, size in cells.items())
    exposure = Counter(slot["version_id"] for paper in papers for slot in paper["slots"])
    bound = ceil(len(papers) * thinnest - 1e-9)
    if exposure and max(exposure.values()) > 1.15 * bound:
        yield f"a question stands on {max(exposure.values())} papers, where {bound} would do"
    sets = [{slot["version_id"] for slot in paper["slots"]} for paper in papers]
    shared = [len(one & other) for one, other in combinations(sets, 2)]
    by_chance = sum(wanted[cell] ** 2 / size for cell, size in cells.items())
    if shared and sum(shared) / len(shared) > 1.1 * by_chance:
        yield f"two papers share {sum(shared) / len(shared):.2f} questions, by chance it would be {by_chance:.2f}"
