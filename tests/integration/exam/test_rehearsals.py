"""A rehearsal goes by its own clock through the same code, and is gone without a trace when it is removed."""

import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from kernel.errors import Refused
from tests.support.exam_room import entry, plan_sitting, saves, state_of
from tests.support.rehearsed import FAR_AHEAD, Rehearsed, everything


def shown(answer) -> datetime:
    return datetime.fromisoformat(answer.json["server_time"])


def test_the_clock_of_a_rehearsal_holds_where_the_address_names_it_and_nowhere_else(rehearsed, registrar, the_clock):
    rehearsed.goes_to(7)

    assert shown(registrar.get(f"/api/sittings/{rehearsed.sitting}/desk")) == rehearsed.starts_at + timedelta(minutes=7)
    assert shown(registrar.get(f"/api/sittings/{rehearsed.original}/desk")) == the_clock.now


def test_it_goes_as_fast_as_it_is_told_and_never_back(rehearsed, registrar, the_clock):
    rehearsed.goes_to(0, speed=60)
    the_clock.moves_on(seconds=10)
    assert shown(registrar.get(f"/api/sittings/{rehearsed.sitting}/desk")) == rehearsed.starts_at + timedelta(
        minutes=10
    )

    rehearsed.goes_to(-20)
    assert shown(registrar.get(f"/api/sittings/{rehearsed.sitting}/desk")) == rehearsed.starts_at + timedelta(
        minutes=10
    )


def test_candidates_sit_by_it_through_the_same_pages(rehearsed, in_room):
    early = rehearsed.browser(0)
    assert early.post(f"/attempts/of/{rehearsed.entries[0]}", {"ready": "y"}).status_code == 409

    rehearsed.goes_to(2)
    attempt = rehearsed.starts(early, 0)
    assert 'id="rehearsal"' in early.get(f"/attempts/{attempt}").text
    assert saves(early, attempt, entry(1)).json == {"durable": 1, "remaining_ms": 90 * 60_000}
    rehearsed.goes_to(32)
    assert state_of(early, attempt)["remaining_ms"] == 60 * 60_000
    rehearsed.goes_to(92 + 2)
    assert saves(early, attempt, entry(2)).json["code"] == "late"


def test_no_sign_in_ends_because_a_rehearsal_lies_far_ahead_and_the_log_keeps_the_time_of_the_wall(
    rehearsed, registrar, in_room, the_clock
):
    from accounts.models import AuditEntry
    from storage.database import db

    rehearsed.goes_to(1)
    rehearsed.starts(rehearsed.browser(0), 0)
    paused = registrar.post(
        f"/sittings/{rehearsed.sitting}/time",
        {"change": "pause", "cause": "outage", "reason": "停电", "everybody": "y"},
    )
    assert paused.status_code == 302, paused.text
    assert in_room(lambda: db.session.scalar(select(func.max(AuditEntry.at)))) == the_clock.now


def test_removal_leaves_nothing_of_it_but_the_log_and_everything_else_as_it_was(
    app, the_clock, in_room, invigilator, data_dir
):
    from accounts.services.simulating import remove_simulated
    from exam.domain.incident import IncidentKind
    from exam.domain.timeline import Cause, TimeChange
    from exam.models.attempts import FILE_SEALED_AS, SavedFile
    from exam.queries import attempts as sat
    from exam.queries.sittings import sitting_row
    from exam.services import announcing, incidents, rehearsing, timekeeping
    from kernel.actor import PLATFORM
    from kernel.words import Words
    from storage.database import db
    from storage.sealed_files import put_sealed

    agreement = Words("我同意。", "I agree.")
    with app.app_context():
        furnished = in_room(lambda: plan_sitting(the_clock.now, starts_in=FAR_AHEAD, agreement=agreement))
    before = everything(app)
    rehearsed = Rehearsed.of(app, the_clock, furnished)
    rehearsed.goes_to(1)
    browser = rehearsed.browser(0)
    signed = {"ready": "y", "agreed_name": "模拟考生 1", "agreed_version": "1"}
    attempt = rehearsed.starts(browser, 0, signed)
    assert saves(browser, attempt, entry(1)).status_code == 200
    assert browser.get(f"/api/attempts/{attempt}/pulse").status_code == 200

    def happens():
        row, sitting, now = sat.attempt_row(attempt), sitting_row(rehearsed.sitting), the_clock.now
        chosen = {"cause": Cause.OUTAGE, "reason": "停电", "whole": timekeeping.Whole(), "actor": PLATFORM}
        with rehearsing.by_its_clock(sitting.id) as shown:
            timekeeping.change_time(sitting, rehearsed.entries, TimeChange.PAUSE, **chosen, now=shown)
            said = announcing.announce(sitting, Words("安静", "Quiet"), actor=PLATFORM, now=shown)
            announcing.see(row, said, now=shown)
            first = incidents.report(sitting.id, IncidentKind.NOTE, "一", actor=PLATFORM, now=shown)
            incidents.report(sitting.id, IncidentKind.NOTE, "二", follows=first, actor=PLATFORM, now=shown)
        stored = put_sealed(b"work", of=FILE_SEALED_AS.of(sitting.id))
        kept = {"name": "a.pdf", "media_type": "application/pdf", "size": 4, "sha256": "0" * 64, "uploaded_at": now}
        db.session.add(SavedFile(attempt_id=attempt, key=stored.key, sealed_key=stored.sealed_key, **kept))

    in_room(happens)
    files = [path for path in (data_dir / "files").rglob("*") if path.is_file()]
    during = everything(app)
    assert {table for table in before if before[table] != during[table]} >= {"exam_file", "exam_agreement", "exam_stop"}

    def remove():
        rehearsing.remove(sitting_row(furnished), actor=PLATFORM, now=the_clock.now)

    with pytest.raises(Refused):
        in_room(remove)
    the_clock.moves_on(minutes=3)
    in_room(remove)

    assert everything(app) == before
    assert {path.exists() for path in files} == {False}
    in_room(lambda: remove_simulated([invigilator.id]))
    assert everything(app) == before


def test_after_removal_it_can_be_held_again(rehearsed, in_room, the_clock):
    from exam.queries.sittings import sitting_row
    from exam.services import rehearsing
    from kernel.actor import PLATFORM

    the_clock.moves_on(minutes=3)
    in_room(lambda: rehearsing.remove(sitting_row(rehearsed.original), actor=PLATFORM, now=the_clock.now))
    again = Rehearsed.of(rehearsed.app, the_clock, rehearsed.original)
    assert again.sitting != rehearsed.sitting


def test_a_rehearsal_that_is_gone_undoes_nothing_that_the_sweep_did(
    app, rehearsed, exam_room, candidate, in_room, the_clock, monkeypatch
):
    from exam.models.attempts import Attempt
    from exam.queries import rehearsals
    from exam.queries.sittings import sitting_row
    from exam.services import rehearsing
    from jobs.services import sweep
    from kernel.actor import PLATFORM
    from storage.database import db

    exam_room.holds(candidate)
    paper = exam_room.starts(candidate)
    the_clock.moves_on(hours=3)
    in_room(lambda: rehearsing.remove(sitting_row(rehearsed.original), actor=PLATFORM, now=the_clock.now))
    monkeypatch.setattr(rehearsals, "_there_are", (time.monotonic(), frozenset({rehearsed.sitting})))

    with app.app_context():
        sweep(the_clock.now)

    assert in_room(lambda: db.session.get(Attempt, paper).state) == "timed_out"


def test_what_became_of_the_sitting_is_not_taken_over(app, in_room, exam_room, candidate, the_clock):
    from exam.queries.sittings import sitting_row
    from exam.services import answer_files

    held = exam_room.holds(candidate)
    in_room(lambda: answer_files.close(held, now=the_clock.now))

    rehearsed = Rehearsed.of(app, the_clock, held)

    assert in_room(lambda: sitting_row(rehearsed.sitting).results_at) is None
