"""Operators' commands for training centres."""

from pathlib import Path
from uuid import UUID

import click

from centres.queries import cohorts
from centres.services import rosters
from kernel import clock
from kernel.actor import PLATFORM
from web.commands import Commands, answer
from web.wording import sentence

centres = Commands("centres", help="Training centres and their cohorts.")


@centres.command("import-roster")
@click.argument("cohort", type=click.UUID)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
def import_roster(cohort: UUID, file: Path, *, dry_run: bool) -> None:
    """Import a roster (.xlsx or .csv) into a cohort; wrong rows are told and stop no other."""
    report = rosters.import_roster(
        cohorts.cohort(cohort), file.read_bytes(), dry_run=dry_run, actor=PLATFORM, now=clock.now()
    )
    answer(
        {
            "rows": report.rows,
            "imported": report.imported,
            "already_there": len(report.known),
            "errors": [
                {
                    "row": error.row,
                    "column": f"{error.heading} ({error.letter})",
                    "field": error.column,
                    "message": sentence(error.refusal),
                }
                for error in report.errors
            ],
        }
    )
