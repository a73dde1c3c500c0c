"""Operators' commands for admission."""

import json
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click
from flask_babel import force_locale

import schemes.queries
from eligibility.domain import parsing
from eligibility.domain.admission import AdmissionReading, read_level
from eligibility.domain.cures import Cure
from eligibility.domain.evidence import LIST_OF, Evidence, Item
from kernel import clock
from kernel.dates import local_date
from kernel.errors import BadInput, NotFound
from kernel.verdict import Refusal
from schemes.domain.scheme import Scheme
from schemes.services import loading
from web.commands import Commands, answer, answer_line
from web.language import LANGUAGES
from web.times import ZONE
from web.wording import sentence

eligibility = Commands("eligibility", help="Conditions of admission.")


@eligibility.command("check")
@click.argument("scheme_code", metavar="SCHEME")
@click.argument("level", type=int)
@click.argument("file", metavar="EVIDENCE", type=click.Path(path_type=Path))
@click.option("--on", "on", metavar="YYYY-MM-DD", help="The day of reading; today if not given.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Of the sentences in the answer.")
def check(scheme_code: str, level: int, file: Path, on: str | None, language: str) -> None:
    """Read the conditions of a LEVEL on the evidence of a person (.json), or of one person a line (.jsonl)."""
    now = clock.now()
    scheme = _scheme(scheme_code, _day(on) if on else local_date(now, ZONE))
    day = _day(on) if on else local_date(now, scheme.zone)
    if level not in scheme.levels:
        raise BadInput(Refusal("scheme_without_level", level=level, scheme=scheme.code), where="LEVEL")
    people, one_a_line = _people(file)
    with force_locale(language):
        for evidence in people:
            (answer_line if one_a_line else answer)(_answer(read_level(scheme, level, evidence, day), evidence))


def _scheme(code: str, on: date) -> Scheme:
    """The scheme as loaded; where none was loaded yet, the one that comes with the platform."""
    try:
        if schemes.queries.are_stored():
            return schemes.queries.current(code, on)
    except NotFound:
        pass
    try:
        return loading.shipped(code)
    except NotFound as missing:
        raise BadInput(Refusal("scheme_unknown", scheme=code), where="SCHEME") from missing


def _day(text: str) -> date:
    try:
        return parsing.day(text)
    except ValueError as problem:
        raise BadInput(Refusal("evidence_bad_date", value=text), where="--on") from problem


def _people(file: Path) -> tuple[list[Evidence], bool]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(Refusal("evidence_unreadable", detail=str(problem)), where=str(file)) from problem
    if file.suffix.lower() != ".jsonl":
        return [parsing.evidence(_json(text, file.name), file.name)], False
    lines = [(f"{file.name}:{number}", line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    return [parsing.evidence(_json(line, where), where) for where, line in lines], True


def _json(text: str, where: str) -> Any:
    def no_number(word: str) -> NoReturn:
        raise BadInput(Refusal("evidence_not_json", detail=word), where=where)

    try:
        return json.loads(text, parse_constant=no_number)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise BadInput(Refusal("evidence_not_json", detail=str(problem)), where=where) from problem


def _answer(reading: AdmissionReading, evidence: Evidence) -> dict[str, object]:
    return {
        "outcome": reading.outcome.value,
        "met": list(reading.met),
        "conditions": [
            {
                "id": each.condition.id,
                "met": each.met,
                "missing": [sentence(refusal) for refusal in each.missing],
                "earliest": each.earliest,
                "facts": [_fact(item, evidence) for item in each.facts],
            }
            for each in reading.conditions
        ],
        "cures": [_cure(cure) for cure in reading.cures],
    }


def _fact(item: Item, evidence: Evidence) -> dict[str, object]:
    """An item with its place in the evidence that was handed in."""
    kind = LIST_OF[type(item)].value
    return {"list": kind, "index": getattr(evidence, kind).index(item), "item": parsing.written(item)}


def _cure(cure: Cure) -> dict[str, object]:
    """Papers to add to the evidence, and from when on the condition then holds."""
    return {
        "condition": cure.condition.id,
        "additions": [{"list": LIST_OF[type(item)].value, "item": parsing.written(item)} for item in cure.items],
        "at_once": cure.at_once,
        "on": cure.on,
        "text": sentence(cure.said),
    }
