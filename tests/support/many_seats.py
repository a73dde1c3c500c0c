"""A sitting in which hundreds write, put straight into the tables: for what has to stay quick with many of them."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, select


def fill(sitting_id: UUID, people: int, answers: int, now: datetime) -> list[UUID]:
    """So many candidates who write, each with so many answers; the ids of their attempts."""
    from accounts.models import Person
    from exam.models.attempts import Attempt, SavedAnswer
    from exam.models.heartbeats import Heartbeat
    from exam.models.papers import Form
    from exam.models.sittings import Entry
    from storage.database import db

    form = db.session.scalars(select(Form).where(Form.sitting_id == sitting_id)).first()
    numbers = range(1, people + 1)
    ids = {what: [uuid4() for _ in numbers] for what in ("person", "entry", "form", "attempt")}

    def put(table, rows):
        db.session.execute(insert(table), rows)

    put(
        Person,
        [
            {"id": ids["person"][n - 1], "email": f"{n}@many.example", "name": f"考生{n:03}", "roles": ["candidate"],
             "registered_at": now}
            for n in numbers
        ],
    )  # fmt: skip
    put(
        Entry,
        [
            {"id": ids["entry"][n - 1], "sitting_id": sitting_id, "candidate_id": ids["person"][n - 1], "state": "seated",
             "turn": 1000 + n, "seat": 1000 + n, "extra_minutes": 0, "entered_at": now, "calendar_id": uuid4(), "revision": 0}
            for n in numbers
        ],
    )  # fmt: skip
    put(
        Form,
        [
            {"id": ids["form"][n - 1], "entry_id": ids["entry"][n - 1], "number": 1000 + n, "sitting_id": sitting_id,
             "pool_id": form.pool_id, "seed": form.seed, "content": form.content, "prepared_at": now}
            for n in numbers
        ],
    )  # fmt: skip
    put(
        Attempt,
        [
            {"id": ids["attempt"][n - 1], "sitting_id": sitting_id, "candidate_id": ids["person"][n - 1],
             "entry_id": ids["entry"][n - 1], "form_id": ids["form"][n - 1], "number": f"MANY{n:06}", "state": "in_progress",
             "writer": "page-one-0001", "started_at": now, "minutes": 90, "extra_minutes": 0,
             "deadline": now + timedelta(minutes=90)}
            for n in numbers
        ],
    )  # fmt: skip
    put(Heartbeat, [{"entry_id": entry_id, "heard_at": now} for entry_id in ids["entry"]])
    put(
        SavedAnswer,
        [
            {"attempt_id": attempt_id, "seq": seq, "slot": str(seq), "value": {"chosen": ["A"], "flagged": False},
             "writer": "page-one-0001", "received_at": now}
            for attempt_id in ids["attempt"]
            for seq in range(1, answers + 1)
        ],
    )  # fmt: skip
    return ids["attempt"]
