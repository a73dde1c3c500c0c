"""Compares the journal of the virtual candidates with the tables, by plain SQL; nothing here is from the platform."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

TWICE = {
    "answers": "SELECT attempt_id || ' ' || seq FROM exam_answer GROUP BY attempt_id, seq HAVING count(*) > 1",
    "attempts of an entry": "SELECT entry_id::text FROM exam_attempt GROUP BY entry_id HAVING count(*) > 1",
    "attempts on a form": "SELECT form_id::text FROM exam_attempt GROUP BY form_id HAVING count(*) > 1",
    "scores": "SELECT attempt_id::text FROM grading_score GROUP BY attempt_id HAVING count(*) > 1",
}
"""What must not be there twice."""


@dataclass(slots=True)
class Report:
    """What was found; everything but the counts should be empty."""

    acknowledged: int = 0
    handed_in: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


def lines(journal: Path) -> Iterator[dict]:
    """What was noted; the last line may be cut off where the swarm was ended."""
    if journal.exists():
        for line in journal.read_bytes().split(b"\n"):
            if line.endswith(b"}"):
                yield json.loads(line)


@dataclass(slots=True)
class Noted:
    """The journal, sorted."""

    sent: set = field(default_factory=set)
    acknowledged: dict = field(default_factory=dict)
    started: dict = field(default_factory=dict)
    finished: set = field(default_factory=set)
    late: set = field(default_factory=set)

    def read(self, line: dict, report: Report) -> None:
        """Sort one line; what should not have happened goes to the report at once."""
        match line["what"]:
            case "sent":
                self.sent |= _entries(line).keys()
            case "acknowledged":
                self.acknowledged |= _entries(line)
            case "started":
                self.started[line["entry"]] = line["attempt"]
            case "handed in":
                self.finished.add(line["attempt"])
            case "late":
                self.late |= _entries(line).keys()
                if line["status"] == 200:
                    report.odd.append(f"late answer acknowledged: {line['attempt']}")
            case "refused" | "odd" | "broken":
                report.odd.append(str(line))
            case "trouble" if line["status"] == 500:
                report.odd.append(f"status 500 at {line['path']}")


def check(journal: Path, address: str) -> Report:
    """Look for what was acknowledged and is not there, is there twice, or should not be there."""
    report, noted = Report(), Noted()
    for line in lines(journal):
        noted.read(line, report)
    report.acknowledged, report.handed_in = len(noted.acknowledged), len(noted.finished)
    with psycopg.connect(address, autocommit=True) as connection:
        rows = connection.execute("SELECT attempt_id::text, seq, slot, value::text FROM exam_answer").fetchall()
        stored = {(attempt, seq): (slot, json.loads(value)) for attempt, seq, slot, value in rows}
        attempts = dict(connection.execute("SELECT entry_id::text, id::text FROM exam_attempt").fetchall())
        closed = "SELECT id::text FROM exam_attempt WHERE state = 'handed_in' AND ended_at IS NOT NULL"
        handed_in = {row[0] for row in connection.execute(closed)}
        marked = {row[0] for row in connection.execute("SELECT attempt_id::text FROM grading_score")}
        for what, query in TWICE.items():
            report.twice += [f"{what}: {row[0]}" for row in connection.execute(query)]
    report.lost += [f"answer {key}" for key, entry in noted.acknowledged.items() if stored.get(key) != entry]
    report.lost += [f"attempt of {entry}" for entry, attempt in noted.started.items() if attempts.get(entry) != attempt]
    report.lost += [f"hand-in of {attempt}" for attempt in noted.finished - handed_in]
    report.lost += [f"score of {attempt}" for attempt in noted.finished - marked]
    report.odd += [f"stored late: {key}" for key in noted.late & stored.keys()]
    report.odd += [f"never sent: {key}" for key in stored.keys() - noted.sent - noted.late]
    return report


def _entries(line: dict) -> dict[tuple[str, int], tuple[str, object]]:
    return {(line["attempt"], each["seq"]): (each["slot"], each["value"]) for each in line["answers"]}
