"""Saving answers through the interface of the paper: durable, repeatable, and only by whom and when it is allowed."""

import pytest

from tests.support.exam_room import choice, claims, entry, hands_in, saves, state_of


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate)
    return exam_room.starts(candidate)


def said(answer):
    return answer.status_code, answer.json["code"]


def test_what_is_saved_is_acknowledged_and_stays(candidate, attempt):
    answer = saves(candidate, attempt, entry(1, "1", choice("B")), entry(2, "41", choice("A", "C", flagged=True)))

    assert answer.status_code == 200
    assert answer.json == {"durable": 2, "remaining_ms": 90 * 60 * 1000}
    state = state_of(candidate, attempt)
    assert state["answers"] == {"1": choice("B"), "41": choice("A", "C", flagged=True)}
    assert (state["state"], state["next_seq"], state["remaining_ms"]) == ("in_progress", 3, 90 * 60 * 1000)


def test_the_newest_number_of_a_question_counts_in_whatever_order_it_came(candidate, attempt):
    saves(candidate, attempt, entry(5, "1", choice("C")))
    saves(candidate, attempt, entry(4, "1", choice("A")))

    assert state_of(candidate, attempt)["answers"] == {"1": choice("C")}


def test_sending_the_same_again_is_acknowledged_again(candidate, attempt):
    first = saves(candidate, attempt, entry(1))
    again = saves(candidate, attempt, entry(1), entry(2, "2"))

    assert (first.json["durable"], again.json["durable"]) == (1, 2)
    assert state_of(candidate, attempt)["next_seq"] == 3


def test_a16_the_same_number_with_other_content_is_refused(candidate, attempt):
    saves(candidate, attempt, entry(1, "1", choice("A")))

    assert said(saves(candidate, attempt, entry(1, "1", choice("B")))) == (409, "conflict")
    assert state_of(candidate, attempt)["answers"] == {"1": choice("A")}


@pytest.mark.parametrize(
    ("late_by", "expected"),
    [
        pytest.param({"seconds": 0}, 200, id="on the bell"),
        pytest.param({"seconds": 60}, 200, id="at the end of the grace"),
        pytest.param({"seconds": 60, "milliseconds": 1}, 409, id="a millisecond after the grace"),
    ],
)
def test_a13_a_save_counts_until_the_grace_has_passed(candidate, attempt, the_clock, late_by, expected):
    the_clock.moves_on(minutes=90, **late_by)

    answer = saves(candidate, attempt, entry(1))

    assert answer.status_code == expected
    if expected == 409:
        assert answer.json["code"] == "late"
        assert hands_in(candidate, attempt, entry(1)).json["code"] == "late"


def test_a13_times_told_by_the_client_are_ignored(candidate, attempt, the_clock):
    the_clock.moves_on(minutes=92)
    lies = {"X-Request-Start": "t=0", "Date": "Mon, 02 Mar 2026 01:00:00 GMT", "X-Client-Time": "2026-03-02T01:00:00Z"}

    assert said(saves(candidate, attempt, entry(1), headers=lies)) == (409, "late")


def test_a14_unknown_fields_are_refused_and_nothing_is_set(candidate, attempt):
    more = {"score": 100, "started_at": "2020-01-01", "deadline": "2030-01-01", "extra_time": 3600, "user_id": 2}
    before = state_of(candidate, attempt)

    assert said(saves(candidate, attempt, entry(1), more=more)) == (400, "bad_input")
    assert said(saves(candidate, attempt, {**entry(1), "correct": True})) == (400, "bad_input")
    assert said(hands_in(candidate, attempt, {**entry(1), "status": "passed"})) == (400, "bad_input")
    assert state_of(candidate, attempt) == before


def test_a15_a_save_replayed_after_the_hand_in_is_refused(candidate, attempt):
    saves(candidate, attempt, entry(1))
    hands_in(candidate, attempt)

    assert said(saves(candidate, attempt, entry(1))) == (409, "handed_in")


def test_a15_a_save_replayed_in_somebody_elses_attempt_finds_nothing(candidate, other_candidate, exam_room):
    exam_room.holds(candidate, other_candidate)
    mine, theirs = exam_room.starts(candidate), exam_room.starts(other_candidate)

    assert said(saves(candidate, theirs, entry(1))) == (404, "not_found")
    assert state_of(other_candidate, theirs)["answers"] == {}
    assert candidate.get(f"/api/attempts/{theirs}/state").status_code == 404
    assert hands_in(candidate, theirs).status_code == 404
    assert said(saves(candidate, exam_room.sitting_id, entry(1))) == (404, "not_found")
    assert saves(candidate, mine, entry(1)).status_code == 200


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        pytest.param("1", choice("A", "B"), id="two options on single choice"),
        pytest.param("1", choice("E"), id="an option not on this form"),
        pytest.param("61", choice("A"), id="a question not on this form"),
        pytest.param("1", {"text": "x" * 900_000}, id="a huge text"),
        pytest.param("60", choice("C"), id="a third truth"),
    ],
)
def test_a18_what_does_not_fit_the_form_is_refused(candidate, attempt, slot, value):
    assert said(saves(candidate, attempt, entry(1, slot, value))) == (400, "bad_input")
    assert state_of(candidate, attempt)["answers"] == {}


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param([], id="nothing"),
        pytest.param([entry(2, "1", {})], id="no value"),
        pytest.param([entry(2, "1", choice("Z"))], id="no such option"),
        pytest.param([entry(2, "2"), entry(3, "1", None), entry(4, "1", "A")], id="one of three"),
    ],
)
def test_an_empty_or_malformed_save_leaves_the_last_valid_answer(candidate, attempt, sent):
    saves(candidate, attempt, entry(1, "1", choice("B")))

    assert said(saves(candidate, attempt, *sent)) == (400, "bad_input")

    assert state_of(candidate, attempt)["answers"] == {"1": choice("B")}


def test_a18_ten_megabytes_of_text_are_refused(candidate, attempt):
    assert said(saves(candidate, attempt, entry(1, "1", {"text": "x" * 10_000_000}))) == (400, "bad_input")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="broken"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"[" * 10_000, id="nested deeply"),
        pytest.param(
            b'{"writer": "page-one-0001", "answers": [{"seq": NaN, "slot": "1", "value": {}}]}', id="no number"
        ),
        pytest.param(b'{"writer": "page-one-0001", "answers": []}', id="no answers"),
        pytest.param(b'{"writer": "x", "answers": []}', id="a writer too short"),
        pytest.param(b'{"writer": 1, "answers": []}', id="a writer that is a number"),
        pytest.param(b"\xff\xfe", id="no text"),
    ],
)
def test_a10_bodies_that_cannot_be_read_are_told_so_without_detail(candidate, attempt, body):
    answer = candidate.post(f"/api/attempts/{attempt}/answers", body, content_type="application/json")

    assert said(answer) == (400, "bad_input")
    assert not any(word in answer.text for word in ("Traceback", "SELECT", "INSERT"))


def test_nothing_can_be_learned_of_anothers_attempt_by_a_malformed_save(candidate, other_candidate, exam_room):
    exam_room.holds(candidate, other_candidate)
    theirs = exam_room.starts(other_candidate)

    assert said(saves(candidate, theirs, entry(1, "61", choice("A")))) == (404, "not_found")


def test_who_is_not_signed_in_is_told_so_in_json(candidate, attempt, app):
    candidate.post("/sign-out")
    candidate._token = None
    candidate.signed_in = False

    assert said(saves(candidate, attempt, entry(1))) == (401, "sign_in")
    assert said(saves(candidate, exam_room_id(), entry(1))) == (401, "sign_in")
    assert said(candidate.get(f"/api/attempts/{attempt}/state")) == (401, "sign_in")


def exam_room_id():
    return "00000000-0000-4000-8000-000000000000"


def test_a51_a_save_without_the_token_of_the_page_is_refused(candidate, attempt):
    answer = candidate.client.post(
        f"/api/attempts/{attempt}/answers", json={"writer": "page-one-0001", "answers": [entry(1)]}
    )

    assert answer.status_code == 400
    assert candidate.get(f"/api/attempts/{attempt}/answers").status_code == 405
    assert state_of(candidate, attempt)["answers"] == {}


def test_a21_the_page_that_claimed_last_writes_and_the_first_is_told(candidate, attempt):
    saves(candidate, attempt, entry(1, "1", choice("A")))
    state = claims(candidate, attempt, "page-two-0002").json

    assert state["answers"] == {"1": choice("A")}
    assert state["next_seq"] == 2
    assert said(saves(candidate, attempt, entry(2, "1", choice("B")))) == (409, "elsewhere")
    assert said(hands_in(candidate, attempt)) == (409, "elsewhere")
    assert saves(candidate, attempt, entry(2, "1", choice("C")), writer="page-two-0002").status_code == 200
    assert state_of(candidate, attempt)["answers"] == {"1": choice("C")}


def test_a58_a_sign_in_that_was_ended_elsewhere_saves_nothing_more(candidate, attempt, app, the_clock):
    from accounts import queries
    from accounts.services.signing_in import end_session
    from storage.transaction import transaction

    assert saves(candidate, attempt, entry(1)).status_code == 200
    with app.app_context(), transaction():
        for session in queries.sessions_of(candidate.id, the_clock.now):
            end_session(session, now=the_clock.now)

    assert said(saves(candidate, attempt, entry(2))) == (401, "sign_in")


def test_refusals_speak_the_language_of_the_page(candidate, attempt):
    hands_in(candidate, attempt)

    assert "handed in" in saves(candidate, attempt, entry(1), headers={"Accept-Language": "en"}).json["message"]
    assert "交卷" in saves(candidate, attempt, entry(1), headers={"Accept-Language": "zh"}).json["message"]


def test_r43_a_save_after_every_connection_to_the_database_was_cut_is_acknowledged(candidate, attempt, app):
    from sqlalchemy import text

    from storage.database import db

    assert saves(candidate, attempt, entry(1)).status_code == 200
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect() as connection:
                cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
                connection.execute(text(cut))
        db.engine.dispose()

    assert saves(candidate, attempt, entry(2, "2")).json["durable"] == 2
    assert state_of(candidate, attempt)["next_seq"] == 3


def test_what_is_acknowledged_was_synchronised_to_the_disk(candidate, attempt, app):
    from exam.services.stores import SqliteStore, store

    saves(candidate, attempt, entry(1))
    with app.app_context():
        kept = store()
        if isinstance(kept, SqliteStore):
            settings = [
                kept._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
            ]
            assert settings == ["wal", 2]
        else:
            settings = [kept._row(f"SHOW {name}", ())[0] for name in ("fsync", "synchronous_commit")]
            assert settings == ["on", "on"]


@pytest.mark.parametrize("swept", [False, True], ids=["before the sweep", "after the sweep"])
def test_what_was_stored_is_acknowledged_again_after_the_time_and_nothing_new_is(
    candidate, attempt, the_clock, app, swept
):
    """Whoever did not hear the acknowledgement must not be told that the answer is lost."""
    from exam.services.handing_in import close_overdue
    from storage.transaction import transaction

    saves(candidate, attempt, entry(1), entry(2, "2"))
    the_clock.moves_on(minutes=92)
    if swept:
        with app.app_context(), transaction():
            assert close_overdue(now=the_clock.now) == 1

    again = saves(candidate, attempt, entry(1), entry(2, "2"))
    assert (again.status_code, again.json) == (200, {"durable": 2, "remaining_ms": 0})
    assert said(saves(candidate, attempt, entry(2, "2"), entry(3, "3"))) == (409, "late")
    assert said(saves(candidate, attempt, entry(1, "1", choice("D")))) == (409, "late")
    assert said(hands_in(candidate, attempt, entry(3, "3"))) == (409, "late")
    assert hands_in(candidate, attempt, entry(1), entry(2, "2")).json == {"receipt": f"/attempts/{attempt}/receipt"}
    assert set(state_of(candidate, attempt)["answers"]) == {"1", "2"}


def test_a16_one_conflict_in_a_save_refuses_all_of_it(candidate, attempt):
    saves(candidate, attempt, entry(2, "2", choice("A")))

    answer = saves(candidate, attempt, entry(1, "1"), entry(2, "2", choice("B")), entry(3, "3"))

    assert said(answer) == (409, "conflict")
    assert state_of(candidate, attempt)["answers"] == {"2": choice("A")}


def test_a10_half_a_character_sent_to_no_attempt_finds_nothing(candidate, attempt):
    body = b'{"writer": "page-one-0001", "answers": [{"seq": 1, "slot": "1", "value": {"text": "\\ud800"}}]}'

    assert said(candidate.post(f"/api/attempts/{attempt}/answers", body, content_type="application/json"))[0] == 400
    nowhere = candidate.post(f"/api/attempts/{exam_room_id()}/answers", body, content_type="application/json")
    assert said(nowhere) == (404, "not_found")
