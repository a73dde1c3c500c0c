"""The worker process, and what operators ask of jobs."""

import signal
import threading
from typing import Any

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey.consumer import Consumer

from jobs.services import sweep
from kernel import clock

log = structlog.get_logger()

SWEEP_EVERY = 10.0
"""Seconds between two sweeps."""


@click.group("jobs")
def jobs_commands() -> None:
    """Work that happens in the background."""


@jobs_commands.command("work")
@with_appcontext
def work() -> None:
    """Do jobs as they come and sweep every ten seconds, until told to stop."""
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's documented way
    stopping = threading.Event()

    threading.Thread(target=keep_sweeping, args=(app, stopping), daemon=True, name="sweep").start()
    consumer = Consumer(app.extensions["huey"], workers=1, periodic=False)
    try:
        consumer.run()
    finally:
        stopping.set()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def keep_sweeping(app: Flask, stopping: threading.Event) -> None:
    """Sweep until told to stop; when the database is away, the next sweep finds it back."""
    while not stopping.is_set():
        try:
            with app.app_context():
                sweep(clock.now())
        except Exception:
            log.exception("sweep failed")
        stopping.wait(SWEEP_EVERY)


@jobs_commands.command("sweep")
@with_appcontext
def sweep_once() -> None:
    """Sweep once: close what is overdue, take up what was lost, do what waits."""
    sweep(clock.now())
