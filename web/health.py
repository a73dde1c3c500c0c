"""Whether the platform is up and ready, for those who watch over it."""

from collections.abc import Callable
from typing import Literal

import structlog
from flask import Flask, current_app
from sqlalchemy import text
from typing_extensions import TypedDict

from storage.database import db
from storage.durability import weaknesses
from storage.files import files
from web.access import public
from web.calls import call
from web.metrics import set_up_metrics

log = structlog.get_logger()


class Health(TypedDict):
    """That the process answers."""

    status: Literal["up"]


class Readiness(TypedDict):
    """Whether all checks hold, each of them by name, and the settings by which an answer could be lost."""

    ready: bool
    checks: dict[str, bool]
    weaknesses: list[str]


def set_up_health(app: Flask) -> None:
    """`/healthz` tells that the process answers, `/readyz` that it can do its work, `/metrics` how it does."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    set_up_metrics(app)


@public
@call()
def healthz() -> Health:
    """The process answers."""
    return {"status": "up"}


@public
@call(also=(503,))
def readyz() -> tuple[Readiness, int]:
    """Database, file store and durable settings, each by name."""
    weak: list[str] = []

    def durable() -> bool:
        weak.extend(weaknesses())
        return not weak

    asked = {"database": _database, "files": files.reachable, "durable": durable, "queue": _queue}
    checks = {name: _holds(check) for name, check in asked.items()}
    ready = all(checks.values())
    return {"ready": ready, "checks": checks, "weaknesses": weak}, 200 if ready else 503


def _holds(check: Callable[[], bool]) -> bool:
    """What cannot even be asked does not hold."""
    try:
        return check()
    except Exception:
        log.exception("not ready")
        return False


def _database() -> bool:
    return db.session.scalar(text("SELECT 1")) == 1


def _queue() -> bool:
    current_app.extensions["huey"].pending_count()
    return True
