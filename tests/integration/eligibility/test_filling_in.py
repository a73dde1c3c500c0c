"""The form of an application: one thing a page, kept as it goes, every answer changed where it is checked."""

import html
import re

import pytest

from eligibility.queries import applications as filed
from eligibility.queries import evidence as shown
from kernel import clock
from storage.transaction import transaction
from tests.support.filling_in import fills_in
from tests.support.papers import hand_in_everything
from tests.support.people import PASSWORD, Visitor

EDUCATION = {"degree": "bachelor", "field": "same", "awarded": "2020-07-01", "place": "上海商学院"}
LEVEL = "/schemes/csm-national/levels/3"
FORM = f"{LEVEL}/application"
FOR = "?for=csm-national.3"


def items(app, person):
    with app.app_context():
        return shown.portfolio_of(person.id)


def at_another_device(app, person):
    """The same person at another machine."""
    device = Visitor(app)
    device.post("/sessions", {"email": person.email, "password": PASSWORD})
    device._token = None
    return device


def test_what_was_begun_on_one_device_goes_on_on_another(app, scheme, candidate, the_clock):
    candidate.post(f"/evidence/education/answers/degree{FOR}", {"degree": "bachelor"})
    the_clock.moves_on(days=3)
    device = at_another_device(app, candidate)

    assert "Begun" in device.get(f"{FORM}?lang=en").text
    assert "You have begun to add one more" in device.get(f"/evidence/education{FOR}&lang=en").text
    onward = device.get(f"/evidence/education/new{FOR}").location
    assert onward.startswith("/evidence/education/new/field")
    assert re.search('<input checked[^>]*value="bachelor"', device.get("/evidence/education/new/degree").text)

    fills_in(device, "education", EDUCATION, on_the_way=FOR)

    assert [kept.place for kept in items(app, candidate)] == ["上海商学院"]
    assert "You have begun" not in candidate.get("/evidence/education?lang=en").text


def test_what_was_begun_can_be_discarded(app, scheme, candidate):
    candidate.post("/evidence/education/answers/degree", {"degree": "bachelor"})

    candidate.post("/evidence/education/discard")

    assert candidate.get("/evidence/education/new").location == "/evidence/education/new/degree"


def test_the_last_answer_sent_twice_adds_one_piece(app, scheme, candidate):
    fills_in(candidate, "education", EDUCATION)

    again = candidate.post("/evidence/education/answers/paper", EDUCATION)

    assert again.location == "/evidence/education"
    assert len(items(app, candidate)) == 1
    assert candidate.get("/evidence/education/new").location == "/evidence/education/new/degree"


def test_nobody_begins_in_the_middle(scheme, candidate):
    assert candidate.get("/evidence/education/new/paper").location == "/evidence/education/new"
    assert candidate.get("/evidence/education/new/spell").status_code == 404


def test_the_tasks_say_how_far_each_is_and_what_the_evidence_is_good_for(scheme, candidate):
    empty = candidate.get(f"{FORM}?lang=en").text
    assert "Any one of 5 conditions is enough." in empty
    assert "Not yet possible" in empty
    assert "Certificates" not in empty

    fills_in(candidate, "employment", {"start": "2021-05-10", "occupation": "same", "place": "某公司"})
    some = candidate.get(f"{FORM}?lang=en").text
    assert "This one is nearest:" in some
    assert "this will be met on 10 May 2027" in some

    fills_in(candidate, "education", EDUCATION)
    enough = candidate.get(f"{FORM}?lang=en").text
    assert "You meet condition 3." in enough
    assert "Not needed" in enough
    assert "0 of 2 are there" in enough


def test_having_nothing_of_a_kind_is_an_answer_too(scheme, candidate):
    answer = candidate.post(f"/evidence/training/completion{FOR}")

    assert answer.location == FORM
    page = candidate.get(f"{FORM}?lang=en").text
    assert page.count("To do") == 4
    assert "Done" in page


def test_an_answer_is_changed_from_the_check_and_leads_back_to_it(app, graduate):
    (kept,) = items(app, graduate)
    check = graduate.get(f"{FORM}/check?lang=en").text
    change = f"/evidence/{kept.id}/change?step=paper&amp;for=csm-national.3&amp;then=check"
    assert change in check
    asked = graduate.get(change.replace("&amp;", "&")).text
    assert 'value="2020-07-01"' in asked
    assert asked.count(f'href="{FORM}/check"') == 2, "a way back above, and one beside the button"

    posted = graduate.post(
        f"/evidence/{kept.id}/changes?step=paper&for=csm-national.3&then=check",
        {"awarded": "2019-07-01", "place": "上海商学院"},
    )

    assert posted.location == f"{FORM}/check"
    (now,) = items(app, graduate)
    assert (str(now.item.awarded), now.item.degree.value) == ("2019-07-01", "junior_college")
    assert now.id != kept.id


def test_a_change_that_cannot_be_meant_is_asked_for_again(app, scheme, candidate):
    fills_in(candidate, "employment", {"start": "2021-05-10", "occupation": "same", "place": "某公司"})
    (kept,) = items(app, candidate)

    page = candidate.post(
        f"/evidence/{kept.id}/changes?step=dates&lang=en", {"start": "2021-05-10", "end": "2020-02-29"}
    )

    assert page.status_code == 422
    assert "lies before the start" in page.text
    assert items(app, candidate) == (kept,)
    assert candidate.get(f"/evidence/{kept.id}/change?step=spell").status_code == 404


def test_nobody_changes_what_is_not_theirs_or_what_others_recorded(app, graduate, other_candidate, keeps):
    (kept,) = items(app, graduate)
    official = keeps(graduate, "training", source="centre", level=3, hours=180, completed="2025-01-01")

    for address in (f"/evidence/{kept.id}/change", f"/evidence/{official}/change"):
        assert other_candidate.get(address).status_code == 404
    assert other_candidate.post(f"/evidence/{kept.id}/changes?step=paper", EDUCATION).status_code == 404
    assert graduate.get(f"/evidence/{official}/change").status_code == 409
    assert graduate.post(f"/evidence/{official}/changes", {"place": "x", "level": "1"}).status_code == 409


def test_an_application_is_made_on_the_condition_chosen(app, graduate, keeps):
    keeps(graduate, "employment", start="2018-05-10", end=None, occupation="same")
    with app.app_context(), transaction():
        hand_in_everything(graduate.id, clock.now(), condition_id="1")
    assert "2 are met" in graduate.get(f"{FORM}?lang=en").text
    choice = graduate.get(f"{FORM}/condition?lang=en").text
    assert choice.count('type="radio"') == 2
    assert choice.count(" checked") == 1

    chosen = graduate.post(f"{FORM}/conditions{FOR}", {"condition": "1"})
    assert chosen.location == FORM
    assert "Condition 1" in graduate.get(f"{FORM}?lang=en").text

    graduate.post(f"{LEVEL}/applications", {"condition": "1"})
    with app.app_context():
        (sent,) = filed.applications_of(graduate.id)
        assert filed.application(sent.id).condition_id == "1"


@pytest.mark.parametrize("condition", ["1", "9", "'--", "x" * 5000])
def test_a_condition_that_is_not_met_is_refused_whoever_sends_it(app, graduate, condition):
    assert graduate.post(f"{FORM}/conditions", {"condition": condition}).status_code == 422
    assert graduate.post(f"{LEVEL}/applications", {"condition": condition}).status_code == 409
    with app.app_context():
        assert filed.applications_of(graduate.id) == ()


@pytest.mark.parametrize(
    "way", ["//evil.example", "https:evil.3", "csm-national.33", "../x.3", "csm-national.3%0d%0aX: y"]
)
def test_an_address_of_elsewhere_leads_nowhere(scheme, candidate, way):
    answer = candidate.post(f"/evidence/training/completion?for={way}")

    assert answer.location == "/evidence"


def test_every_thing_that_is_missing_is_named_with_its_place(app, scheme, candidate):
    fills_in(candidate, "education", EDUCATION)
    (kept,) = items(app, candidate)

    refused = candidate.post(f"{LEVEL}/applications?lang=en", {"condition": "3"})

    assert refused.status_code == 409
    assert "<title>Error: " in refused.text
    places = [
        ("Enter the number of the identity document.", f"/account/identity?next={FORM}/check"),
        ("Hand in this paper: portrait.", "/portrait?for=csm-national.3&then=check"),
        ("Hand in this paper: identity document.", "/papers/identity/new?for=csm-national.3&then=check"),
        ("Hand in this paper: degree certificate.", f"/papers/degree/new?evidence={kept.id}&for=csm-national.3&then=check"),
    ]  # fmt: skip
    for said, place in places:
        link = re.search(f'<a href="([^"]*)">{re.escape(said)}</a>', refused.text)
        assert link, said
        assert html.unescape(link[1]) == place
        assert candidate.get(place).status_code == 200
    with app.app_context():
        assert filed.applications_of(candidate.id) == ()


def test_the_papers_page_asks_for_exactly_what_the_condition_needs(app, scheme, candidate):
    fills_in(candidate, "education", EDUCATION)
    fills_in(candidate, "employment", {"start": "2018-05-10", "occupation": "same", "place": "某公司"})
    assert "Choose the condition first" in candidate.get(f"{FORM}/papers?lang=en").text

    candidate.post(f"{FORM}/conditions", {"condition": "3"})
    by_degree = candidate.get(f"{FORM}/papers?lang=en").text
    assert "Degree certificate" in by_degree
    assert "proof of employment" not in by_degree

    candidate.post(f"{FORM}/conditions", {"condition": "1"})
    by_work = candidate.get(f"{FORM}/papers?lang=en").text
    assert "proof of employment" in by_work
    assert "Degree certificate" not in by_work


def test_a_school_has_a_name_that_can_be_read(candidate, app):
    blank = fills_in(candidate, "education", {**EDUCATION, "place": "   "})
    assert blank.status_code == 422

    fills_in(candidate, "education", {**EDUCATION, "place": " 上海\u202e商学院 "})

    with app.app_context():
        assert [kept.place for kept in shown.portfolio_of(candidate.id)] == ["上海商学院"]
