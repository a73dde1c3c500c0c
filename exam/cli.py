"""Operators' commands for the exam room."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from threading import Event
from uuid import UUID

import click

from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import rehearsals
from exam.queries import sittings as planned
from exam.services import handing_in, performing, preparing, rehearsing, reporting
from exam.wording import verdict_on
from kernel import clock
from kernel.actor import PLATFORM
from storage.transaction import transaction
from web.commands import Commands, answer

exam = Commands("exam", help="Sittings, papers and attempts.")


@exam.command("assemble")
@click.argument("sitting", type=click.UUID)
@click.option(
    "--forms", type=click.IntRange(1, 5000), help="How many papers there shall be, entries and spares together."
)
def assemble(sitting: UUID, forms: int | None) -> None:
    """Prepare the papers of a sitting and report how fair they are to one another."""
    row = planned.sitting_row(sitting)
    entries = entered.seats_taken([sitting]).get(sitting, 0)
    spares = None if forms is None else max(forms - entries, 0)
    made = 0
    while part := _some_forms(sitting, spares):
        made += part
    if row.kind == "theory":
        answer({"sitting": sitting, "made": made, **reporting.as_data(reporting.report_of(row))})
    else:
        answer({"sitting": sitting, "made": made, "forms": len(sat.forms_of(sitting))})


def _some_forms(sitting: UUID, spares: int | None) -> int:
    """A few at a time, so that others can write meanwhile."""
    with transaction():
        return preparing.prepare_forms(sitting, now=clock.now(), spares=spares, at_once=preparing.AT_ONCE)


@exam.command("sittings")
def sittings() -> None:
    """List all sittings with their ids."""
    answer(
        [
            {
                "id": sitting.id,
                "scheme": sitting.scheme_code,
                "level": sitting.level,
                "component": sitting.component,
                "starts_at": sitting.starts_at,
                "state": sitting.state,
                "entries": len(sitting.seated),
                "waiting": len(sitting.waiting),
            }
            for sitting in planned.all_sitting_rows()
        ]
    )


@exam.command("rehearse")
@click.argument("sitting", type=click.UUID)
@click.option("--candidates", type=click.IntRange(1, rehearsing.MOST_CANDIDATES), help="How many simulated candidates.")
@click.option("--speed", type=click.FloatRange(1), help="How fast the clock goes; else from one moment to the next.")
@click.option("--seed", default=rehearsing.USUAL_SEED, help="From the same seed the same happens again.")
@click.option("--again", is_flag=True, help="Remove an earlier rehearsal of the sitting before.")
def rehearse(sitting: UUID, candidates: int | None, speed: float | None, seed: str, *, again: bool) -> None:
    """Hold a rehearsal of a sitting with simulated candidates, and report what came of it; Ctrl-C stops it before."""
    if again and rehearsals.rehearsal_of(sitting) is not None:
        _remove(sitting)
    with _interruptible() as asked:
        with transaction():
            row = planned.real_sitting_row(sitting)
            number = candidates or min(row.capacity, rehearsing.USUAL_CANDIDATES)
            copy = rehearsing.begin(row, candidates=number, speed=speed, seed=seed, actor=PLATFORM, now=clock.now())
        found = performing.perform(copy, says=_say, asked=asked)
    answer({"sitting": sitting, "rehearsal": copy, "seed": seed, **found, "verdict": asdict(verdict_on(found))})


@contextmanager
def _interruptible() -> Iterator[Event]:
    """Set when Ctrl-C is pressed; pressed again it ends the command as usual."""
    asked = Event()

    def ask(number: int, _frame: object) -> None:
        asked.set()
        signal.signal(number, usual)

    usual = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, usual)


@exam.command("remove-rehearsal")
@click.argument("sitting", type=click.UUID)
def remove_rehearsal(sitting: UUID) -> None:
    """Remove the rehearsal of a sitting with everything that belongs to it."""
    _remove(sitting)
    answer({"sitting": sitting, "removed": True})


def _remove(sitting: UUID) -> None:
    with transaction():
        rehearsing.remove(planned.real_sitting_row(sitting), actor=PLATFORM, now=clock.now())


def _say(done: int, of: int) -> None:
    click.echo(f"{done}/{of}", err=True)


@exam.command("sweep")
def sweep() -> None:
    """Close attempts whose time has run out, as the periodic sweep does."""
    answer({"closed": handing_in.close_overdue(now=clock.now())})
