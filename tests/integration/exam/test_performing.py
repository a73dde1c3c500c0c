"""Simulated candidates take a rehearsal through the application itself, and the report tells the truth about it."""

import time
from uuid import UUID

import pytest

from kernel.words import Words
from storage.transaction import transaction
from tests.support.exam_room import plan_sitting
from tests.support.rehearsed import FAR_AHEAD, everything, performed


@pytest.fixture
def begun(app, the_clock):
    """`begun(candidates=7, …)`: a rehearsal that has begun; the sitting, and its copy."""

    def begin(candidates=7, needs_release=False, keys=(), **chosen):
        from exam.domain.safe_browser import SafeBrowser
        from exam.queries.sittings import sitting_row
        from exam.services import rehearsing, safeguarding
        from kernel.actor import PLATFORM

        with app.app_context(), transaction():
            original: UUID = plan_sitting(the_clock.now, starts_in=FAR_AHEAD, **chosen)
            sitting_row(original).needs_release = needs_release
            browser = SafeBrowser(config_keys=keys, exam_keys=keys)
            safeguarding.ask(
                sitting_row(original),
                agreement=chosen.get("agreement"),
                safe_browser=browser,
                actor=PLATFORM,
                now=the_clock.now,
            )
            how = {"candidates": candidates, "speed": None, "seed": "7", "actor": PLATFORM, "now": the_clock.now}
            return original, rehearsing.begin(sitting_row(original), **how)

    return begin


def test_a_rehearsal_is_held_from_the_papers_to_the_report_and_leaves_the_sitting_as_it_is(app, begun, in_room):
    from exam.queries.rehearsals import rehearsal_of

    agreement = Words("我同意。", "I agree.")
    original, copy = begun(agreement=agreement, needs_release=True, hand_in_after=30)
    real = {name: rows for name, rows in everything(app).items() if not name.startswith(("exam_", "accounts_"))}

    report = performed(app, copy)

    assert {key: report[key] for key in ("candidates", "came", "starts", "good", "wrong", "errors")} == {
        "candidates": 7, "came": 7, "starts": 6, "good": True, "wrong": [], "errors": [],
    }  # fmt: skip
    assert (report["lost"], report["differing"], report["deadlines_broken"], report["saved_while_paused"]) == (
        0,
        0,
        0,
        0,
    )
    assert (report["handed_in"], report["timed_out"]) == (4, 2)
    assert report["acknowledged"] > 50
    assert report["tried_while_paused"] == report["refused"]["paused"] > 0
    assert set(report["refused"]) == {"too_early", "too_late", "paused", "late", "elsewhere", "too_early_to_hand_in"}
    assert in_room(lambda: rehearsal_of(original).report) == report
    after = everything(app)
    assert {name for name in real if after[name] != real[name]} == set()


def test_the_same_seed_asks_for_the_same(app, begun):
    known = []
    for _ in range(2):
        _, copy = begun(candidates=1)
        report = performed(app, copy)
        known.append({key: report[key] for key in report if key != "seconds"})
    assert known[0] == known[1]


def test_a_case_study_in_safe_exam_browser_is_rehearsed_too(app, begun, monkeypatch):
    from exam.queries import rehearsals

    _, copy = begun(candidates=2, component="case_study", keys=("a" * 64,))
    a_moment_ago = time.monotonic(), frozenset()
    monkeypatch.setattr(rehearsals, "_there_are", a_moment_ago)  # Another process has begun it.
    report = performed(app, copy)

    assert (report["good"], report["starts"]) == (True, 2), report
    assert report["acknowledged"] > 0


def test_an_answer_that_was_acknowledged_and_is_gone_is_told(app, begun):
    from storage.database import db

    _, copy = begun(candidates=2)
    with app.app_context(), transaction():
        db.session.execute(
            db.text(
                "CREATE TRIGGER forgets AFTER INSERT ON exam_answer WHEN NEW.seq = 3 "
                "BEGIN DELETE FROM exam_answer WHERE seq = 3; END"
            )
            if db.engine.dialect.name == "sqlite"
            else db.text("CREATE RULE forgets AS ON INSERT TO exam_answer WHERE NEW.seq = 3 DO INSTEAD NOTHING")
        )
    report = performed(app, copy)
    assert not report["good"]
    assert report["lost"] > 0
