"""Agreeing before the start, Safe Exam Browser, what is seen, and what a person makes of it."""

import re

import pytest
from sqlalchemy import event

from exam.domain.safe_browser import CONFIG_KEY_HEADER, hash_for
from storage.database import db
from storage.transaction import transaction
from tests.support.exam_room import WRITER, claims, entry, hands_in, saves

KEY = "81aad4ab9dfd447cc479e6a4a7c9a544e2cafc7f3adeb68b2a21efad68eca4dc"
HERE = "http://127.0.0.1:8000"


@pytest.fixture
def asks(app, the_clock):
    """`asks(sitting, agreement=True, key=KEY)`: what a registrar asks of the candidates of a sitting."""

    def ask(sitting_id, *, agreement=False, key="", text=None):
        from exam.domain.safe_browser import SafeBrowser
        from exam.queries.sittings import sitting_row
        from exam.services import safeguarding
        from exam.wording import STANDARD_AGREEMENT
        from kernel.actor import PLATFORM

        with app.app_context(), transaction():
            safeguarding.ask(
                sitting_row(sitting_id),
                agreement=(text or STANDARD_AGREEMENT) if agreement else None,
                safe_browser=SafeBrowser(config_keys=(key,) if key else ()),
                actor=PLATFORM,
                now=the_clock.now,
            )

    return ask


def presses_start(exam_room, person, **fields):
    return person.post(f"/attempts/of/{exam_room.entries[person.id]}?lang=en", {"ready": "y", **fields})


def with_key(address: str, key: str = KEY) -> dict[str, str]:
    return {CONFIG_KEY_HEADER: hash_for(HERE + address, key)}


def facts_of(app, attempt_id):
    from exam.queries.attempts import attempt_row
    from exam.queries.cases import case_of

    with app.app_context():
        return case_of(attempt_row(attempt_id)).facts


def test_nobody_starts_without_agreeing_and_the_name_may_be_typed_in_any_way(exam_room, candidate, asks, registrar):
    sitting = exam_room.holds(candidate)
    asks(sitting, agreement=True)
    lobby = candidate.get(f"/entries/{exam_room.entries[candidate.id]}?lang=en").text
    assert "under my own name" in lobby

    for typed in ({}, {"agreed_name": "别人", "agreed_version": "1"}):
        refused = presses_start(exam_room, candidate, **typed)
        assert refused.status_code == 422
    assert "Type your own full name" in presses_start(exam_room, candidate, agreed_name="别人", agreed_version="1").text

    spaced = " ".join(candidate.name)
    started = presses_start(exam_room, candidate, agreed_name=f"{spaced}\u3000", agreed_version="1")
    assert started.status_code == 201
    shown = registrar.get(f"/desk/entries/{exam_room.entries[candidate.id]}?lang=en").text
    assert f"version 1 as “{spaced}”" in shown


def test_what_one_has_agreed_to_nobody_else_has(exam_room, candidate, other_candidate, asks):
    sitting = exam_room.holds(candidate, other_candidate)
    asks(sitting, agreement=True)
    assert presses_start(exam_room, candidate, agreed_name=candidate.name, agreed_version="1").status_code == 201

    assert presses_start(exam_room, other_candidate).status_code == 422
    assert "under my own name" in other_candidate.get(f"/entries/{exam_room.entries[other_candidate.id]}?lang=en").text


def test_whoever_read_an_older_text_reads_the_new_one_first(exam_room, candidate, asks):
    from kernel.words import Words

    sitting = exam_room.holds(candidate)
    asks(sitting, agreement=True)
    asks(sitting, agreement=True, text=Words("新规则", "New rules"))

    old = presses_start(exam_room, candidate, agreed_name=candidate.name, agreed_version="1")
    assert (old.status_code, "The rules have changed" in old.text, "New rules" in old.text) == (422, True, True)
    assert presses_start(exam_room, candidate, agreed_name=candidate.name, agreed_version="2").status_code == 201


def test_the_service_itself_starts_nobody_who_has_not_agreed(app, exam_room, candidate, asks, the_clock):
    from exam.queries.starts import entry_to_start
    from exam.services import starting
    from kernel.errors import Refused

    asks(exam_room.holds(candidate), agreement=True)

    with app.app_context(), transaction(), pytest.raises(Refused, match="not_agreed"):
        starting.start(entry_to_start(exam_room.entries[candidate.id]), now=the_clock.now)


def test_a_new_sitting_asks_for_the_agreement_unless_it_is_planned_without(registrar, exam_room, candidate):
    box = re.search(r'<input[^>]*name="agreement"[^>]*>', registrar.get("/sittings/new?lang=en").text)[0]
    assert "checked" in box

    sitting = exam_room.holds(candidate)
    page = f"/sittings/{sitting}/safeguards?lang=en"
    one = registrar.post(page, {"agreement": "y", "agreement_zh": "规则", "agreement_en": "Rules", "config_keys": KEY})
    assert one.status_code == 302
    assert KEY in registrar.get(page).text
    wrong = registrar.post(page, {"config_keys": "x"})
    assert (wrong.status_code, "A key has 64 digits" in wrong.text) == (422, True)
    half = registrar.post(page, {"agreement": "y", "agreement_zh": "规则", "agreement_en": ""})
    assert (half.status_code, "in both languages" in half.text) == (422, True)
    assert candidate.post(page, {}).status_code == 404


def test_r19_only_safe_exam_browser_with_the_right_key_gets_the_paper_and_answers_are_kept(
    app, exam_room, candidate, asks
):
    sitting = exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    assert saves(candidate, attempt, entry(1)).status_code == 200
    asks(sitting, key=KEY)
    paper, save = f"/attempts/{attempt}", f"/api/attempts/{attempt}/answers"

    for headers in ({}, with_key(paper, KEY[::-1]), with_key("/attempts/x"), {CONFIG_KEY_HEADER: KEY}):
        refused = candidate.get(paper, headers=headers)
        assert (refused.status_code, 'id="paper"' in refused.text) == (403, False)
    assert 'id="paper"' in candidate.get(paper, headers=with_key(paper)).text

    refused = saves(candidate, attempt, entry(2, "2"))
    assert (refused.status_code, refused.json["code"]) == (409, "safe_browser_needed")
    assert claims(candidate, attempt).status_code == 409
    assert hands_in(candidate, attempt).status_code == 409
    accepted = saves(candidate, attempt, entry(2, "2"), headers=with_key(save))
    assert accepted.json["durable"] == 2
    assert {fact.seen for fact in facts_of(app, attempt)} >= {"no_safe_browser"}


def test_r19_what_the_programme_tells_the_page_counts_as_well(exam_room, candidate, other_candidate, asks):
    sitting = exam_room.holds(candidate, other_candidate)
    asks(sitting, key=KEY)
    lobby = f"/entries/{exam_room.entries[candidate.id]}"
    prove = f"/api{lobby}/safe-browser"
    assert presses_start(exam_room, candidate).status_code == 409

    def tells(person, config):
        return person.post(prove, json={"config": config, "exam": ""})

    assert tells(candidate, KEY).json == {"accepted": False}
    assert tells(other_candidate, hash_for(HERE + lobby, KEY)).status_code == 404
    assert tells(candidate, hash_for(HERE + lobby, KEY)).json == {"accepted": True}
    started = presses_start(exam_room, candidate)
    assert started.status_code == 201
    assert 'id="paper"' in started.text
    wrong = candidate.get(started.location, headers=with_key("/elsewhere"))
    assert wrong.status_code == 403, "what a header says counts more than what was proven before"


def test_the_settings_file_has_the_key_that_the_page_names_and_the_sitting_takes(
    exam_room, candidate, invigilator, registrar
):
    import plistlib

    from exam.domain.safe_browser_file import config_key_of

    sitting = exam_room.holds(candidate)
    address = f"/sittings/{sitting}/settings.seb"
    file = registrar.get(address)
    settings = plistlib.loads(file.data)
    assert (settings["startURL"], file.headers["Content-Disposition"][:10]) == (f"{HERE}/exams", "attachment")
    key = config_key_of(settings)
    assert key in registrar.get(f"/sittings/{sitting}/safeguards").text
    for person in (candidate, invigilator):
        assert person.get(address).status_code in {403, 404}

    asked = {"agreement_zh": "", "agreement_en": "", "config_keys": key, "exam_keys": ""}
    assert registrar.post(f"/sittings/{sitting}/safeguards", asked).status_code == 302

    start = f"/attempts/of/{exam_room.entries[candidate.id]}"
    assert candidate.post(start, {"ready": "y"}, headers=with_key(start)).status_code == 409
    assert candidate.post(start, {"ready": "y"}, headers=with_key(start, key)).status_code == 201


def test_what_is_seen_is_written_down_at_the_servers_time_and_no_score_knows(
    app, exam_room, candidate, other_candidate, the_clock, registrar
):
    sitting = exam_room.holds(candidate, other_candidate)
    attempt = exam_room.starts(candidate)
    address = f"/api/attempts/{attempt}/observations"
    the_clock.moves_on(minutes=1)
    seen = ["focus_lost", "focus_back"] * 5
    assert candidate.post(address, json={"seen": [*seen, "address", "no such thing"]}).json == {"noted": 10}
    assert other_candidate.post(address, json={"seen": seen}).status_code == 404
    assert candidate.post(address, json={"seen": seen, "at": "2020-01-01"}).status_code == 400
    for refused in ([], ["focus_lost"] * 51, "focus_lost"):
        assert candidate.post(address, json={"seen": refused}).status_code == 400

    facts = facts_of(app, attempt)
    assert [fact.seen for fact in facts if fact.at == the_clock.now] == seen
    page = registrar.get(f"/sittings/{sitting}/cases?lang=en").text
    assert (candidate.name in page, other_candidate.name in page, "often left the window" in page) == (
        True,
        False,
        True,
    )

    decided = f"/attempts/{attempt}/case-decisions?lang=en"
    assert registrar.post(decided, {"outcome": "nothing", "reason": ""}).status_code == 422
    assert candidate.post(decided, {"outcome": "nothing", "reason": "x"}).status_code == 404
    assert registrar.post(decided, {"outcome": "noted", "reason": "咳嗽离席"}).status_code == 302
    for page in ("cases", "incidents"):
        assert "咳嗽离席" in registrar.get(f"/sittings/{sitting}/{page}").text
    assert registrar.post(decided, {"outcome": "noted", "reason": "again"}).status_code == 409


def test_a_page_that_tells_too_much_is_written_down_in_part(exam_room, candidate, the_clock, app):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    address, many = f"/api/attempts/{attempt}/observations", {"seen": ["copied"] * 50}

    noted = [candidate.post(address, json=many).json["noted"] for _ in range(2)]
    assert 50 <= sum(noted) <= 60
    the_clock.moves_on(minutes=2)
    assert candidate.post(address, json=many).json == {"noted": 50}
    assert hands_in(candidate, attempt).status_code == 200
    assert candidate.post(address, json=many).json == {"noted": 0}


def test_a21_another_address_and_another_browser_are_facts_and_the_first_page_is_told(app, exam_room, candidate):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    moved = {"environ_base": {"REMOTE_ADDR": "203.0.113.9", "HTTP_USER_AGENT": "Another/1.0"}}
    assert saves(candidate, attempt, entry(1)).status_code == 200

    away = candidate.post(f"/api/attempts/{attempt}/claim", json={"writer": "b" * 32}, **moved)
    assert away.status_code == 200
    assert saves(candidate, attempt, entry(2), writer=WRITER).json["code"] == "elsewhere"
    addresses = [fact.detail for fact in facts_of(app, attempt) if fact.seen == "address"]
    assert addresses == ["127.0.0.1", "203.0.113.9"]
    assert [fact.detail for fact in facts_of(app, attempt) if fact.seen == "browser"][-1] == "Another/1.0"


def test_whatever_a_page_tells_what_the_server_sees_has_room(app, exam_room, candidate, the_clock):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1))
    for _ in range(21):
        candidate.post(f"/api/attempts/{attempt}/observations", json={"seen": ["focus_back"] * 50})
        the_clock.moves_on(seconds=61)
    assert candidate.post(f"/api/attempts/{attempt}/observations", json={"seen": ["copied"]}).json == {"noted": 0}

    saves(candidate, attempt, entry(2, "2"), headers={"User-Agent": "Another/1.0"})
    assert [fact.detail for fact in facts_of(app, attempt) if fact.seen == "browser"][-1] == "Another/1.0"


def test_what_is_seen_is_written_by_few_statements(app, exam_room, candidate):
    exam_room.holds(candidate)
    attempt, told = exam_room.starts(candidate), []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note := lambda *said: told.append(said[2]))
    candidate.post(f"/api/attempts/{attempt}/observations", json={"seen": ["focus_back"] * 50})
    event.remove(engine, "before_cursor_execute", note)
    assert sum("exam_observation" in statement for statement in told) <= 4
