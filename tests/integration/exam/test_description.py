"""The description of the calls is true: who may, what is sent, and that it is kept until it changes."""

import re

import pytest
from jsonschema import Draft202012Validator

from exam.domain.answer import Choices, Line, Matches, Order, check_shape
from kernel.errors import BadInput
from tests.support.exam_room import choice, claims, entry, hands_in, saves
from web.openapi import describe

PART = re.compile(r"{\w+}")
SHAPE = {
    "choice": Choices(options=4, several=True), "match": Matches(options=4, prompts=2), "order": Order(options=3),
    "line": Line(units=2), "text": None,
}  # fmt: skip
LINE = {"text": "12", "unit": "A", "flagged": False}


def fits(app, name, sent) -> bool:
    """Whether something is of the shape that the description calls so."""
    components = describe(app)["components"]
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components}).is_valid(sent)


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate)
    return exam_room.starts(candidate)


def test_who_comes_without_what_the_description_asks_for_is_refused(app, visitor, candidate, attempt):
    sent = {"get": {}, "post": {"json": {"writer": "page-one-0001", "answers": []}}, "put": {"data": b"%PDF"}}
    for path, operations in describe(app)["paths"].items():
        for method, operation in operations.items():
            address, needed = (
                PART.sub(str(attempt), path.replace("{offset}", "0")),
                {name for each in operation["security"] for name in each},
            )
            stranger = getattr(visitor, method)(address, **sent[method]).status_code
            forger = getattr(candidate.client, method)(address, **sent[method]).status_code
            assert (stranger == 401) == ("401" in operation["responses"]), address
            assert (forger == 400) == ("token" in needed), address
            assert ("401" in operation["responses"]) <= ("session" in needed), address


def test_a_browser_may_keep_the_description_and_asks_whether_it_has_changed(visitor, app):
    first = visitor.get("/api/openapi.json")
    again = visitor.get("/api/openapi.json", headers={"If-None-Match": first.headers["ETag"]})

    assert first.json == describe(app)
    assert first.headers["Cache-Control"] == "no-cache"
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        pytest.param("choice", choice("A", "C"), id="choice"),
        pytest.param("match", choice("B", ""), id="matching"),
        pytest.param("order", choice("C", "A", "B"), id="ordering"),
        pytest.param("line", LINE, id="line"),
        pytest.param("text", {"text": "一、"}, id="text"),
    ],
)
def test_what_fits_a_slot_is_described_and_no_field_more(app, slot, value):
    from exam.domain.answer import Answer

    check_shape([Answer(1, slot, value)], SHAPE)
    assert fits(app, "Save", {"writer": "page-one-0001", "answers": [entry(1, slot, value)]})

    for changed in ({**value, "at": 1}, {**value, next(iter(value)): 7}, {}):
        assert not fits(app, "Save", {"writer": "page-one-0001", "answers": [entry(1, slot, changed)]})
        with pytest.raises(BadInput):
            check_shape([Answer(1, slot, changed)], SHAPE)


def test_what_the_description_refuses_the_platform_refuses_too(app, candidate, attempt):
    bodies = [{}, {"writer": "short", "answers": []}, {"writer": "page-one-0001"}, [], None]
    bodies += [{"writer": "page-one-0001", "answers": [{**entry(1), "seq": wrong}]} for wrong in (True, "1", 0, 1.5)]

    for body in bodies:
        assert not fits(app, "Save", body)
        for call in ("answers", "hand-in"):
            assert candidate.post(f"/api/attempts/{attempt}/{call}", json=body).status_code == 400


def test_the_figures_count_saves_by_what_became_of_them(candidate, attempt, app):
    before = figures(candidate)
    saves(candidate, attempt, entry(1))
    saves(candidate, attempt, entry(2, "61"))
    claims(candidate, attempt, "page-two-0002")
    saves(candidate, attempt, entry(2))
    after = figures(candidate)
    hands_in(candidate, attempt, writer="page-two-0002")

    counted = {"acknowledged": 1, "bad_input": 1, "elsewhere": 1}
    for outcome, number in counted.items():
        name = f'saves_total{{outcome="{outcome}"}}'
        assert after[name] - before.get(name, 0) == number
    name = 'http_request_duration_seconds_count{endpoint="exam.save_answers",status="%s"}'
    assert [after[name % status] - before.get(name % status, 0) for status in ("2xx", "4xx")] == [1, 2]
    assert (after["attempts_in_progress"], figures(candidate)["attempts_in_progress"]) == (1, 0)


def figures(person) -> dict[str, float]:
    answer = person.get("/metrics")
    assert answer.status_code == 200
    lines = [line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}
