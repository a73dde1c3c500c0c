"""What the periodic sweep looks after in the exam room: it writes down what every reader already sees."""

from datetime import datetime
from uuid import UUID

import structlog

from exam.queries import rehearsals
from exam.services import entering, handing_in, rehearsing, timekeeping
from kernel.errors import NotFound
from storage.database import db

log = structlog.get_logger()


def sweep(*, now: datetime) -> None:
    """Breaks that are used up, papers whose time is over, people who did not come; of rehearsals by their clocks.

    Nothing that is rehearsed undoes what is real.
    """
    _sweep(now, None)
    for sitting_id in rehearsals.there_are():
        try:
            with db.session.begin_nested():
                sweep_rehearsal(sitting_id)
        except NotFound:
            log.info("rehearsal is gone", sitting=str(sitting_id))
        except Exception:
            log.exception("rehearsal not swept", sitting=str(sitting_id))


def sweep_rehearsal(sitting_id: UUID) -> None:
    """The same of one rehearsal; raises NotFound."""
    with rehearsing.by_its_clock(sitting_id) as now:
        _sweep(now, sitting_id)


def _sweep(now: datetime, rehearsal_id: UUID | None) -> None:
    timekeeping.end_breaks(now=now, rehearsal_id=rehearsal_id)
    handing_in.close_overdue(now=now, rehearsal_id=rehearsal_id)
    entering.note_absent(now=now, rehearsal_id=rehearsal_id)
