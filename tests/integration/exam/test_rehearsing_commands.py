"""An operator has a sitting rehearsed by a command, and takes the rehearsal away by another."""

import json
import os
import signal
import threading
from uuid import UUID

from storage.transaction import transaction
from tests.support.exam_room import plan_sitting
from tests.support.rehearsed import FAR_AHEAD


def interrupts(app, but):
    """Press Ctrl-C as soon as another rehearsal than this one has begun."""
    from sqlalchemy import select

    from exam.models.rehearsals import Rehearsal
    from storage.database import db

    begun = select(Rehearsal.sitting_id).where(Rehearsal.sitting_id != UUID(but))
    with app.app_context():
        while db.session.scalar(begun) is None:
            db.session.rollback()
    os.kill(os.getpid(), signal.SIGINT)


def test_a_sitting_is_rehearsed_and_the_rehearsal_removed_by_commands(app, the_clock):
    with app.app_context(), transaction():
        sitting = str(plan_sitting(the_clock.now, starts_in=FAR_AHEAD, capacity=2))

    def types(*words):
        told = app.test_cli_runner().invoke(args=["exam", *words])
        return told.exit_code, json.loads(told.stdout) if told.stdout else told.stderr

    too_many = types("rehearse", sitting, "--candidates", "3")
    assert (too_many[0], "Choose 1 to 2" in too_many[1]) == (1, True)
    status, told = types("rehearse", sitting)
    assert (status, told["sitting"], told["candidates"], told["good"]) == (0, sitting, 2, True)
    assert told["verdict"]["zh"].startswith("一切正常")
    assert set(told["seconds"]["save"]) == {"p95", "slowest"}
    again = types("rehearse", sitting, "--candidates", "1")
    assert (again[0], "has a rehearsal" in again[1]) == (1, True)
    threading.Thread(target=interrupts, args=(app, told["rehearsal"])).start()
    status, told = types("rehearse", sitting, "--again", "--speed", "60")
    assert (status, told["stopped"], told["good"]) == (0, True, True), told
    assert types("remove-rehearsal", sitting) == (0, {"sitting": sitting, "removed": True})
    assert types("remove-rehearsal", sitting)[0] == 1
    assert types("rehearse", told["rehearsal"])[0] == 1
