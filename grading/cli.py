"""Operators' commands about results: what marks come to, and where scores leave a candidate."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from flask_babel import force_locale

import schemes.queries
from grading.domain import intake
from grading.domain.resolution import resolve
from grading.domain.standing import standing
from kernel import clock
from kernel.dates import local_date
from kernel.errors import BadInput, NotFound
from kernel.verdict import Refusal
from schemes.domain.component import Component
from schemes.domain.scheme import Level, Scheme
from schemes.services import loading
from web.commands import Commands, answer
from web.language import LANGUAGES
from web.times import ZONE
from web.wording import sentence

TAKE_ANYTHING = {"ignore_unknown_options": True}
"""So that a negative mark is told to be no mark, not an unknown option."""

grading = Commands("grading", help="What marks come to, and where scores leave a candidate.")


@grading.command("resolve", context_settings=TAKE_ANYTHING)
@click.argument("scheme")
@click.argument("component")
@click.argument("marks", nargs=-1)
def resolve_marks(scheme: str, component: str, marks: tuple[str, ...]) -> None:
    """What the marks of the first, second and third marker come to."""
    rules = _component(_scheme(scheme, _today()), component)
    outcome = resolve(rules, [intake.number(mark, f"MARK {place}") for place, mark in enumerate(marks, start=1)])
    answer(
        {
            "status": outcome.status,
            "score": None if outcome.score is None else _two_places(outcome.score),
            "reason": _spoken(outcome.reason),
        }
    )


@grading.command("standing")
@click.argument("scheme")
@click.argument("level")
@click.argument("file", metavar="SCORES.json")
@click.option("--on", metavar="DATE", help="The day asked about, YYYY-MM-DD; today unless given.")
def show_standing(scheme: str, level: str, file: str, on: str | None) -> None:
    """Whether these scores qualify for the level on a day."""
    day = intake.day(on, "--on") if on is not None else _today()
    rules = _level(_scheme(scheme, day), level)
    found = standing(rules, intake.results(rules, _content(file)), day)
    answer(
        {
            "qualified": found.qualified,
            "on": found.on,
            "components": [
                {
                    "component": component.component,
                    "passed": component.passed,
                    "valid": component.valid,
                    "score": None if component.score is None else _two_places(component.score),
                    "valid_until": component.valid_until,
                }
                for component in found.components
            ],
            "sentence": {"zh": found.sentence.zh, "en": found.sentence.en},
        }
    )


def _scheme(code: str, on: date) -> Scheme:
    """As it is in force here; where it was never loaded, as it comes with the platform."""
    try:
        if schemes.queries.are_stored():
            return schemes.queries.current(code, on)
    except NotFound:
        pass
    try:
        return loading.shipped(code)
    except NotFound:
        known = tuple(path.stem for path in loading.shipped_files())
        raise BadInput(Refusal("unknown_scheme", scheme=code, known=known)) from None


def _level(scheme: Scheme, text: str) -> Level:
    number = intake.level_number(text)
    if number not in scheme.levels:
        raise BadInput(Refusal("unknown_level", level=text))
    return scheme.level(number)


def _component(scheme: Scheme, code: str) -> Component:
    """The component of that code; its rule of marking is taken from the entry level that has it."""
    for number in sorted(scheme.levels, reverse=True):
        if code in scheme.levels[number].components:
            return scheme.levels[number].components[code]
    known = dict.fromkeys(code for level in scheme.levels.values() for code in level.components)
    raise BadInput(Refusal("unknown_component", component=code, known=tuple(known)))


def _content(file: str) -> Any:
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise BadInput(Refusal("scores_unreadable"), where=file) from None
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError):
        raise BadInput(Refusal("scores_not_json"), where=file) from None


def _today() -> date:
    return local_date(clock.now(), ZONE)


def _two_places(score: Decimal) -> str:
    return f"{score:.2f}"


def _spoken(reason: Refusal) -> str:
    """The sentence in both languages."""
    said = []
    for language in LANGUAGES:
        with force_locale(language):
            said.append(sentence(reason))
    return " / ".join(said)
