"""Reads YAML as plain values with the line of each; refuses anchors, tags and deep nesting."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from kernel.verdict import Refusal

DEEPEST = 12
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False, "True": True, "False": False}


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """The text is not the YAML that we read; `line` counts from 1."""

    line: int
    refusal: Refusal


@dataclass(slots=True)
class Document:
    """The value of the text, and the line of each part of it by its path, as in "questions.3.stem.zh"."""

    value: object = None
    lines: dict[str, int] = field(default_factory=dict)


def parse(text: str) -> Document:
    """The one document in the text; raises Unreadable."""
    document = Document()
    events = _events(text)
    for event in events:
        if isinstance(event, MappingStartEvent | SequenceStartEvent | ScalarEvent):
            if document.lines:
                raise Unreadable(_line(event), Refusal("question_yaml_several_documents"))
            document.value = _value(event, events, "", document.lines, 1)
            document.lines.setdefault("", _line(event))
    return document


def _events(text: str) -> Iterator[Any]:
    line = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            line = _line(event)
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
                raise Unreadable(line, Refusal("question_yaml_anchor"))
            if not isinstance(event, DocumentStartEvent) and _tag(event):
                raise Unreadable(line, Refusal("question_yaml_tag"))
            yield event
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context or "")
        raise Unreadable(mark.line + 1 if mark else line, Refusal("question_yaml_broken", problem=problem)) from None
    except (YAMLError, ValueError) as error:
        raise Unreadable(line or 1, Refusal("question_yaml_broken", problem=str(error).partition("\n")[0])) from None


def _value(event: Any, events: Iterator[Any], path: str, lines: dict[str, int], depth: int) -> object:
    if depth > DEEPEST:
        raise Unreadable(_line(event), Refusal("question_yaml_too_deep"))
    lines[path] = _line(event)
    prefix = f"{path}." if path else ""
    match event:
        case MappingStartEvent():
            return _mapping(events, prefix, lines, depth)
        case SequenceStartEvent():
            found: list[object] = []
            while not isinstance(inner := next(events), SequenceEndEvent):
                found.append(_value(inner, events, f"{prefix}{len(found) + 1}", lines, depth + 1))
            return found
        case _:
            return _scalar(event)


def _mapping(events: Iterator[Any], prefix: str, lines: dict[str, int], depth: int) -> dict[str, object]:
    found: dict[str, object] = {}
    while not isinstance(name := next(events), MappingEndEvent):
        if not isinstance(name, ScalarEvent):
            raise Unreadable(_line(name), Refusal("question_yaml_key"))
        key = str(name.value)
        if key in found:
            raise Unreadable(_line(name), Refusal("question_yaml_twice", field=key))
        found[key] = None
        found[key] = _value(next(events), events, prefix + key, lines, depth + 1)
        lines[prefix + key] = _line(name)
    return found


def _scalar(event: Any) -> object:
    text = str(event.value)
    if event.style is not None:
        return text
    if text in WORDS:
        return WORDS[text]
    if NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _tag(event: Any) -> str:
    tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
    return str(tag) if tag and str(tag) != "None" else ""


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
