"""How a difference between two versions is told: at which place, and what stood and stands there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from kernel.words import Words
from schemes.domain.blueprint import ALL_OR_NOTHING, DIVISIBLE, PARTIAL
from schemes.domain.comparison import Change, Difference, Path, naming_key
from schemes.domain.component import ComponentKind
from schemes.domain.conditions import requirement
from schemes.domain.node import Node
from schemes.wording.names import COGNITIVE_NAMES, COMPONENT_KINDS, KIND_NAMES, enumerated
from schemes.wording.requirements import checked
from web.times import day
from web.wording import say

DIFFERENCES: dict[Difference, tuple[LazyString, str]] = {
    Difference.ADDED: (_l("Added"), "good"),
    Difference.REMOVED: (_l("Removed"), "bad"),
    Difference.CHANGED: (_l("Changed"), "info"),
    Difference.REORDERED: (_l("Another order"), "plain"),
}

PLACES: dict[str, LazyString] = {
    **KIND_NAMES,
    **COGNITIVE_NAMES,
    "scheme": _l("Code of the scheme"),
    "title": _l("Title"),
    "about": _l("About the scheme"),
    "version": _l("Version"),
    "effective_from": _l("In force since"),
    "zone": _l("Time zone of its dates"),
    "gap_days": _l("Days between two employments that do not break the years"),
    "recognises": _l("Schemes whose certificates count"),
    "listed": _l("Place in lists"),
    "papers": _l("Papers of an application"),
    "free_resit": _l("Free resit"),
    "appeal": _l("Appeals"),
    "doors": _l("Coming to sittings and going"),
    "enter_before": _l("Entry, minutes before the start"),
    "late_until": _l("Latest entry, minutes after the start"),
    "absent_after": _l("Absent, minutes after the start"),
    "hand_in_after": _l("First hand-in, minutes after the start"),
    "window": _l("Whether late starters have the full time"),
    "standard_hours": _l("Standard hours of training"),
    "assumed": _l("Note on what is assumed"),
    "levels": _l("Levels"),
    "level": _l("Level"),
    "id": _l("Number in the list"),
    "code": _l("Code"),
    "conditions": _l("Conditions of admission"),
    "text": _l("Text"),
    "requires": _l("What is checked"),
    "admission": _l("Admits to"),
    "components": _l("Components examined"),
    "contents": _l("Contents"),
    "kind": _l("How it is taken"),
    "out_of": _l("Marked out of"),
    "pass_mark": _l("Pass mark"),
    "valid_years": _l("Years for which a pass counts"),
    "minutes": _l("Minutes"),
    "days": _l("Days"),
    "panel": _l("People on the panel"),
    "calculator": _l("Calculator on the exam page"),
    "group": _l("Size of the groups"),
    "least": _l("At least"),
    "most": _l("At most"),
    "shares": _l("Shares of the mark"),
    "teacher": _l("Teacher"),
    "students": _l("Fellow students"),
    "criteria": _l("Criteria"),
    "marking": _l("Marking"),
    "markers": _l("People who mark"),
    "tolerance": _l("Marks that two of them may lie apart"),
    "functions": _l("Functions and contents"),
    "goals": _l("Goals"),
    "weight": _l("Weight"),
    "weights": _l("Weights"),
    "rule": _l("Rule"),
    "blueprint": _l("Blueprint of the theory paper"),
    "marks": _l("Marks"),
    "bands": _l("How far papers may lie from the average paper"),
    "score": _l("Expected score, in marks"),
    "information": _l("Information at the pass mark, in per cent"),
    "reading": _l("Reading time, in per cent"),
    "cells": _l("Number of questions"),
    "questions": _l("Questions of a paper"),
    "sums": _l("Sums of several cells"),
    "kinds": _l("Kinds of questions"),
    "cognitive": _l("Cognitive levels"),
    "certificate": _l("Certificate"),
    "years": _l("Years in force"),
    "credits": _l("Continuing-education credits"),
    "required": _l("Credits needed"),
    "zh": _l("Chinese text"),
    "en": _l("English text"),
}
"""What the keys of a scheme file are called; a key for how a kind earns its marks is that kind's name too."""

VALUES: dict[tuple[str, str], LazyString] = {
    ("rule", "required"): _l("required"),
    ("rule", "none"): _l("not needed"),
    ("rule", "equal"): _l("equal shares"),
    ("admission", "full"): _l("the full qualification"),
    ("admission", "modules"): _l("module assessment only"),
    ("requires", "none"): _l("nothing"),
    **{(kind, ALL_OR_NOTHING): _l("marks only if it is exactly right") for kind in DIVISIBLE},
    **{(kind, PARTIAL): _l("marks for what is right of it") for kind in DIVISIBLE},
}
CONTAINERS = frozenset({"levels", "conditions", "components", "functions", "cells", "kinds", "cognitive"})
"""Keys that are not said where the item below them is."""
DAYS = frozenset({"effective_from"})


@dataclass(frozen=True, slots=True)
class Told:
    """One difference in words."""

    difference: LazyString
    tone: str
    places: tuple[str, ...]
    before: str
    after: str


class Telling:
    """Tells the changes between two contents, in the titles that these contents give to their parts."""

    def __init__(self, *contents: Any) -> None:
        self._titles: dict[Path, Words] = {}
        for content in contents:
            self._titles |= dict(_titles(content, ()))

    def tell(self, changes: Iterable[Change]) -> list[Told]:
        """Every change once; the same change at several levels is told together."""
        together: dict[tuple[Path, str, str, str], list[Change]] = {}
        for change in changes:
            tail = change.path[2:] if change.path[0] == "levels" and len(change.path) > 2 else change.path  # noqa: PLR2004
            key = (tail, change.difference.value, repr(change.before), repr(change.after))
            together.setdefault(key, []).append(change)
        return [self._told(alike) for alike in together.values()]

    def _told(self, alike: list[Change]) -> Told:
        change = alike[0]
        name, tone = DIFFERENCES[change.difference]
        key = change.path[-1] if change.path else ""
        in_order = change.difference is Difference.REORDERED
        sides = [
            enumerated(self._item((*change.path, each)) for each in side) if in_order and side else _value(key, side)
            for side in (change.before, change.after)
        ]
        return Told(name, tone, tuple(self._place(each.path) for each in alike), sides[0], sides[1])

    def _place(self, path: Path) -> str:
        said = []
        for depth, name in enumerate(path):
            below = path[depth + 1] if depth + 1 < len(path) else None
            if name in CONTAINERS and below is not None:
                continue
            said.append(self._item(path[: depth + 1]))
        return " · ".join(said) or str(_("The whole scheme"))

    def _item(self, path: Path) -> str:
        name, above = path[-1], path[-2] if len(path) > 1 else ""
        if above == "conditions":
            return str(_("Condition %(number)s", number=name))
        if above in {"levels", "standard_hours"} and name.isdecimal():
            title = self._titles.get(("levels", name))
            return say(title) if title else str(_("Level %(number)s", number=name))
        if above in {"cells", "functions"}:
            path = (*path[:2], "functions", name)
        if path in self._titles:
            return say(self._titles[path])
        return str(PLACES.get(name, name))


def _titles(content: Any, path: Path) -> Iterator[tuple[Path, Words]]:
    if isinstance(content, dict):
        title = content.get("title")
        if path and isinstance(title, dict):
            yield path, Words(zh=str(title.get("zh", "")), en=str(title.get("en", "")))
        for key, item in content.items():
            yield from _titles(item, (*path, str(key)))
    elif isinstance(content, list) and (key := naming_key(content)):
        for item in content:
            yield from _titles(item, (*path, str(item[key])))


def _value(key: str, value: Any) -> str:  # noqa: PLR0911 -- one way of saying for each kind of value
    match value:
        case None:
            return ""
        case bool():
            return str(_("yes") if value else _("no"))
        case list() if key == "requires":
            return checked([requirement(Node(each)) for each in value])
        case list():
            return enumerated(_value("", each) for each in value)
        case {"zh": zh, "en": en} if len(value) == 2:  # noqa: PLR2004 -- a text in both languages
            return say(Words(zh=str(zh), en=str(en)))
        case dict():
            return "; ".join(_pair(str(name), each) for name, each in value.items())
        case str() if (key, value) in VALUES:
            return str(VALUES[key, value])
        case str() if key == "kind" and value in COMPONENT_KINDS:
            return str(COMPONENT_KINDS[ComponentKind(value)])
        case str() if key in DAYS:
            return str(day(date.fromisoformat(value)))
        case _:
            return str(value)


def _pair(name: str, value: Any) -> str:
    return str(_("%(components)s: %(text)s", components=PLACES.get(name, name), text=_value(name, value)))
