"""Checks papers from their records alone; it shares no code with what draws them."""

from collections import Counter
from fractions import Fraction

WANTED = {"single_choice": 40, "multiple_choice": 10, "true_false": 10}
WEIGHTS = {
    "overview": 20,
    "department": 15,
    "product": 14,
    "information": 17,
    "communication": 14,
    "complaints": 15,
    "foundations": 5,
}


def faults_of(papers, bank):
    """What is wrong with these papers; `papers` are form records, `bank` tells (function, kind, options) by version."""
    faults = [f"paper {index}: {fault}" for index, paper in enumerate(papers) for fault in _faults(paper, bank)]
    seen = {}
    for index, paper in enumerate(papers):
        said = tuple((slot["version_id"], tuple(slot["order"])) for slot in paper["slots"])
        if said in seen:
            faults.append(f"papers {seen[said]} and {index} are equal")
        seen[said] = index
    return faults


def _faults(paper, bank):
    slots = paper["slots"]
    if len(slots) != 60:
        yield f"{len(slots)} questions"
    if Counter(slot["kind"] for slot in slots) != Counter(WANTED):
        yield "wrong kinds"
    if len({slot["version_id"] for slot in slots}) != len(slots):
        yield "a question twice"
    if [slot["slot"] for slot in slots] != [str(number + 1) for number in range(len(slots))]:
        yield "slots are not numbered in order"
    kinds = [slot["kind"] for slot in slots]
    if kinds != sorted(kinds, key=list(WANTED).index):
        yield "sections are mixed"
    marks = Counter()
    for slot in slots:
        function, kind, options = bank[slot["version_id"]]
        if (function, kind) != (slot["function"], slot["kind"]):
            yield f"slot {slot['slot']} belies its question"
        if sorted(slot["order"]) != list(range(options)):
            yield f"slot {slot['slot']} loses options"
        if kind == "true_false" and slot["order"] != [0, 1]:
            yield f"slot {slot['slot']} puts false before true"
        marks[function] += Fraction(slot["marks"])
    if sum(marks.values()) != 100:
        yield f"marks come to {sum(marks.values())}"
    for function, weight in WEIGHTS.items():
        if abs(marks[function] - weight) > 1:
            yield f"{function} has {marks[function]} marks instead of {weight}"
