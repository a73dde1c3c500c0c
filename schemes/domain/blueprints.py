"""Reads the blueprint of a theory paper, and refuses ranges that no paper can keep together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NoReturn

from schemes.domain.blueprint import (
    ALL_OR_NOTHING,
    COGNITIVE_LEVELS,
    DIVISIBLE,
    KINDS,
    PARTIAL,
    USUAL_BANDS,
    Bands,
    Blueprint,
    Cell,
    Part,
    Range,
)
from schemes.domain.node import Node
from schemes.domain.reach import reach
from schemes.domain.scheme import Function

ALL_MARKS = Decimal(100)
WEIGHT_TOLERANCE = Decimal(1)
Demand = tuple[Part, Range, Callable[[Range], NoReturn]]
"""What a part has to come to, and how to refuse it where it can only come to something else."""


def blueprint(node: Node, functions: Sequence[Function]) -> Blueprint:
    """The blueprint that a file describes. Where a cell is a range, the length of the paper has to be stated."""
    node.only("questions", "marks", *DIVISIBLE, "bands", "cells", "sums", "assumed")
    node.at("marks").only(*KINDS)
    marks = {kind: node.at("marks").at(kind).exact() for kind in KINDS if node.at("marks").has(kind)}
    rules = {kind: node.at(kind).one_of((ALL_OR_NOTHING, PARTIAL)) for kind in DIVISIBLE if kind in marks}
    codes = [function.code for function in functions]
    cells: list[Cell] = []
    for function, kinds in node.at("cells").entries():
        if function not in codes:
            kinds.refuse("scheme_not_allowed", value=function, allowed=", ".join(codes))
        kinds.only(*marks)
        for kind, counts in kinds.entries():
            cells += _cells(function, kind, counts)
    read = Blueprint(
        cells=tuple(cells),
        marks=marks,
        partial=frozenset(kind for kind, rule in rules.items() if rule == PARTIAL),
        bands=_bands(node.at("bands")) if node.has("bands") else USUAL_BANDS,
    )
    stated, weights = _stated(node, codes, list(marks)), _weights(node.at("cells"), functions)
    if all(cell.least == cell.most for cell in cells):
        _together(read, [*stated, *weights])
        return read
    node.at("questions")
    return _together(read, [*stated, _total(node), *weights])


def _together(read: Blueprint, demands: Iterable[Demand]) -> Blueprint:
    """The blueprint with these sums; refuses the first that cannot be kept with those before it."""
    for part, wanted, refuse in demands:
        tried = replace(read, sums={**read.sums, part: wanted})
        if reach(tried, part) is None:
            refuse(reach(read, part) or read.range_of(part))
        read = tried
    return read


def _stated(node: Node, functions: Sequence[str], kinds: Sequence[str]) -> list[Demand]:
    """What the file says of the length of the paper, and of all questions of a function, kind or cognitive level."""
    found = [(Part(), node.at("questions"))] if node.has("questions") else []
    if node.has("sums"):
        sums = node.at("sums")
        sums.only("functions", "kinds", "cognitive")
        for axis, names in (("functions", functions), ("kinds", kinds), ("cognitive", COGNITIVE_LEVELS)):
            if sums.has(axis):
                sums.at(axis).only(*names)
                found += [(_part(axis, name), place) for name, place in sums.at(axis).entries()]
    return [_demand(part, place) for part, place in found]


def _part(axis: str, name: str) -> Part:
    return Part(
        function=name if axis == "functions" else None,
        kind=name if axis == "kinds" else None,
        cognitive=name if axis == "cognitive" else None,
    )


def _demand(part: Part, place: Node) -> Demand:
    least, most = place.span() if part != Part() else (place.whole(least=1),) * 2
    wanted = Range(Decimal(least), Decimal(most))

    def refuse(possible: Range) -> NoReturn:
        place.refuse("scheme_sum_off", stated=str(wanted), possible=str(possible))

    return part, wanted, refuse


def _total(node: Node) -> Demand:
    def refuse(possible: Range) -> NoReturn:
        node.refuse("scheme_blueprint_total", total=str(possible), out_of=ALL_MARKS)

    return Part(in_marks=True), Range(ALL_MARKS, ALL_MARKS), refuse


def _weights(node: Node, functions: Sequence[Function]) -> Iterator[Demand]:
    """The marks of each function stay near its weight."""
    for function in functions:

        def refuse(possible: Range, function: Function = function) -> NoReturn:
            node.refuse("scheme_marks_off", function=function.code, marks=str(possible), weight=function.weight)

        near = Range(function.weight - WEIGHT_TOLERANCE, function.weight + WEIGHT_TOLERANCE)
        yield Part(function=function.code, in_marks=True), near, refuse


def _bands(node: Node) -> Bands:
    node.only("score", "information", "reading", "assumed")
    return Bands(**{name: node.at(name).exact(above=0) for name in ("score", "information", "reading")})


def _cells(function: str, kind: str, counts: Node) -> Iterator[Cell]:
    counts.only(*COGNITIVE_LEVELS)
    for cognitive, count in counts.entries():
        least, most = count.span()
        if most:
            yield Cell(function=function, kind=kind, cognitive=cognitive, least=least, most=most)
