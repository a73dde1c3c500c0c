"""Operators' commands for the exam room."""

from dataclasses import asdict
from uuid import UUID

import click

from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import sittings as planned
from exam.services import handing_in, preparing, reporting
from kernel import clock
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
    made = preparing.prepare_forms(sitting, now=clock.now(), spares=None if forms is None else max(forms - entries, 0))
    if row.kind == "theory":
        answer({"sitting": sitting, "made": made, **asdict(reporting.fairness_of(row))})
    else:
        answer({"sitting": sitting, "made": made, "forms": len(sat.forms_of(sitting))})


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


@exam.command("sweep")
def sweep() -> None:
    """Close attempts whose time has run out, as the periodic sweep does."""
    answer({"closed": handing_in.close_overdue(now=clock.now())})
