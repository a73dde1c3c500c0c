"""Reads the components of a level from a scheme file, each with what belongs to its kind."""

from decimal import Decimal

from kernel.words import Words
from schemes.domain.component import Component, ComponentKind, Group, Shares
from schemes.domain.marking import MARKER_COUNTS, Marking
from schemes.domain.node import Node

ALL_MARKS = Decimal(100)
EVERY_KIND = ("code", "title", "contents", "kind", "out_of", "pass_mark", "valid_years", "marking", "assumed")
OF_A_KIND: dict[ComponentKind, tuple[str, ...]] = {
    ComponentKind.THEORY: ("minutes",),
    ComponentKind.CASE_STUDY: ("minutes",),
    ComponentKind.WRITTEN: ("minutes",),
    ComponentKind.REPORT: ("days",),
    ComponentKind.SIMULATION: ("minutes",),
    ComponentKind.ORAL: ("minutes", "panel"),
    ComponentKind.GROUP_TASK: ("group", "shares", "criteria"),
}
"""What a component of each kind must have, and what none of another kind may."""
AT_THE_COMPUTER = frozenset({ComponentKind.THEORY, ComponentKind.CASE_STUDY})
"""The kinds that may say whether the exam page has a calculator; left out, it has none."""


def components(node: Node) -> dict[str, Component]:
    """The components a list describes, by their codes."""
    found: dict[str, Component] = {}
    for entry in node.items(name_by="code"):
        read = component(entry)
        if read.code in found:
            entry.refuse("scheme_twice", key=read.code)
        found[read.code] = read
    if not found:
        node.refuse("scheme_empty")
    return found


def component(node: Node) -> Component:
    """The component a mapping describes."""
    kind = ComponentKind(node.at("kind").one_of(list(ComponentKind)))
    own = OF_A_KIND[kind]
    node.only(*EVERY_KIND, *own, *(("calculator",) if kind in AT_THE_COMPUTER else ()))
    read = Component(
        code=node.at("code").text(),
        title=node.at("title").words(),
        kind=kind.value,
        out_of=node.at("out_of").exact(),
        pass_mark=node.at("pass_mark").exact(),
        valid_years=node.at("valid_years").whole(least=1),
        contents=node.at("contents").words() if node.has("contents") else None,
        minutes=_number(node, "minutes", own),
        days=_number(node, "days", own),
        panel=_number(node, "panel", own),
        group=_group(node.at("group")) if "group" in own else None,
        shares=_shares(node.at("shares")) if "shares" in own else None,
        criteria=_criteria(node.at("criteria")) if "criteria" in own else (),
        marking=_marking(node.at("marking")) if node.has("marking") else Marking(),
        calculator=node.has("calculator") and node.at("calculator").yes_or_no(),
    )
    if read.pass_mark > read.out_of:
        node.at("pass_mark").refuse("scheme_pass_mark", out_of=read.out_of)
    return read


def _number(node: Node, key: str, own: tuple[str, ...]) -> int | None:
    return node.at(key).whole(least=1) if key in own else None


def _group(node: Node) -> Group:
    node.only("least", "most", "assumed")
    group = Group(least=node.at("least").whole(least=1), most=node.at("most").whole(least=1))
    if group.most < group.least:
        node.at("most").refuse("scheme_too_small", least=group.least)
    return group


def _shares(node: Node) -> Shares:
    node.only("teacher", "students", "assumed")
    shares = Shares(teacher=node.at("teacher").exact(), students=node.at("students").exact())
    if shares.teacher + shares.students != ALL_MARKS:
        node.refuse("scheme_shares", total=shares.teacher + shares.students)
    return shares


def _criteria(node: Node) -> tuple[Words, ...]:
    found = tuple(entry.words() for entry in node.items())
    if not found:
        node.refuse("scheme_empty")
    return found


def _marking(node: Node) -> Marking:
    node.only("markers", "tolerance", "assumed")
    markers = node.at("markers").whole(least=1)
    if markers not in MARKER_COUNTS:
        node.at("markers").refuse("scheme_not_allowed", value=str(markers), allowed=", ".join(map(str, MARKER_COUNTS)))
    needs_tolerance = markers > 1 or node.has("tolerance")
    return Marking(markers=markers, tolerance=node.at("tolerance").exact() if needs_tolerance else None)
