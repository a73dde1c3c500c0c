"""Whatever page writes takes the fields of its form and no other; a page that says nothing about it takes none."""

import re
from uuid import UUID

import pytest

from kernel.actor import Role
from tests.support.people import Somebody
from web.fields import HOUSE, NOTHING, READING, UnknownFields, refuse_unknown_fields

SMUGGLED = {
    "score": "100", "started_at": "2026-01-01", "deadline": "2030-01-01", "extra_time": "3600", "status": "passed",
    "user_id": "2", "candidate_id": str(UUID(int=2)), "roles": "administrator", "state": "approved", "id": "1",
}  # fmt: skip
FILE = b'--x\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\n\r\nPNG\r\n--x--\r\n'
SAID = "More was sent than this page asks for"
PART = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>")
VALUES = {"uuid": str(UUID(int=7)), "int": "3", "any": "identity", None: "education"}


def writing(platform):
    """Every address that writes, with its page, out of the map of addresses."""
    for rule in platform.url_map.iter_rules():
        for method in sorted(rule.methods - READING):
            address = PART.sub(lambda part: VALUES[part[1]], rule.rule)
            yield method, address, platform.view_functions[rule.endpoint]


@pytest.fixture
def anybody(app) -> Somebody:
    """Somebody who may do everything; an author may nothing that a registrar may not, and has no other role."""
    return Somebody(app, "全能者", *(set(Role) - {Role.AUTHOR}))


def answers(person, method: str, address: str, **options):
    headers = {"X-CSRFToken": person.token}
    return person.client.open(f"{address}?lang=en", method=method, headers=headers, **options)


def taken_of(view):
    return vars(view).get("takes", NOTHING)


def test_a14_every_page_that_writes_refuses_fields_that_its_form_does_not_have(app):
    found = list(writing(app))
    assert len(found) > 80

    for method, address, view in found:
        for name, value in SMUGGLED.items():
            if taken_of(view).holds(name):
                continue
            with app.test_request_context(address, method=method, data={name: value}), pytest.raises(UnknownFields):
                refuse_unknown_fields()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"data": SMUGGLED}, id="a form"),
        pytest.param({"data": SMUGGLED, "content_type": "multipart/form-data"}, id="a form in parts"),
        pytest.param({"data": FILE, "content_type": "multipart/form-data; boundary=x"}, id="a file"),
        pytest.param({"json": SMUGGLED}, id="json"),
        pytest.param({"data": "score=100", "content_type": "text/plain"}, id="plain text"),
        pytest.param({"data": "<score>100</score>", "content_type": "application/xml"}, id="xml"),
    ],
)
def test_a14_whoever_may_use_a_page_is_refused_there_and_nobody_learns_more(app, anybody, sent):
    """Pages of things that are not there stay not found; the others say that more was sent than they ask for."""
    strange = {}
    for method, address, _view in writing(app):
        answer = answers(anybody, method, address, **sent)
        expected = {400, 404} if str(UUID(int=7)) in address or "/education" in address else {400}
        said = SAID in answer.text or "bad_input" in answer.text
        if answer.status_code not in expected or said is not (answer.status_code == 400):
            strange[address] = answer.status_code

    assert strange == {}


def test_what_the_house_sends_itself_is_taken_everywhere(app, anybody):
    refused = [
        address
        for method, address, _view in writing(app)
        if SAID in answers(anybody, method, address, data=dict.fromkeys(HOUSE, "x")).text
    ]

    assert refused == []


def test_a14_a_smuggled_field_sets_nothing_and_the_refusal_is_logged(candidate, capsys):
    answer = candidate.post(
        "/account/identity-numbers?lang=en",
        {"kind": "resident_card", "number": "11010519491231002X", "next": "", "candidate_id": str(UUID(int=2))},
    )

    assert (answer.status_code, SAID in answer.text) == (400, True)
    assert "What is recorded" not in candidate.get("/account/identity?lang=en").text
    assert "candidate_id" in capsys.readouterr().err


def test_a14_every_address_that_takes_json_is_known_to_read_it_name_by_name(app):
    """A new one has to be tried too: exam/test_saving.py, exam/test_handing_in.py, exam/test_rest_breaks.py, exam/test_announcements.py,
    grading/test_desk.py, exam/test_integrity.py, exam/test_uploads.py.
    """
    api = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]

    assert {rule.endpoint for rule in api if rule.methods - READING} == {
        "exam.save_answers", "exam.claim", "exam.hand_in", "exam.report_problem",
        "exam.begin_upload", "exam.send_part", "exam.finish_upload", "exam.end_uploads",
        "exam.take_break", "exam.end_break", "exam.see_announcement", "exam.note_seen", "exam.prove_safe_browser", "grading.save_draft",
    }  # fmt: skip
