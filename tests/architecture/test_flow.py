"""Who hears of what, and which job runs what: introduced once, found by name, and spelled right where it is asked for."""

import ast
from importlib import import_module

from jobs.services import known_jobs
from kernel.event import listeners
from tests.support.house import name_of, shown, source_modules, tree


def _jobs_asked_for():
    for path in source_modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "enqueue" and node.args:
                named = node.args[0]
                if isinstance(named, ast.Name):
                    yield f"{shown(path)}:{node.lineno}", getattr(import_module(name_of(path)), named.id)
                elif isinstance(named, ast.Constant):
                    yield f"{shown(path)}:{node.lineno}", named.value


def test_every_job_that_is_asked_for_is_introduced(platform):
    assert sorted({f"{name} ({place})" for place, name in _jobs_asked_for() if name not in known_jobs()}) == []


def test_every_job_that_is_introduced_is_asked_for_somewhere(platform):
    assert sorted(known_jobs() - {name for _, name in _jobs_asked_for()}) == []


def test_every_listener_can_be_found_again_by_name(platform):
    """A listener that failed is called again by a job in another process, which knows only its name."""
    for heard in listeners().values():
        for listener in heard:
            found = import_module(listener.__module__)
            for part in listener.__qualname__.split("."):
                found = getattr(found, part)
            assert found is listener


def test_every_event_carries_what_a_job_can_keep(platform):
    """The facts of an event are kept as text for a listener that has to be called again."""
    from dataclasses import fields, is_dataclass
    from typing import get_type_hints

    from tools.draw import events
    from web.listening import READABLE

    for kinds in events().values():
        for kind in kinds:
            assert is_dataclass(kind)
            hints = get_type_hints(kind)
            assert [field.name for field in fields(kind) if hints[field.name] not in READABLE] == [], kind


def test_every_published_event_is_heard_by_somebody_or_documented(platform):
    from tests.support.house import ROOT

    drawn = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    published = {
        ast.unparse(node.args[0]).split("(")[0].split(".")[-1]
        for path in source_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "publish"
        and node.args and isinstance(node.args[0], ast.Call)
    }  # fmt: skip

    assert [name for name in sorted(published) if name[0].isupper() and f"`{name}`" not in drawn] == []
