"""Reads a scheme's file, so that a wrong one is refused with file, line and what is wrong."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from kernel.errors import BadInput
from kernel.verdict import Refusal
from schemes.domain import parsing
from schemes.domain.node import Node
from schemes.domain.scheme import Scheme


@lru_cache(maxsize=32)
def read(source: str, name: str) -> Scheme:
    """The scheme that the text of a file describes; `name` is the file's name for messages."""
    return parsing.scheme(Node(_content(source, name), file=name, line=1))


@lru_cache(maxsize=32)
def plain(source: str, name: str) -> str:
    """The same content as JSON, as it is stored."""
    return json.dumps(_plain(_content(source, name)), ensure_ascii=False)


def text_of(path: Path) -> str:
    """The text of a scheme's file."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(Refusal("scheme_unreadable", detail=str(problem)), where=str(path)) from problem


@lru_cache(maxsize=32)
def _content(source: str, name: str) -> Any:
    try:
        return YAML(typ="rt", pure=True).load(source)
    except MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise BadInput(Refusal("scheme_not_yaml", detail=problem.problem or ""), where=f"{name}:{line}") from problem
    except YAMLError as problem:
        raise BadInput(Refusal("scheme_not_yaml", detail=str(problem)), where=name) from problem
    except (RecursionError, ValueError) as problem:
        raise BadInput(Refusal("scheme_not_yaml", detail=""), where=name) from problem


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case date():
            return value.isoformat()
        case bool() | None:
            return value
        case int():
            return int(value)
        case _:
            return str(value)
