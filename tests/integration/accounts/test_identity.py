"""One person, one identity document: sealed in the database, found again by its fingerprint, read on the record only."""

import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, text

from accounts.models import AuditEntry, IdentityNumber
from accounts.queries import identity_of
from accounts.services import identity
from kernel import clock
from kernel.errors import NotPermitted, Refused
from storage.database import db
from storage.sealing import Keys, key_id_of, sealer
from storage.transaction import transaction
from tests.support.people import Somebody

NUMBER, OTHER_NUMBER = "11010519491231002X", "110101199003071233"
FULL_WIDTH = "１１０１０５１９４９１２３１００２ｘ"
PAGE = "/account/identity?lang=en"


def enters(person, number=NUMBER, kind="resident_card", **more):
    return person.post("/account/identity-numbers?lang=en", {"kind": kind, "number": number, **more})


def known(app, person):
    with app.app_context(), transaction(read_only=True):
        return identity_of(person.id)


def audited(app, action):
    with app.app_context(), transaction(read_only=True):
        return [
            (row.actor, row.subject, row.detail)
            for row in db.session.scalars(select(AuditEntry).where(AuditEntry.action == action))
        ]


def confirm(app, person):
    with app.app_context(), transaction():
        identity.confirm_identity(person.id, now=clock.now())


@pytest.fixture
def keys():
    """The keys of the platform, put back afterwards."""
    before = dict(vars(sealer))
    yield sealer
    vars(sealer).update(before)


def test_a_number_typed_with_full_width_digits_is_recorded_and_shown_masked(app, candidate):
    answer = enters(candidate, FULL_WIDTH)

    assert answer.status_code == 302
    assert known(app, candidate).masked == "1101**********002X"
    page = candidate.get(PAGE).text
    assert "1101**********002X" in page
    assert NUMBER not in page
    assert NUMBER not in candidate.get("/account").text


def test_a_wrong_number_is_refused_with_where_to_look_and_stays_in_the_field(app, candidate):
    answer = enters(candidate, "110105194912310021")

    assert answer.status_code == 422
    assert "The last character does not fit the others." in answer.text
    assert 'value="110105194912310021"' in answer.text
    assert known(app, candidate) is None


def test_the_number_lies_sealed_in_the_database_and_in_no_audit_entry(app, candidate, tmp_path):
    enters(candidate)

    with app.app_context(), transaction(read_only=True):
        row = db.session.execute(text("SELECT * FROM accounts_identity_number")).one()._mapping
        entries = [json.dumps(row.detail) for row in db.session.scalars(select(AuditEntry))]
    assert NUMBER.encode() not in bytes(row["sealed"])
    assert not any(piece in f"{dict(row)} {entries}" for piece in (NUMBER, NUMBER[:-1], "19491231"))


def test_a_second_account_with_the_same_number_is_refused_without_saying_whose_it_is(app, candidate, other_candidate):
    enters(candidate)

    answer = enters(other_candidate, FULL_WIDTH)

    assert answer.status_code == 422
    assert "registered with another account" in answer.text
    assert "sign in with that account" in answer.text
    for secret in (candidate.name, candidate.email, str(candidate.id)):
        assert secret not in answer.text
    assert known(app, other_candidate) is None
    assert [(who, detail) for who, _, detail in audited(app, "accounts.identity_taken")] == [
        (str(other_candidate.id), {"kind": "resident_card"})
    ]


def test_a54_nobody_can_ask_number_by_number_who_else_is_registered(candidate):
    answers = [enters(candidate, "110105194912310021").status_code for _ in range(21)]

    assert answers[:20] == [422] * 20
    assert answers[20] == 429


def test_two_accounts_entering_one_number_at_once_end_with_exactly_one_owner(app):
    people = [Somebody(app, name, "candidate") for name in ("甲", "乙", "丙", "丁")]
    barrier = Barrier(len(people))

    def enter(person):
        actor = person.actor
        barrier.wait()
        try:
            with app.app_context(), transaction():
                identity.record_identity(person.id, "resident_card", NUMBER, actor=actor, now=clock.now())
        except Refused as refused:
            return refused.refusals[0].code
        return "recorded"

    with ThreadPoolExecutor(len(people)) as pool:
        outcomes = sorted(pool.map(enter, people))

    assert outcomes == ["identity_taken"] * 3 + ["recorded"]
    assert sum(known(app, person) is not None for person in people) == 1


def test_a_typing_error_can_be_corrected_and_frees_the_number(app, candidate, other_candidate):
    enters(candidate, OTHER_NUMBER)
    enters(candidate, NUMBER)

    assert known(app, candidate).masked.endswith("002X")
    assert enters(other_candidate, OTHER_NUMBER).status_code == 302
    with app.app_context(), transaction(read_only=True):
        rows = db.session.scalars(select(IdentityNumber).where(IdentityNumber.person_id == candidate.id))
        standing = sorted(row.retired_at is None for row in rows)
    assert standing == [False, True], "the earlier number stays on record"


def test_once_confirmed_only_a_registrar_changes_it_and_says_why(app, candidate, registrar):
    enters(candidate)
    confirm(app, candidate)
    address = f"/desk/people/{candidate.id}/identity?lang=en"

    assert "A registrar has confirmed" in enters(candidate, OTHER_NUMBER).text
    assert "A registrar has confirmed" in candidate.get(PAGE).text
    without = registrar.post(address, {"kind": "resident_card", "number": OTHER_NUMBER, "reason": " "})
    assert without.status_code == 422
    assert known(app, candidate).masked.endswith("002X")

    done = registrar.post(address, {"kind": "resident_card", "number": OTHER_NUMBER, "reason": "New card seen"})

    assert done.status_code == 302
    assert known(app, candidate).confirmed
    assert known(app, candidate).masked.endswith("1233")
    assert audited(app, "accounts.record_identity")[-1] == (
        str(registrar.id),
        f"person:{candidate.id}",
        {"kind": "resident_card", "changed": True, "reason": "New card seen"},
    )
    assert "New card seen" in registrar.get(address).text


def test_a_registrar_sees_the_whole_number_only_by_asking_and_it_is_on_record(app, candidate, registrar):
    enters(candidate)
    address = f"/desk/people/{candidate.id}/identity"

    assert NUMBER not in registrar.get(address).text
    assert audited(app, "accounts.read_identity") == []
    shown = registrar.post(f"{address}/reading")

    assert NUMBER in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert audited(app, "accounts.read_identity") == [
        (str(registrar.id), f"person:{candidate.id}", {"purpose": "desk"})
    ]


def test_nobody_but_a_registrar_reads_or_corrects_a_number(app, candidate, other_candidate, examiner, centre_manager):
    enters(candidate)
    address = f"/desk/people/{candidate.id}/identity"

    for person in (candidate, other_candidate, examiner, centre_manager):
        assert person.get(address).status_code == 404
        assert person.post(f"{address}/reading").status_code == 404
        assert person.post(address, {"number": OTHER_NUMBER}).status_code == 404
        actor = person.actor
        with app.app_context(), transaction(), pytest.raises(NotPermitted):
            identity.read_number(candidate.id, actor=actor, purpose="curiosity", now=clock.now())


def test_a14_fields_that_nobody_asked_for_set_nothing(app, candidate, other_candidate):
    answer = enters(
        candidate, confirmed_at="2026-01-01", person_id=str(other_candidate.id), fingerprint="0" * 64, recorded_by="x"
    )

    assert answer.status_code == 400
    assert known(app, candidate) is None
    assert known(app, other_candidate) is None


@pytest.mark.parametrize("kind", ["driving_licence", "", "resident_card\r\n"], ids=repr)
def test_a_kind_of_document_that_does_not_exist_is_refused(app, candidate, kind):
    assert enters(candidate, kind=kind).status_code == 422
    assert known(app, candidate) is None


def test_after_recording_one_returns_to_where_one_came_from_and_never_elsewhere(candidate):
    assert enters(candidate, next="/papers").headers["Location"] == "/papers"
    assert enters(candidate, OTHER_NUMBER, next="https://evil.example/").headers["Location"] == "/"


def test_a_new_key_seals_every_number_again_and_the_old_one_is_no_longer_needed(app, candidate, other_candidate, keys):
    old, new, lookup = (bytes([number]) * 32 for number in (1, 2, 3))
    keys.use(Keys((old,), lookup))
    enters(candidate)
    enters(other_candidate, OTHER_NUMBER)
    enters(other_candidate, "E12345678", "chinese_passport")
    keys.use(Keys((new, old), lookup))
    command = app.test_cli_runner()

    assert [each["sealed"] for each in json.loads(command.invoke(args=["keys", "status"]).stdout)["in_use"]] == [3]
    done = command.invoke(args=["keys", "rotate"])

    assert done.exit_code == 0, done.output
    assert "accounts_identity_number.sealed: 3 of 3" in done.stderr
    first = key_id_of(keys.prefix)
    assert json.loads(done.stdout) == {"first": first, "sealed": 3, "unreadable": 0}
    keys.use(Keys((new,), lookup))
    assert known(app, candidate).masked == "1101**********002X"
    assert known(app, other_candidate).masked == "E1*****78"
    assert json.loads(command.invoke(args=["keys", "status"]).stdout)["in_use"] == [
        {"key": first, "sealed": 3, "at_hand": True, "seals": True}
    ]


def test_a_key_that_is_missing_stops_no_rotation_of_the_rest_and_is_reported(app, candidate, other_candidate, keys):
    old, lost, new, lookup = (bytes([number]) * 32 for number in (1, 2, 3, 4))
    keys.use(Keys((lost,), lookup))
    enters(candidate)
    keys.use(Keys((old,), lookup))
    enters(other_candidate, OTHER_NUMBER)
    keys.use(Keys((new, old), lookup))

    done = app.test_cli_runner().invoke(args=["keys", "rotate"])

    assert done.exit_code == 1
    assert json.loads(done.stdout)["unreadable"] == 1
    assert "not among SEALING_KEYS" in done.stderr
    assert known(app, other_candidate).masked.endswith("1233")
    looked = app.test_cli_runner().invoke(args=["doctor"])
    assert "WRONG  sealed data: SEALING_KEYS lacks" in looked.output
    keys.use(Keys((new, lost), lookup))
    assert known(app, candidate).masked.endswith("002X")
    assert b64encode(new).decode() not in done.output
