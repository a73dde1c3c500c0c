"""A sitting far ahead and its rehearsal, for tests: everything through the services, simulated people through pages."""

from datetime import timedelta
from uuid import UUID

from flask import Flask

from storage.transaction import transaction
from tests.support.exam_room import plan_sitting
from tests.support.people import Visitor

FAR_AHEAD = timedelta(days=40)
"""Longer than any sign-in lasts."""


class Rehearsed:
    """A published sitting and its rehearsal, with the papers of its simulated candidates."""

    def __init__(self, app: Flask, the_clock, **chosen) -> None:
        with app.app_context(), transaction():
            original = plan_sitting(the_clock.now, starts_in=FAR_AHEAD, **chosen)
        self._rehearses(app, the_clock, original)

    @classmethod
    def of(cls, app: Flask, the_clock, original: UUID) -> "Rehearsed":
        """A rehearsal of this sitting."""
        rehearsed = cls.__new__(cls)
        rehearsed._rehearses(app, the_clock, original)
        return rehearsed

    def _rehearses(self, app: Flask, the_clock, original: UUID) -> None:
        from exam.queries.sittings import sitting_row
        from exam.services import preparing, rehearsing
        from kernel.actor import PLATFORM

        self.app, self.the_clock, self.original = app, the_clock, original
        with app.app_context():
            with transaction():
                self.sitting = rehearsing.begin(
                    sitting_row(self.original), candidates=3, speed=None, seed="1", actor=PLATFORM, now=the_clock.now
                )
            with transaction():
                preparing.prepare_forms(self.sitting, now=the_clock.now)
            self.entries: list[UUID] = [entry.id for entry in sitting_row(self.sitting).seated]
            self.people: list[UUID] = [entry.candidate_id for entry in sitting_row(self.sitting).seated]
            self.starts_at = sitting_row(self.sitting).starts_at

    def goes_to(self, minutes: float, speed: float = 1) -> None:
        """The clock of the rehearsal jumps to so many minutes after the start."""
        from exam.services import rehearsing

        with self.app.app_context(), transaction():
            to = self.starts_at + timedelta(minutes=minutes)
            rehearsing.set_clock(self.sitting, to=to, speed=speed, now=self.the_clock.now)

    def browser(self, place: int) -> Visitor:
        """The browser of a simulated candidate, signed in."""
        from accounts.services.simulating import sign_in_simulated

        with self.app.app_context(), transaction():
            session_id = sign_in_simulated(self.people[place], now=self.the_clock.now)
        visitor = Visitor(self.app)
        with visitor.client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = str(session_id), True
        return visitor

    def starts(self, visitor: Visitor, place: int, said: object = None) -> UUID:
        """Press the button; the attempt."""
        from tests.support.exam_room import claims

        answer = visitor.post(f"/attempts/of/{self.entries[place]}", said or {"ready": "y"})
        assert answer.status_code == 201, answer.text
        attempt = UUID(answer.location.rsplit("/", 1)[-1])
        assert claims(visitor, attempt).status_code == 200
        return attempt

    def is_swept(self) -> None:
        from exam.services import sweeping

        with self.app.app_context(), transaction():
            sweeping.sweep(now=self.the_clock.now)


def everything(app: Flask, *, but: tuple[str, ...] = ("accounts_audit_entry",)) -> dict[str, set[str]]:
    """Every row of every table."""
    from sqlalchemy import select

    from storage.database import db

    with app.app_context():
        return {
            name: {repr(tuple(row)) for row in db.session.execute(select(table))}
            for name, table in db.metadata.tables.items()
            if name not in but
        }


def performed(app: Flask, sitting_id: UUID) -> dict:
    """Hold a rehearsal that has begun."""
    from exam.services.performing import perform

    with app.app_context():
        return perform(sitting_id, says=lambda done, of: None)
