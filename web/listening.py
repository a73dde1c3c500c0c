"""A listener that fails must not undo what it heard of: it runs in a savepoint, and a job tries again."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any, get_type_hints
from uuid import UUID

import structlog

from jobs.services import enqueue
from kernel import clock
from messages.events import NoticeWritten
from storage.database import db
from storage.transaction import let_go

log = structlog.get_logger()

READABLE: dict[type, Callable[[str], object]] = {
    str: str,
    int: int,
    bool: lambda text: text == "True",
    UUID: UUID,
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}
"""How each kind of fact that an event may carry is read back from the text in which a job keeps it."""


def in_savepoint(listener: Any, event: object) -> None:
    """Let one listener hear of an event; if it fails, its work is undone and queued, the announcer's stays.

    Where no transaction has begun there is nothing of the announcer's in it, and all of it can be undone.
    """
    is_first = not (db.session.registry.has() and db.session().in_transaction())
    try:
        with nullcontext() if is_first else db.session.begin_nested():
            listener(event)
            if is_first and db.session.registry.has():
                db.session.flush()
    except Exception:
        if is_first:
            let_go()
        name = f"{listener.__module__}:{listener.__qualname__}"
        log.exception("listener failed", listener=name, heard=type(event).__name__)
        facts = {field.name: str(getattr(event, field.name)) for field in fields(event)}  # type: ignore[arg-type]
        kind = f"{type(event).__module__}:{type(event).__qualname__}"
        enqueue("hear_again", now=clock.now(), listener=name, event=kind, **{f"fact_{k}": v for k, v in facts.items()})


def hear_again(*, listener: str, event: str, now: datetime, **facts: str) -> None:
    """Give a listener the event that it failed on before."""
    kind = _named(event)
    hints = get_type_hints(kind)
    values = {name: READABLE[hint](facts[f"fact_{name}"]) for name, hint in hints.items()}
    _named(listener)(kind(**values))


def mail_later(written: NoticeWritten) -> None:
    """Send a notice as mail too, by a job."""
    enqueue("mail_notice", now=clock.now(), notice_id=str(written.notice_id))


def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
