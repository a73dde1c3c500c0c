"""Answer files at the server: opened for their own attempt alone; what is late waits for a registrar."""

import json
from base64 import b64decode, b64encode

import pytest

from tests.support.answer_files import decision_address, file_of, kept, looks, paper_of, takes
from tests.support.exam_room import choice, claims, entry, hands_in, saves, state_of
from tests.support.rehearsed import Rehearsed


@pytest.fixture
def attempt(exam_room, candidate, other_candidate):
    exam_room.holds(candidate, other_candidate)
    return exam_room.starts(candidate)


@pytest.fixture
def desk(exam_room, candidate):
    return f"/desk/entries/{exam_room.entries[candidate.id]}/answer-files"


def score(app, attempt):
    from grading.queries.results import find_score

    with app.app_context():
        found = find_score(attempt)
        return None if found is None else (found.edition, found.score)


def test_what_comes_in_time_counts_at_once_and_newer_answers_stand(candidate, invigilator, attempt, desk):
    saves(candidate, attempt, entry(1, "2", choice("B")), entry(2, "3", choice("C")))
    paper = paper_of(candidate, attempt)
    file = file_of(
        paper,
        kept("1", choice("A")),
        kept("2", choice("D"), base=choice("B"), order=2),
        kept("3", choice("A"), base=choice("B"), order=3),
    )

    outlook = looks(invigilator, desk, file)
    assert outlook.status_code == 200
    assert "What would happen" in outlook.text
    assert state_of(candidate, attempt)["answers"] == {"2": choice("B"), "3": choice("C")}

    assert takes(invigilator, desk, file).status_code == 302
    assert state_of(candidate, attempt)["answers"] == {"1": choice("A"), "2": choice("D"), "3": choice("C")}
    assert "a newer answer stands" in invigilator.get(f"{desk}?lang=en").text


@pytest.mark.parametrize("damage", ["sealed", "iv", "point", "attempt"])
def test_r14_an_edited_file_is_refused(exam_room, candidate, other_candidate, invigilator, attempt, desk, damage):
    other = exam_room.starts(other_candidate)
    envelope = json.loads(file_of(paper_of(candidate, attempt), kept("1", choice("A"))))
    if damage == "attempt":
        envelope = json.loads(file_of(paper_of(other_candidate, other), kept("1", choice("A"))))
        envelope["attempt"] = str(attempt)
    else:
        content = bytearray(b64decode(envelope[damage]))
        content[-1] ^= 1
        envelope[damage] = b64encode(content).decode()

    answer = takes(invigilator, desk, json.dumps(envelope).encode())

    assert (answer.status_code, "was changed after it was saved" in answer.text) == (409, True)


def test_r14_a_file_of_another_attempt_and_what_is_no_file_are_refused(
    exam_room, candidate, other_candidate, invigilator, attempt, desk
):
    other = exam_room.starts(other_candidate)
    of_another = looks(invigilator, desk, file_of(paper_of(other_candidate, other), kept("1", choice("A"))))

    assert (of_another.status_code, "belongs to another paper" in of_another.text) == (409, True)
    for nothing in (b"", b"{}", b"\xff\xfe", b"[" * 5000, b'{"attempt":1}'):
        answer = looks(invigilator, desk, nothing)
        assert (answer.status_code, "This is not an answer file" in answer.text) == (409, True)


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([kept("99", choice("A"))], id="no such question"),
        pytest.param([kept("1", choice("Z"))], id="no such option"),
        pytest.param([kept("1", choice("A"), name="x")], id="an id of another form"),
        pytest.param([kept("1", choice("A")) | {"score": 100}], id="more than is asked"),
        pytest.param([kept("1", choice("A"), name="a" * 32), kept("2", choice("A"), name="a" * 32)], id="an id twice"),
    ],
)
def test_a_genuine_seal_over_what_no_page_writes_is_refused(candidate, invigilator, attempt, desk, entries):
    answer = takes(invigilator, desk, file_of(paper_of(candidate, attempt), *entries))

    assert (answer.status_code, "was changed after it was saved" in answer.text) == (409, True)
    assert state_of(candidate, attempt)["answers"] == {}


def test_r14_late_answers_wait_for_a_registrar_and_count_only_then(
    app, candidate, invigilator, registrar, attempt, desk, the_clock
):
    paper = paper_of(candidate, attempt)
    saves(candidate, attempt, entry(1, "1", choice("A")))
    file = file_of(paper, *(kept(str(slot), choice("B"), order=slot) for slot in range(2, 30)))
    assert hands_in(candidate, attempt).status_code == 200
    before = score(app, attempt)
    the_clock.moves_on(minutes=92)

    assert takes(invigilator, desk, file).status_code == 302
    assert "Late answers wait for a decision" in registrar.get("/notices?lang=en").text
    again = takes(invigilator, desk, file)
    assert (again.status_code, "was handed in already" in again.text) == (409, True)
    assert score(app, attempt) == before
    address = decision_address(app, attempt)
    assert invigilator.post(address, {"counts": "yes", "reason": "x"}).status_code == 404
    assert registrar.post(address, {"counts": "yes"}).status_code == 422

    assert registrar.post(address, {"counts": "yes", "reason": "the network of the room was down"}).status_code == 302
    edition, now_worth = score(app, attempt)
    assert edition == 2
    assert now_worth > before[1]
    twice = registrar.post(address, {"counts": "no", "reason": "x"})
    assert (twice.status_code, "Nothing of this file waits" in twice.text) == (409, True)


def test_late_answers_of_a_rehearsal_are_told_to_nobody_and_marked_by_nobody(app, registrar, the_clock):
    rehearsed = Rehearsed(app, the_clock)
    rehearsed.goes_to(1)
    browser = rehearsed.browser(0)
    attempt = rehearsed.starts(browser, 0)
    file = file_of(paper_of(browser, attempt), kept("1", choice("B")))
    rehearsed.goes_to(95)

    assert takes(registrar, f"/desk/entries/{rehearsed.entries[0]}/answer-files", file).status_code == 302
    assert "Late answers wait for a decision" not in registrar.get("/notices?lang=en").text
    address = decision_address(app, attempt)
    assert registrar.post(address, {"counts": "yes", "reason": "the network was down"}).status_code == 302
    assert score(app, attempt) is None


def test_late_answers_that_do_not_count_change_nothing(
    app, candidate, invigilator, registrar, attempt, desk, the_clock
):
    file = file_of(paper_of(candidate, attempt), *(kept(str(slot), choice("B"), order=slot) for slot in range(1, 30)))
    hands_in(candidate, attempt)
    before = score(app, attempt)
    the_clock.moves_on(minutes=92)
    takes(invigilator, desk, file)

    decided = registrar.post(decision_address(app, attempt), {"counts": "no", "reason": "nothing was wrong"})

    assert decided.status_code == 302
    assert score(app, attempt) == before
    page = registrar.get(f"{desk}?lang=en").text
    assert "The late answers do not count" in page
    assert "nothing was wrong" in page


def test_results_are_not_released_before_late_answers_are_decided_on(
    app, exam_room, candidate, invigilator, registrar, attempt, desk, the_clock
):
    file = file_of(paper_of(candidate, attempt), kept("1", choice("B")))
    hands_in(candidate, attempt)
    the_clock.moves_on(hours=4)
    takes(invigilator, desk, file)

    refused = registrar.post(f"/results/sittings/{exam_room.sitting_id}/release?lang=en")

    assert refused.status_code == 409
    assert "answers that came late by a file" in refused.text


@pytest.mark.parametrize("minutes", [20, 92], ids=["before the deadline", "after it"])
def test_the_receipt_vouches_for_what_was_handed_in_whatever_counts_afterwards(
    app, candidate, invigilator, registrar, attempt, desk, the_clock, minutes
):
    from exam.domain.receipt import receipt_of
    from exam.queries.answer_files import work_as_handed_in

    def digest():
        with app.app_context():
            return receipt_of(work_as_handed_in(attempt, the_clock.now)).digest

    file = file_of(paper_of(candidate, attempt), kept("1", choice("B")))
    the_clock.moves_on(minutes=10)
    hands_in(candidate, attempt)
    the_clock.moves_on(minutes=minutes)
    before = digest()
    takes(invigilator, desk, file)
    registrar.post(decision_address(app, attempt), {"counts": "yes", "reason": "outage"})

    assert digest() == before


def test_of_two_files_the_one_that_came_later_counts_whatever_is_decided_first(
    app, candidate, invigilator, registrar, attempt, desk, the_clock
):
    from exam.queries.answer_files import files_for

    paper = paper_of(candidate, attempt)
    both = [kept("1", choice("A")), kept("2", choice("A"))], [kept("1", choice("B"))]
    hands_in(candidate, attempt)
    for entries in both:
        the_clock.moves_on(minutes=50)
        assert takes(invigilator, desk, file_of(paper, *entries)).status_code == 302
    with app.app_context():
        addresses = [f"/answer-files/{file.id}/decision" for file in files_for(attempt)]

    for address in reversed(addresses):
        the_clock.moves_on(seconds=5)
        assert registrar.post(address, {"counts": "yes", "reason": "outage"}).status_code == 302
    assert state_of(candidate, attempt)["answers"] == {"1": choice("B"), "2": choice("A")}


@pytest.mark.parametrize("end", ["a day later", "results are out"])
def test_no_file_is_taken_long_after_the_end_and_nothing_to_make_one_is_given(
    exam_room, candidate, invigilator, registrar, attempt, desk, the_clock, end
):
    file = file_of(paper_of(candidate, attempt), kept("1", choice("B")))
    hands_in(candidate, attempt)
    the_clock.moves_on(hours=4)
    receipt = f"/attempts/{attempt}/receipt"
    assert paper_key(candidate.get(receipt))
    assert "does not prove when it was written" in looks(invigilator, desk, file).text
    if end == "a day later":
        the_clock.moves_on(hours=20, minutes=1)
        for person in (candidate, invigilator):
            person.signs_in()
    else:
        assert registrar.post(f"/results/sittings/{exam_room.sitting_id}/release").status_code == 302
        the_clock.moves_on(seconds=1)

    refused = takes(invigilator, desk, file)
    assert (refused.status_code, "No answer file was taken" in refused.text) == (409, True)
    assert looks(invigilator, desk, file).status_code == 409
    assert not paper_key(candidate.get(receipt))


def paper_key(receipt):
    left = receipt.text.split("data-left-behind", 1)[1].split('application/json">', 1)[1].split("</script>", 1)[0]
    told = json.loads(left)
    return told["file_key"] and told["file_secret"]


def test_while_the_clock_stands_no_file_is_taken(candidate, invigilator, attempt, desk, watch):
    file = file_of(paper_of(candidate, attempt), kept("1", choice("B")))
    watch("pause", candidate)

    answer = takes(invigilator, desk, file)

    assert (answer.status_code, "The clock of this candidate stands" in answer.text) == (409, True)


def test_nobody_else_sees_or_hands_in_answer_files(candidate, other_candidate, examiner, attempt, desk):
    file = file_of(paper_of(candidate, attempt), kept("1", choice("B")))

    for person in (candidate, other_candidate, examiner):
        assert person.get(desk).status_code == 404
        assert takes(person, desk, file).status_code == 404


def test_the_page_of_one_attempt_knows_nothing_that_opens_another(exam_room, candidate, other_candidate, attempt):
    other = exam_room.starts(other_candidate)
    mine, theirs = paper_of(candidate, attempt), paper_of(other_candidate, other)

    assert mine["file_secret"] != theirs["file_secret"]
    assert mine["owner"] != theirs["owner"]
    assert claims(candidate, attempt).status_code == 200
