"""What the parts of a scheme are called, and the notes on what is assumed, gathered for reading."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from kernel.words import Words
from schemes.domain.component import Component, ComponentKind, Group, Shares
from schemes.domain.marking import Marking
from schemes.domain.scheme import Level, Scheme
from web.language import language
from web.wording import say

KIND_NAMES: dict[str, LazyString] = {
    "single_choice": _l("Single choice"),
    "multiple_choice": _l("Multiple choice"),
    "true_false": _l("True or false"),
    "matching": _l("Matching"),
    "ordering": _l("Ordering"),
    "numeric": _l("Numeric"),
    "short_text": _l("Short text"),
}

COGNITIVE_NAMES: dict[str, LazyString] = {
    "know": _l("Know"),
    "understand": _l("Understand"),
    "master": _l("Master"),
}

COMPONENT_KINDS: dict[ComponentKind, LazyString] = {
    ComponentKind.THEORY: _l("Theory paper at the computer"),
    ComponentKind.CASE_STUDY: _l("Case study at the computer"),
    ComponentKind.WRITTEN: _l("Written paper"),
    ComponentKind.REPORT: _l("Report"),
    ComponentKind.SIMULATION: _l("Simulation"),
    ComponentKind.ORAL: _l("Oral"),
    ComponentKind.GROUP_TASK: _l("Practical task, handed in and presented"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said of several components: whose names, and what."""

    of: str
    text: str


def enumerated(texts: Iterable[str]) -> str:
    """Several texts in a row, as the reader's language separates them."""
    return ("、" if language() == "zh" else ", ").join(texts)


def how_taken(component: Component) -> list[str]:
    """In what time, in what company, before whom."""
    said = []
    if component.minutes is not None:
        said.append(ngettext("%(num)d minute", "%(num)d minutes", component.minutes))
    if component.days is not None:
        said.append(ngettext("handed in within %(num)d day", "handed in within %(num)d days", component.days))
    if component.panel is not None:
        said.append(ngettext("a panel of %(num)d person", "a panel of %(num)d people", component.panel))
    if component.group is not None:
        said.append(_group(component.group))
    if component.calculator:
        said.append(_("with a calculator on the exam page"))
    return said


def notes_on_components(scheme: Scheme, level: Level) -> list[Said]:
    """What is assumed of the components of a level, each note once with the components it is about."""
    below = f"levels.{level.number}.components."
    return _gathered(
        (
            (component, note)
            for component in level.components.values()
            for note in _notes_at(scheme, below + component.code)
        ),
        level,
    )


def marking_of_components(level: Level) -> list[Said]:
    """Who marks, and what becomes of marks that differ, each way once with the components it is about."""
    return _gathered(
        (
            (component, text)
            for component in level.components.values()
            for text in (_marking(component.marking), _shares(component.shares))
            if text
        ),
        level,
    )


def _group(group: Group) -> str:
    if group.alone:
        return str(_("alone"))
    if group.least == group.most:
        return str(_("in groups of %(least)s", least=group.least))
    return str(_("in groups of %(least)s to %(most)s", least=group.least, most=group.most))


def _marking(marking: Marking) -> str:
    if marking.tolerance is None:
        return ""
    tolerance = f"{marking.tolerance.normalize():f}"
    if marking.markers == 1:
        said = _(
            "One person marks. Where a second does too, marks up to %(tolerance)s apart are averaged; "
            "beyond that a third person marks and the two closest marks are averaged.",
            tolerance=tolerance,
        )
        return str(said)
    said = _(
        "Two people mark. Marks up to %(tolerance)s apart are averaged; "
        "beyond that a third person marks and the two closest marks are averaged.",
        tolerance=tolerance,
    )
    return str(said)


def _shares(shares: Shares | None) -> str:
    if shares is None:
        return ""
    said = _(
        "The teacher gives %(teacher)s %% of the mark, the fellow students give %(students)s %%.",
        teacher=f"{shares.teacher.normalize():f}",
        students=f"{shares.students.normalize():f}",
    )
    return str(said)


def _notes_at(scheme: Scheme, place: str) -> Iterator[str]:
    for assumption in scheme.assumptions:
        if assumption.place == place or assumption.place.startswith(f"{place}."):
            yield say(assumption.note)


def _gathered(found: Iterable[tuple[Component, str]], level: Level) -> list[Said]:
    by_text: dict[str, list[Words]] = {}
    for component, text in found:
        by_text.setdefault(text, []).append(component.title)
    return [Said(of=_named(titles, level), text=text) for text, titles in by_text.items()]


def _named(titles: list[Words], level: Level) -> str:
    if len(titles) == len(level.components) > 1:
        return str(_("All components"))
    return enumerated(map(say, titles))
