"""Operators' commands for the exam room."""

from uuid import UUID

import click

from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import sittings as planned
from exam.services import handing_in, preparing, reporting
from kernel import clock
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


@exam.command("sweep")
def sweep() -> None:
    """Close attempts whose time has run out, as the periodic sweep does."""
    answer({"closed": handing_in.close_overdue(now=clock.now())})
