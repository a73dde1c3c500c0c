"""The worker process, and what operators ask of jobs."""

import signal
import threading
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from huey.consumer import Consumer

from jobs.services import sweep
from kernel import clock

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

    def sweep_on() -> None:
        while not stopping.is_set():
            with app.app_context():
                sweep(clock.now())
            stopping.wait(SWEEP_EVERY)

    threading.Thread(target=sweep_on, daemon=True, name="sweep").start()
    consumer = Consumer(app.extensions["huey"], workers=1, periodic=False)
    try:
        consumer.run()
    finally:
        stopping.set()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


@jobs_commands.command("sweep")
@with_appcontext
def sweep_once() -> None:
    """Sweep once: close what is overdue, take up what was lost, do what waits."""
    sweep(clock.now())
