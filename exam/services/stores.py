"""How an answer becomes durable: one prepared statement on a connection of its own, on PostgreSQL or SQLite."""

import json
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

import psycopg
from sqlalchemy import Engine

from exam.domain.answer import Answer
from exam.domain.attempt import OPEN
from exam.domain.timing import NETWORK_GRACE, Timing
from kernel import clock
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.connections import LOOKS_UP, prepare
from storage.database import db
from storage.prepared import Line

Disconnected = (psycopg.OperationalError, psycopg.InterfaceError)
"""What a lost or restarted database looks like."""


@dataclass(frozen=True, slots=True)
class Save:
    """Everything that the statement is asked."""

    session_id: UUID
    attempt_id: UUID
    writer: str
    answers: Sequence[Answer]
    now: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What the statement saw of the attempt; what may be stored is durable by then."""

    is_signed_in: bool
    is_own: bool
    state: str
    writer: str
    deadline: datetime
    paused_at: datetime | None
    resumes_at: datetime | None

    @property
    def timing(self) -> Timing:
        """How the time stands."""
        return Timing(deadline=self.deadline, paused_at=self.paused_at, resumes_at=self.resumes_at)

    def is_running(self, now: datetime) -> bool:
        """Whether the clock goes, or went when the deadline came; a rest break ends by itself."""
        return self.state in OPEN and not self.timing.is_paused(now)

    def accepts(self, save: Save) -> bool:
        """Whether the answers may be stored: the same conditions as in PostgreSQL's statement."""
        return (
            self.is_own
            and self.is_running(save.now)
            and self.writer == save.writer
            and save.now <= self.deadline + NETWORK_GRACE
        )


class Store(Protocol):
    """A connection that saves answers in autocommit."""

    def save(self, save: Save) -> Found | None:
        """Store all of it, durably, or nothing; None where there is no such attempt.

        Raises Refused with conflict where a number was used for something else.
        """

    def look(self, session_id: UUID, attempt_id: UUID, now: datetime) -> Found | None:
        """How an attempt stands, and nothing is changed; None where there is none."""

    def is_signed_in(self, session_id: UUID, now: datetime) -> bool:
        """Whether this sign-in still holds."""

    def stored(self, attempt_id: UUID, seqs: Sequence[int]) -> dict[int, Answer]:
        """What is stored under these numbers."""

    def layout(self, attempt_id: UUID) -> tuple[UUID, Mapping[str, Any]] | None:
        """The attempt's form and its record."""


SAVE = """
WITH attempt AS MATERIALIZED (
    SELECT a.id, a.state, a.writer, a.deadline, a.paused_at, a.resumes_at, s.id IS NOT NULL AS is_signed_in,
           coalesce(s.person_id = a.candidate_id, false) AS is_own
    FROM exam_attempt a
    LEFT JOIN accounts_session s ON s.id = %(session)s AND s.ended_at IS NULL AND s.expires_at > %(wall)s::timestamptz
    WHERE a.id = %(attempt)s
    FOR SHARE OF a
), stored AS (
    INSERT INTO exam_answer (attempt_id, seq, slot, value, writer, received_at)
    SELECT attempt.id, new.seq, new.slot, new.value, %(writer)s::text, %(now)s::timestamptz
    FROM attempt, json_to_recordset(%(answers)s::json) AS new (seq int, slot text, value json)
    WHERE attempt.is_own AND attempt.writer = %(writer)s::text
      AND (attempt.state = 'in_progress' OR attempt.state = 'paused' AND attempt.resumes_at <= %(now)s::timestamptz)
      AND %(now)s::timestamptz <= attempt.deadline + %(grace)s::interval
    ON CONFLICT (attempt_id, seq) DO UPDATE SET slot = NULL
        WHERE exam_answer.slot <> excluded.slot OR exam_answer.value::jsonb <> excluded.value::jsonb
)
SELECT is_signed_in, is_own, state, writer, deadline, paused_at, resumes_at FROM attempt
"""
"""The share lock makes a hand-in wait for saves under way, and saves after it see that the attempt is closed.

The same entry once more changes nothing. Another entry under a used number is turned into one that the table refuses:
so the whole statement fails and nothing of it is stored, even if both come at the same moment.
"""


LOOK = """
SELECT s.id IS NOT NULL, coalesce(s.person_id = a.candidate_id, false), a.state, a.writer, a.deadline, a.paused_at,
       a.resumes_at
FROM exam_attempt a
LEFT JOIN accounts_session s ON s.id = %(session)s AND s.ended_at IS NULL AND s.expires_at > %(wall)s::timestamptz
WHERE a.id = %(attempt)s
"""


class PostgresStore:
    """Saves on PostgreSQL; a connection that was lost is made anew, and sending again changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._kept: Line | None = None

    def __del__(self) -> None:
        self._part()

    def save(self, save: Save) -> Found | None:
        """Store all of it, durably, or nothing; None where there is no such attempt."""
        asked = {
            "session": save.session_id,
            "attempt": save.attempt_id,
            "writer": save.writer,
            "now": save.now,
            "wall": clock.on_the_wall(save.now),
            "grace": NETWORK_GRACE,
            "answers": as_json([{"seq": a.seq, "slot": a.slot, "value": a.value} for a in save.answers]),
        }
        try:
            row = self._row(SAVE, asked)
        except psycopg.errors.NotNullViolation:
            raise Refused(Refusal("conflict")) from None
        return Found(*row) if row else None

    def look(self, session_id: UUID, attempt_id: UUID, now: datetime) -> Found | None:
        """How an attempt stands, and nothing is changed; None where there is none."""
        row = self._row(LOOK, {"session": session_id, "attempt": attempt_id, "wall": clock.on_the_wall(now)})
        return Found(*row) if row else None

    def is_signed_in(self, session_id: UUID, now: datetime) -> bool:
        """Whether this sign-in still holds."""
        query = "SELECT 1 FROM accounts_session WHERE id = %(session)s AND ended_at IS NULL AND expires_at > %(wall)s"
        return self._row(query, {"session": session_id, "wall": clock.on_the_wall(now)}) is not None

    def stored(self, attempt_id: UUID, seqs: Sequence[int]) -> dict[int, Answer]:
        """What is stored under these numbers."""
        query = "SELECT seq, slot, value FROM exam_answer WHERE attempt_id = %s AND seq = ANY(%s)"
        return {row[0]: Answer(*row) for row in self._cursor(query, (attempt_id, list(seqs))).fetchall()}

    def layout(self, attempt_id: UUID) -> tuple[UUID, Mapping[str, Any]] | None:
        """The attempt's form and its record."""
        query = "SELECT f.id, f.layout FROM exam_form f JOIN exam_attempt a ON f.id = a.form_id WHERE a.id = %(a)s"
        return self._row(query, {"a": attempt_id}) or None

    def _row(self, query: str, values: Mapping[str, Any]) -> Any:
        """The first that it finds; where anything goes wrong a cursor asks again, which raises or finds it."""
        found = self._connected().ask(query, values)
        if found is None:
            return self._cursor(query, values).fetchone()
        return tuple(found[0]) if found else None

    def _cursor(self, query: str, values: Any) -> psycopg.Cursor[Any]:
        try:
            return self._connected().connection.execute(query, values, prepare=True)
        except Disconnected:
            self._part()
            return self._connected().connection.execute(query, values, prepare=True)

    def _part(self) -> None:
        """Let the connection go, with the thread or when it was lost."""
        if self._kept is not None:
            self._kept.connection.close()
        self._kept = None

    def _connected(self) -> Line:
        """One connection, kept: making it costs more than the rest of a save."""
        if self._kept is None or self._kept.connection.closed:
            connection = psycopg.connect(self._address, autocommit=True, connect_timeout=5)
            prepare(connection)
            connection.execute(LOOKS_UP)
            self._kept = Line(connection)
        return self._kept


class SqliteStore:
    """Saves on SQLite: the writer's lock is taken first, so that nothing changes between looking and storing."""

    def __init__(self, engine: Engine) -> None:
        self._connection = sqlite3.connect(engine.url.database or "", isolation_level=None)
        prepare(self._connection)

    def save(self, save: Save) -> Found | None:
        """Store all of it, durably, or nothing; None where there is no such attempt."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            found = self.look(save.session_id, save.attempt_id, save.now)
            if found is not None and found.accepts(save):
                self._store(save)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return found

    def look(self, session_id: UUID, attempt_id: UUID, now: datetime) -> Found | None:
        """How an attempt stands, and nothing is changed; None where there is none."""
        row = self._connection.execute(
            """
            SELECT s.id IS NOT NULL, coalesce(s.person_id = a.candidate_id, 0), a.state, a.writer, a.deadline,
                   a.paused_at, a.resumes_at
            FROM exam_attempt a
            LEFT JOIN accounts_session s ON s.id = ? AND s.ended_at IS NULL AND s.expires_at > ?
            WHERE a.id = ?
            """,
            (session_id.hex, _sqlite_time(clock.on_the_wall(now)), attempt_id.hex),
        ).fetchone()
        if row is None:
            return None
        moments = (moment and datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in row[4:])
        return Found(bool(row[0]), bool(row[1]), row[2], row[3], *moments)

    def _store(self, save: Save) -> None:
        """Add the entries; where some were there already, look whether they are the same."""
        cursor = self._connection.executemany(
            "INSERT INTO exam_answer (attempt_id, seq, slot, value, writer, received_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (attempt_id, seq) DO NOTHING",
            [
                (save.attempt_id.hex, a.seq, a.slot, as_json(a.value), save.writer, _sqlite_time(save.now))
                for a in save.answers
            ],
        )
        if save.answers and cursor.rowcount < len(save.answers):
            known = self.stored(save.attempt_id, [a.seq for a in save.answers])
            if any(known[a.seq] != a for a in save.answers):
                raise Refused(Refusal("conflict"))

    def is_signed_in(self, session_id: UUID, now: datetime) -> bool:
        """Whether this sign-in still holds."""
        query = "SELECT 1 FROM accounts_session WHERE id = ? AND ended_at IS NULL AND expires_at > ?"
        values = (session_id.hex, _sqlite_time(clock.on_the_wall(now)))
        return self._connection.execute(query, values).fetchone() is not None

    def stored(self, attempt_id: UUID, seqs: Sequence[int]) -> dict[int, Answer]:
        """What is stored under these numbers."""
        query = (
            "SELECT seq, slot, value FROM exam_answer WHERE attempt_id = ? AND seq IN (SELECT value FROM json_each(?))"
        )
        rows = self._connection.execute(query, (attempt_id.hex, json.dumps(list(seqs)))).fetchall()
        return {seq: Answer(seq, slot, json.loads(value)) for seq, slot, value in rows}

    def layout(self, attempt_id: UUID) -> tuple[UUID, Mapping[str, Any]] | None:
        """The attempt's form and its record."""
        query = "SELECT f.id, f.layout FROM exam_attempt a JOIN exam_form f ON f.id = a.form_id WHERE a.id = ?"
        row = self._connection.execute(query, (attempt_id.hex,)).fetchone()
        return (UUID(row[0]), json.loads(row[1])) if row else None


_of_this_thread = threading.local()


def store() -> Store:
    """The store of this thread, on the application's database."""
    engine = db.engine
    if getattr(_of_this_thread, "engine", None) is not engine:
        _of_this_thread.store = (SqliteStore if engine.dialect.name == "sqlite" else PostgresStore)(engine)
        _of_this_thread.engine = engine
    found: Store = _of_this_thread.store
    return found


as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
"""The form in which values are stored: Chinese as it is, nothing that is not JSON."""


def _sqlite_time(moment: datetime) -> str:
    """As SQLAlchemy stores moments in SQLite."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
