"""Virtual candidates: admitted, entered and signed in, each with the cookie and the token of a browser."""

import http.client
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import update

from accounts.models import Person, SignedInSession
from accounts.services.passwords import hashed
from accounts.services.registering import register
from accounts.services.signing_in import SESSION_LASTS
from exam.services.preparing import prepare_forms
from kernel import clock
from kernel.actor import Role
from storage.database import db
from storage.transaction import transaction
from tests.support.exam_room import WRITER, admit, choice, enter, furnish, plan_sitting

PLANNED_AGO = timedelta(hours=4)
PASSWORD = "everybody has the same one here"


@dataclass(slots=True)
class Candidate:
    """A browser without a screen."""

    entry_id: UUID
    cookie: str
    token: str
    email: str
    attempt_id: str = ""
    seq: int = 0
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.headers = {
            "Cookie": f"session={self.cookie}",
            "X-CSRFToken": self.token,
            "Content-Type": "application/json",
            "Accept-Language": "en",
        }

    def waits(self, connection: http.client.HTTPConnection) -> None:
        """Open the lobby, where the button is."""
        status, _, _ = ask(connection, "GET", f"/entries/{self.entry_id}", None, self.headers)
        assert status == 200, status

    def starts(self, connection: http.client.HTTPConnection) -> int:
        """Press the button, which brings the paper; returns the size of the page."""
        form = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        status, page, location = ask(connection, "POST", f"/attempts/of/{self.entry_id}", "ready=y", form)
        assert status == 201, status
        self.attempt_id = location.rsplit("/", 1)[-1]
        return len(page)

    def reads(self, connection: http.client.HTTPConnection) -> int:
        """Load the paper; returns the size of the page."""
        status, page, _ = ask(connection, "GET", f"/attempts/{self.attempt_id}", None, self.headers)
        assert status == 200, status
        return len(page)

    def claims(self, connection: http.client.HTTPConnection) -> None:
        """Become the page that writes."""
        status, answer, _ = self.posts(connection, "claim", {"writer": WRITER})
        assert status == 200, answer

    def saves(self, connection: http.client.HTTPConnection) -> int:
        """Change one answer; returns the number acknowledged."""
        self.seq += 1
        slot = str(self.seq % 40 + 1)
        value = choice("ABCD"[self.seq % 4])
        body = {"writer": WRITER, "answers": [{"seq": self.seq, "slot": slot, "value": value}]}
        status, answer, _ = self.posts(connection, "answers", body)
        assert status == 200, answer
        durable: int = json.loads(answer)["durable"]
        return durable

    def hands_in(self, connection: http.client.HTTPConnection) -> None:
        """Hand in."""
        status, answer, _ = self.posts(connection, "hand-in", {"writer": WRITER, "answers": []})
        assert status == 200, answer

    def posts(self, connection: http.client.HTTPConnection, what: str, body: Any) -> tuple[int, bytes, str]:
        """Send JSON to the attempt's interface."""
        return ask(connection, "POST", f"/api/attempts/{self.attempt_id}/{what}", json.dumps(body), self.headers)


class Browser(http.client.HTTPConnection):
    """A connection on which a request leaves whole, as browsers send a small one, and not head and body apart."""

    _whole: bytearray | None = None

    def request(self, *request: Any, **more: Any) -> None:
        """Send it."""
        self._whole = bytearray()
        super().request(*request, **more)
        whole, self._whole = self._whole, None
        self.send(whole)

    def send(self, data: Any) -> None:
        """Keep the parts until all are there."""
        if self._whole is None:
            super().send(data)
        else:
            self._whole += data


def ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: str | None, headers: dict[str, str]
) -> tuple[int, bytes, str]:
    """One request on a connection that stays open: status, body, location."""
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read(), answer.headers.get("Location", "")


def gather(app: Flask, number: int, *, furnished: bool = False, rooms: Sequence[UUID] = ()) -> list[Candidate]:
    """Make the world: a scheme and a bank unless they are there, a sitting that may be started now, and candidates."""
    now = clock.now()
    then = now - PLANNED_AGO
    with app.app_context():
        if not furnished:
            with transaction():
                furnish(then)
        with transaction():
            people = [
                register(
                    email=f"c{index}@example.org", name=f"考生{index}", password=None, roles={Role.CANDIDATE}, now=then
                )
                for index in range(number)
            ]
            db.session.execute(update(Person).where(Person.id.in_(people)).values(password_hash=hashed(PASSWORD)))
            for person in people:
                admit(person, then)
        with transaction():
            sitting_id = plan_sitting(then, capacity=number, latest_start_at=now + timedelta(hours=2), room_ids=rooms)
            entries = enter(sitting_id, people, then)
        with transaction():
            prepare_forms(sitting_id, now=then)
        with transaction():
            return [
                Candidate(entry, *signed_in(app, person), email=db.session.get_one(Person, person).email)
                for person, entry in zip(people, entries, strict=True)
            ]


def signed_in(app: Flask, person_id: UUID) -> tuple[str, str]:
    """The cookie and the token of a sign-in as the door makes it, without the price of a password."""
    now = clock.now()
    row = SignedInSession(person_id=person_id, started_at=now, expires_at=now + SESSION_LASTS)
    db.session.add(row)
    db.session.flush()
    raw = secrets.token_hex(20)
    cookie = app.session_interface.get_signing_serializer(app).dumps(  # type: ignore[attr-defined]
        {"_user_id": str(row.id), "_fresh": True, "csrf_token": raw}
    )
    token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)
    return str(cookie), str(token)
