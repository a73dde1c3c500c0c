"""At the door: a ticket finds the person, who is compared with portrait and document and let in; without it nobody starts."""

import re

import pytest

from exam.domain.desk import code_of
from tests.support.exam_room import claims, entry, saves, state_of


@pytest.fixture
def door(exam_room, candidate, other_candidate):
    return f"/sittings/{exam_room.holds(candidate, other_candidate)}/door"


@pytest.fixture
def entry_id(door, exam_room, candidate):
    return exam_room.entries[candidate.id]


@pytest.fixture
def rule(door, registrar):
    def change(needed):
        return registrar.post(f"{door}-rule", {"needed": "y"} if needed else {})

    return change


def start(person, entry_id):
    return person.post(f"/attempts/of/{entry_id}", {"ready": "y"})


def test_where_it_is_asked_for_nobody_starts_who_was_not_let_in(rule, door, entry_id, candidate, invigilator):
    assert rule(needed=True).status_code == 302
    refused = start(candidate, entry_id)
    assert (refused.status_code, "准许您入场" in refused.text) == (409, True)
    before = candidate.get(f"/api/entries/{entry_id}/lobby").json["edition"]
    assert "not_released" in before

    assert invigilator.post(door, {"entry": str(entry_id)}).status_code == 302

    assert candidate.get(f"/api/entries/{entry_id}/lobby").json["edition"] != before
    assert start(candidate, entry_id).status_code == 201


def test_where_it_is_not_asked_for_everybody_starts(rule, entry_id, candidate):
    rule(needed=True)
    rule(needed=False)

    assert start(candidate, entry_id).status_code == 201


@pytest.mark.parametrize("how", ["code", "pin", "address", "seat", "name"])
def test_a_ticket_finds_the_person_with_portrait_and_document(door, entry_id, candidate, invigilator, how):
    ticket = {
        "code": code_of(entry_id), "pin": pin_in(candidate, entry_id), "address": f"https://exam.example.org/desk/entries/{entry_id}", "seat": "1",
        "name": candidate.name,
    }[how]  # fmt: skip
    page = invigilator.get(door, query_string={"ticket": ticket}).text

    assert f'id="door-name">{candidate.name}<' in page
    assert "核对无误，准予入场" in page
    [picture] = re.findall(r'<img src="([^"]+/portrait)"', page)
    answer = invigilator.get(picture)
    assert (answer.status_code, answer.mimetype, answer.data[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert candidate.get(picture).status_code == 404


def pin_in(candidate, entry_id):
    """What the lobby says."""
    [pin] = re.findall(r"入场码</dt><dd>(\d{3} \d{3})<", candidate.get(f"/entries/{entry_id}").text)
    return pin


def test_a_code_is_ones_own_and_of_this_sitting_and_nobody_tries_for_long(
    exam_room, door, entry_id, candidate, other_candidate, invigilator, registrar
):
    own, others = (pin_in(person, exam_room.entries[person.id]) for person in (candidate, other_candidate))
    assert own != others
    wrong = next(f"{code:06}" for code in range(3) if f"{code:06}" not in (own, others))

    tries = [invigilator.get(door, query_string={"ticket": wrong}).status_code for _ in range(21)]

    assert tries == [422] * 20 + [429]
    assert invigilator.get(door, query_string={"ticket": own}).status_code == 429
    assert invigilator.get(door, query_string={"ticket": code_of(entry_id)}).status_code == 200
    assert registrar.get(door, query_string={"ticket": own}).status_code == 200


def test_a_release_is_taken_back_with_a_reason_until_they_have_started(
    rule, exam_room, door, entry_id, candidate, invigilator, registrar
):
    rule(needed=True)
    back, sent = f"{door}/taking-back", {"entry": str(entry_id), "reason": "证件与本人不符"}
    assert invigilator.post(back, sent).status_code == 409
    invigilator.post(door, {"entry": str(entry_id)})
    without = invigilator.post(back, sent | {"reason": ""})
    assert (without.status_code, candidate.name in without.text) == (422, True)
    assert candidate.post(back, sent).status_code == 404

    assert invigilator.post(back, sent).status_code == 302

    assert "证件与本人不符" in registrar.get(door.replace("door", "incidents")).text
    assert "核对无误，准予入场" in invigilator.get(door, query_string={"ticket": str(entry_id)}).text
    assert start(candidate, entry_id).status_code == 409
    invigilator.post(door, {"entry": str(entry_id)})
    exam_room.starts(candidate)
    assert invigilator.post(back, sent).status_code == 409


def test_whoever_is_not_let_in_any_more_does_not_start_with_what_was_read_before(
    app, rule, door, entry_id, candidate, invigilator, the_clock
):
    from exam.queries.starts import entry_to_start
    from exam.services import starting
    from kernel.errors import Refused
    from storage.transaction import transaction

    rule(needed=True)
    invigilator.post(door, {"entry": str(entry_id)})
    with app.app_context():
        seen = entry_to_start(entry_id)
    invigilator.post(f"{door}/taking-back", {"entry": str(entry_id), "reason": "认错人"})

    with app.app_context(), pytest.raises(Refused), transaction():
        starting.start(seen, now=the_clock.now)


def test_who_is_not_in_this_sitting_is_not_let_in(door, entry_id, invigilator):
    assert "未找到" in invigilator.get(door, query_string={"ticket": "00000000"}).text
    assert invigilator.post(door, {"entry": "00000000-0000-0000-0000-000000000000"}).status_code == 409
    assert invigilator.post(door, {"entry": str(entry_id)}).status_code == 302
    assert invigilator.post(door, {"entry": str(entry_id)}).status_code == 409


def test_a22_nobody_lets_themselves_in_or_drops_the_rule(rule, door, entry_id, candidate, invigilator):
    rule(needed=True)
    for address, sent in ((door, {"entry": str(entry_id)}), (f"{door}-rule", {})):
        assert candidate.post(address, sent).status_code == 404
    assert candidate.get(door).status_code == 404
    assert invigilator.post(f"{door}-rule", {}).status_code == 404
    assert start(candidate, entry_id).status_code == 409


def test_the_ticket_number_is_in_the_lobby(entry_id, candidate):
    assert code_of(entry_id) in candidate.get(f"/entries/{entry_id}").text


def test_whoever_started_before_the_rule_goes_on(rule, exam_room, door, candidate):
    attempt = exam_room.starts(candidate)
    rule(needed=True)

    assert state_of(candidate, attempt)["state"] == "in_progress"


def test_another_device_takes_a_paper_over_only_after_it_was_given_free(
    exam_room, rule, door, entry_id, candidate, invigilator
):
    rule(needed=True)
    invigilator.post(door, {"entry": str(entry_id)})
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1))
    assert claims(candidate, attempt, "another-tab-of-it").status_code == 200

    candidate.signs_in()
    for refused in (claims(candidate, attempt, "h" * 16), candidate.get(f"/api/attempts/{attempt}/state")):
        assert (refused.status_code, refused.json["code"]) == (409, "ask_for_the_paper")
    page = candidate.get(f"/attempts/{attempt}?lang=en")
    assert (page.status_code, 'id="paper"' in page.text) == (409, False)
    assert "Ask the invigilator" in page.text
    assert saves(candidate, attempt, entry(2, "2"), writer="h" * 16).json["code"] == "elsewhere"

    free = {"change": "move_device", "cause": "invigilator", "reason": "换机", "minutes": "", "everybody": ""}
    moved = invigilator.post(f"/sittings/{exam_room.sitting_id}/time", free | {"entry": str(entry_id)})
    assert moved.status_code == 302
    candidate.signs_in()
    taken = claims(candidate, attempt, "h" * 16).json
    assert (taken["writer"], len(taken["answers"])) == ("h" * 16, 1)
