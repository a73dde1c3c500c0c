"""Reads a scheme from its file's content, and refuses what a scheme cannot mean."""

import re
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kernel.words import Words
from schemes.domain.blueprint import COGNITIVE_LEVELS, Blueprint
from schemes.domain.blueprints import blueprint
from schemes.domain.component import Component, ComponentKind
from schemes.domain.components import components
from schemes.domain.conditions import condition
from schemes.domain.node import Node
from schemes.domain.requirement import Training
from schemes.domain.scheme import (
    APPEAL_DAYS,
    RESIT_YEARS,
    UNLISTED,
    Assumption,
    CertificateTerm,
    Condition,
    CreditRule,
    Doors,
    Function,
    Level,
    Papers,
    Scheme,
    Window,
)

LEVEL_NUMBERS = (1, 2, 3)
ALL_MARKS = Decimal(100)
CENT = Decimal("0.01")
EQUAL = "equal"
CODE = re.compile(r"[a-z][a-z0-9-]{0,59}")
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}")


def scheme(node: Node) -> Scheme:
    """The scheme a file describes; raises BadInput naming the line of the first mistake."""
    node.only(
        "scheme", "title", "version", "effective_from", "zone", "standard_hours", "gap_days", "recognises", "levels",
        "about", "listed", "papers", "free_resit", "appeal", "doors", "assumed",
    )  # fmt: skip
    levels: dict[int, Level] = {}
    for entry in node.at("levels").items(name_by="level"):
        level = _level(entry)
        if level.number in levels:
            entry.refuse("scheme_twice", key=str(level.number))
        levels[level.number] = level
    if not levels:
        node.at("levels").refuse("scheme_empty")
    hours = _standard_hours(node.at("standard_hours")) if node.has("standard_hours") else {}
    _check_training(node, levels, hours)
    return Scheme(
        code=_code(node.at("scheme")),
        title=node.at("title").words(),
        version=_version(node.at("version")),
        effective_from=node.at("effective_from").day(),
        zone=_zone(node.at("zone")),
        standard_hours=hours,
        gap_days=node.at("gap_days").whole(),
        recognises=tuple(pattern.text() for pattern in node.at("recognises").items()),
        levels=levels,
        about=node.at("about").words() if node.has("about") else None,
        papers=_papers(node.at("papers")) if node.has("papers") else Papers.NONE,
        free_resit=_free_resit(node),
        resit_years=_resit_years(node),
        listed=node.at("listed").whole(least=1) if node.has("listed") else UNLISTED,
        assumptions=tuple(_assumptions(node)),
        appeal_days=_appeal_days(node),
        doors=_doors(node.at("doors")) if node.has("doors") else Doors(),
    )


def _zone(node: Node) -> str:
    try:
        return ZoneInfo(node.text()).key
    except (ZoneInfoNotFoundError, ValueError):
        node.refuse("scheme_not_allowed", value=str(node.value), allowed="Asia/Shanghai, …")


def _code(node: Node) -> str:
    if not CODE.fullmatch(node.text()):
        node.refuse("scheme_bad_code")
    return node.text()


def _version(node: Node) -> str:
    if not VERSION.fullmatch(node.text()):
        node.refuse("scheme_bad_version")
    return node.text()


def _papers(node: Node) -> Papers:
    node.only("rule", "assumed")
    return Papers(node.at("rule").one_of(list(Papers)))


def _check_training(node: Node, levels: dict[int, Level], hours: dict[int, int]) -> None:
    """Training of the standard hours can be asked for only where the hours are set."""
    for number, level in levels.items():
        asked = {needs.level for one in level.conditions for needs in one.requires if isinstance(needs, Training)}
        if missing := sorted(asked - set(hours)):
            node.refuse("scheme_hours_missing", level=number, missing=", ".join(map(str, missing)))


def _appeal_days(node: Node) -> int:
    """How long a refusal can be appealed against; a file that says nothing leaves the usual time."""
    if not node.has("appeal"):
        return APPEAL_DAYS
    node.at("appeal").only("days", "assumed")
    return node.at("appeal").at("days").whole(least=1)


def _doors(node: Node) -> Doors:
    """When one may come to a sitting and go."""
    node.only("enter_before", "late_until", "absent_after", "hand_in_after", "window", "assumed")
    late = node.at("late_until").whole()
    return Doors(
        enter_before=node.at("enter_before").whole(),
        late_until=late,
        absent_after=node.at("absent_after").whole(least=late),
        hand_in_after=node.at("hand_in_after").whole(),
        window=Window(node.at("window").one_of(list(Window))),
    )


def _free_resit(node: Node) -> bool:
    """Whether who fails may resit free of charge: yes, no, or yes with the years for which the right stands."""
    if not node.has("free_resit"):
        return False
    granted = node.at("free_resit")
    return True if isinstance(granted.value, dict) else granted.yes_or_no()


def _resit_years(node: Node) -> int:
    if not node.has("free_resit") or not isinstance(node.at("free_resit").value, dict):
        return RESIT_YEARS
    node.at("free_resit").only("years", "assumed")
    return node.at("free_resit").at("years").whole(least=1)


def _standard_hours(node: Node) -> dict[int, int]:
    node.only("assumed", *map(str, LEVEL_NUMBERS))
    return {int(level): hours.whole(least=1) for level, hours in node.entries() if level != "assumed"}


def _level(node: Node) -> Level:
    node.only("level", "title", "conditions", "components", "functions", "weights", "blueprint", "certificate")
    number = node.at("level").whole(least=1)
    if number not in LEVEL_NUMBERS:
        node.at("level").refuse("scheme_not_allowed", value=str(number), allowed="1, 2, 3")
    functions = _functions(node)
    parts = components(node.at("components"))
    paper = blueprint(node.at("blueprint"), functions) if node.has("blueprint") else None
    if paper is not None:
        _check_total(node.at("blueprint"), paper, parts)
    return Level(
        number=number,
        title=node.at("title").words(),
        conditions=_conditions(node.at("conditions")),
        components=parts,
        functions=functions,
        certificate=_certificate(node.at("certificate")) if node.has("certificate") else None,
        blueprint=paper,
    )


def _conditions(node: Node) -> tuple[Condition, ...]:
    found: dict[str, Condition] = {}
    for entry in node.items(name_by="id"):
        read = condition(entry)
        if read.id in found:
            entry.refuse("scheme_twice", key=read.id)
        found[read.id] = read
    return tuple(found.values())


def _functions(level: Node) -> tuple[Function, ...]:
    entries = list(level.at("functions").items(name_by="code"))
    weights = _equal_weights(level, entries) if level.has("weights") else [e.at("weight").exact() for e in entries]
    functions: dict[str, Function] = {}
    for entry, weight in zip(entries, weights, strict=True):
        entry.only("code", "title", "contents", "goals", "weight")
        function = Function(
            code=entry.at("code").text(),
            title=entry.at("title").words(),
            weight=weight,
            contents=entry.at("contents").words() if entry.has("contents") or not entry.has("goals") else None,
            goals=_goals(entry.at("goals")) if entry.has("goals") else {},
        )
        if function.code in functions:
            entry.refuse("scheme_twice", key=function.code)
        functions[function.code] = function
    if sum(weights) != ALL_MARKS:
        level.at("functions").refuse("scheme_weights", total=sum(weights))
    return tuple(functions.values())


def _goals(node: Node) -> dict[str, Words]:
    node.only(*COGNITIVE_LEVELS)
    return {cognitive: node.at(cognitive).words() for cognitive in COGNITIVE_LEVELS}


def _equal_weights(level: Node, entries: list[Node]) -> list[Decimal]:
    """A hundred percent in equal shares of whole hundredths; the first ones take what does not divide."""
    weights = level.at("weights")
    weights.only("rule", "assumed")
    weights.at("rule").one_of((EQUAL,))
    for entry in entries:
        if entry.has("weight"):
            entry.at("weight").refuse("scheme_unknown_key", key="weight", allowed="code, title, contents, goals")
    share, rest = divmod(int(ALL_MARKS / CENT), max(len(entries), 1))
    return [(share + (index < rest)) * CENT for index in range(len(entries))]


def _check_total(node: Node, paper: Blueprint, parts: dict[str, Component]) -> None:
    for component in parts.values():
        if component.kind == ComponentKind.THEORY and paper.total_marks != component.out_of:
            node.refuse("scheme_blueprint_total", total=paper.total_marks, out_of=component.out_of)


def _certificate(node: Node) -> CertificateTerm:
    node.only("years", "credits", "assumed")
    node.at("credits").only("required", "assumed")
    return CertificateTerm(
        years=node.at("years").whole(least=1),
        credits=CreditRule(required=node.at("credits").at("required").exact()),
    )


def _assumptions(node: Node) -> Iterator[Assumption]:
    """Every note `assumed` in the file, with the place it stands at."""
    if isinstance(node.value, dict):
        if node.has("assumed"):
            yield Assumption(place=node.path, note=node.at("assumed").words())
        for key, child in node.entries():
            if key != "assumed":
                yield from _assumptions(child)
    elif isinstance(node.value, list):
        for child in node.items(name_by=_naming_key(node.value)):
            yield from _assumptions(child)


def _naming_key(items: list[object]) -> str:
    first = items[0] if items and isinstance(items[0], dict) else {}
    return next((key for key in ("level", "id", "code") if key in first), "")
