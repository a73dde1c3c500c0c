"""The pages of admission: each for the right people, and no post without the right changes anything."""

from uuid import uuid4

import pytest

from eligibility.queries import applications as filed
from eligibility.queries import evidence as shown
from tests.support.filling_in import fills_in

EDUCATION = {"degree": "bachelor", "field": "same", "awarded": "2020-07-01", "place": "上海商学院"}


def test_a_candidate_enters_evidence_and_sees_at_once_what_it_is_good_for(app, scheme, candidate):
    empty = candidate.get("/admission?lang=en")
    assert "You have not entered any evidence yet" in empty.text

    added = fills_in(candidate, "education", EDUCATION)

    assert added.location == "/evidence/education"
    listed = candidate.get("/evidence?lang=en")
    assert "上海商学院" in listed.text
    page = candidate.get("/admission?lang=en")
    assert "You may apply" in page.text
    assert "You meet condition 3." in page.text
    assert "Needed: 6 years of continuous work in this occupation. The longest stretch so far: none." in page.text


def test_the_earliest_day_is_shown_for_work_that_goes_on(scheme, candidate):
    fills_in(candidate, "employment", {"start": "2021-05-10", "occupation": "same", "place": "某公司"})

    page = candidate.get("/admission?lang=en")

    assert "10 May 2027" in page.text
    assert "The longest stretch so far: 4 years and 9 months." in page.text


def test_the_page_speaks_chinese(scheme, candidate):
    fills_in(candidate, "employment", {"start": "2021-05-10", "occupation": "same", "place": "某公司"})

    page = candidate.get("/admission?lang=zh")

    assert "须连续从事本职业工作满 6 年；目前最长：4 年零 9 个月。" in page.text
    assert "2027年5月10日" in page.text


FORMS = {
    "education": EDUCATION,
    "employment": {"start": "2018-03-01", "end": "2020-02-29", "occupation": "related", "place": "某公司"},
    "certificates": {"scheme": "csm-national", "level": "3", "issued": "2019-01-01", "place": "编号 123"},
    "training": {"level": "3", "hours": "180", "completed": "2021-01-01", "place": "某培训中心"},
    "enrolled": {"programme": "mba", "field": "related", "since": "2025-09-01", "until": "", "place": "某大学"},
    "titles": {"grade": "junior", "awarded": "2019-01-01", "place": "人社局"},
    "student_certificates": {"awarded": "2014-01-01", "place": "某大学"},
}


@pytest.mark.parametrize("kind", FORMS)
def test_every_kind_of_evidence_has_its_form(app, scheme, candidate, kind):
    assert fills_in(candidate, kind, FORMS[kind]).location == f"/evidence/{kind}"
    with app.app_context():
        assert [kept.kind.value for kept in shown.portfolio_of(candidate.id)] == [kind]


@pytest.mark.parametrize("kind", FORMS)
def test_an_empty_answer_is_asked_for_again_with_what_is_wrong(app, scheme, candidate, kind):
    step = candidate.get(f"/evidence/{kind}/new").location.rsplit("/", 1)[1]

    page = candidate.post(f"/evidence/{kind}/answers/{step}?lang=en", {})

    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert "<title>Error: " in page.text
    with app.app_context():
        assert shown.portfolio_of(candidate.id) == ()


def test_an_end_before_the_start_is_told_beside_the_field(scheme, candidate):
    data = {"start": "2020-03-01", "end": "2019-01-01", "occupation": "same", "place": "某公司"}

    page = fills_in(candidate, "employment", data)

    assert page.status_code == 422
    page = candidate.post("/evidence/employment/answers/dates?lang=en", data)
    assert "The end (1 January 2019) lies before the start (1 March 2020)." in page.text
    assert 'value="2020-03-01"' in page.text


def test_a_kind_of_evidence_nobody_knows_is_not_found(scheme, candidate):
    assert candidate.get("/evidence/spells/new").status_code == 404
    assert candidate.get("/evidence/spells").status_code == 404
    assert candidate.post("/evidence/spells/answers/degree", {}).status_code == 404
    assert candidate.post("/evidence/education/answers/spell", EDUCATION).status_code == 404


def test_a_candidate_removes_their_own_evidence_after_being_asked(app, graduate):
    with app.app_context():
        (row,) = shown.evidence_items_of(graduate.id)

    assert "上海商学院" in graduate.get(f"/evidence/{row.id}/removal").text
    assert graduate.post(f"/evidence/{row.id}/remove").status_code == 302

    with app.app_context():
        assert shown.portfolio_of(graduate.id) == ()
    assert graduate.post(f"/evidence/{row.id}/remove").status_code == 404


def test_evidence_of_others_looks_as_if_it_did_not_exist(app, graduate, other_candidate, registrar):
    with app.app_context():
        (row,) = shown.evidence_items_of(graduate.id)

    for stranger in (other_candidate, registrar):
        assert stranger.get(f"/evidence/{row.id}/removal").status_code == 404
        assert stranger.post(f"/evidence/{row.id}/remove").status_code == 404
    with app.app_context():
        assert len(shown.portfolio_of(graduate.id)) == 1


def test_official_evidence_has_no_way_to_be_removed(app, scheme, candidate, keeps):
    item = keeps(candidate, "training", source="centre", level=3, hours=180, completed="2025-01-01")

    assert "/removal" not in candidate.get("/evidence/training").text
    assert candidate.post(f"/evidence/{item}/remove").status_code == 409
    with app.app_context():
        assert len(shown.portfolio_of(candidate.id)) == 1


def test_a_candidate_checks_the_answers_and_applies(app, graduate):
    check = graduate.get("/schemes/csm-national/levels/3/application/check?lang=en")
    assert "Confirm and apply" in check.text
    assert "上海商学院" in check.text

    sent = graduate.post("/schemes/csm-national/levels/3/applications")
    receipt = graduate.get(f"{sent.location}?lang=en")

    assert "Waiting for decision" in receipt.text
    assert "Waiting for decision" in graduate.get("/applications?lang=en").text
    assert "You applied on" in graduate.get("/admission?lang=en").text
    assert (
        "You have applied for this level already"
        in graduate.get("/schemes/csm-national/levels/3/application?lang=en").text
    )


def test_a_direct_post_without_a_met_condition_is_refused(app, scheme, candidate):
    page = candidate.post("/schemes/csm-national/levels/3/applications?lang=en")

    assert page.status_code == 409
    assert "None of the conditions for Level 3 is met yet." in page.text
    with app.app_context():
        assert filed.applications_of(candidate.id) == ()


def test_a_level_that_does_not_exist_is_not_found(graduate):
    assert graduate.get("/schemes/csm-national/levels/4/application").status_code == 404
    assert graduate.post("/schemes/csm-national/levels/4/applications").status_code == 404
    assert graduate.post("/schemes/csm-atlantis/levels/3/applications").status_code == 404


def test_a_candidate_takes_an_application_back(graduate, applied, state_of):
    assert graduate.post(f"/applications/{applied}/withdraw").status_code == 302

    assert state_of(applied) == "withdrawn"
    assert "You took this application back" in graduate.get(f"/applications/{applied}?lang=en").text
    assert graduate.post(f"/applications/{applied}/withdraw").status_code == 409


def test_an_application_is_seen_by_its_candidate_alone(applied, other_candidate, state_of):
    assert other_candidate.get(f"/applications/{applied}").status_code == 404
    assert other_candidate.post(f"/applications/{applied}/withdraw").status_code == 404
    assert state_of(applied) == "submitted"


@pytest.mark.parametrize(("verdict", "words"), [("approve", "Approved"), ("refuse", "Refused")])
def test_a_registrar_reads_the_evidence_beside_the_rules_and_decides(
    graduate, applied, registrar, state_of, verdict, words
):
    waiting = registrar.get("/desk/applications?lang=en")
    assert graduate.name in waiting.text
    desk = registrar.get(f"/desk/applications/{applied}?lang=en")
    assert "上海商学院" in desk.text
    assert "How the conditions read" in desk.text

    decided = registrar.post(f"/desk/applications/{applied}/decision", {"decision": verdict, "reason": "已核对原件。"})

    assert decided.status_code == 302
    assert state_of(applied) == {"approve": "approved", "refuse": "refused"}[verdict]
    answer = graduate.get(f"/applications/{applied}?lang=en")
    assert words in answer.text
    assert "已核对原件。" in answer.text
    assert "Nothing waits for a decision" in registrar.get("/desk/applications?lang=en").text
    assert graduate.name in registrar.get(f"/desk/applications?state={state_of(applied)}&lang=en").text
    history = " ".join(registrar.get(f"/desk/applications/{applied}?lang=en").text.split())
    assert f"{words}</strong> · {registrar.name}" in history


def test_a_decision_without_a_reason_is_shown_again(applied, registrar, state_of):
    page = registrar.post(f"/desk/applications/{applied}/decision?lang=en", {"decision": "approve", "reason": ""})

    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert state_of(applied) == "submitted"


def test_a_second_decision_is_a_conflict(applied, registrar, state_of):
    form = {"decision": "approve", "reason": "已核对原件。"}
    registrar.post(f"/desk/applications/{applied}/decision", form)

    again = registrar.post(f"/desk/applications/{applied}/decision", {**form, "decision": "refuse"})

    assert again.status_code == 409
    assert state_of(applied) == "approved"


@pytest.mark.parametrize("role", ["candidate", "examiner", "centre_manager", "invigilator", "administrator"])
def test_the_registrars_desk_is_closed_to_others(applied, state_of, role, request):
    person = request.getfixturevalue(role)

    assert person.get("/desk/applications").status_code == 403
    assert person.get(f"/desk/applications/{applied}").status_code == 404
    post = person.post(f"/desk/applications/{applied}/decision", {"decision": "approve", "reason": "我自己批准"})
    assert post.status_code == 404
    assert state_of(applied) == "submitted"


@pytest.mark.parametrize("role", ["examiner", "registrar", "centre_manager", "administrator"])
def test_the_candidates_pages_are_closed_to_staff(scheme, role, request):
    person = request.getfixturevalue(role)

    for page in (
        "/evidence",
        "/evidence/education",
        "/evidence/education/new",
        "/evidence/education/new/degree",
        "/admission",
        "/applications",
        "/schemes/csm-national/levels/3/application",
        "/schemes/csm-national/levels/3/application/condition",
        "/schemes/csm-national/levels/3/application/check",
    ):
        assert person.get(page).status_code == 403
    assert person.post("/evidence/education/answers/degree", EDUCATION).status_code == 403
    assert person.post("/schemes/csm-national/levels/3/applications").status_code == 403


def test_whoever_is_not_signed_in_is_asked_to_sign_in(scheme, visitor):
    for page in ("/evidence", "/admission", "/applications", "/desk/applications", f"/applications/{uuid4()}"):
        assert "/sign-in" in visitor.get(page).location


def test_text_from_candidates_is_shown_as_text(graduate, registrar, keeps, app):
    keeps(graduate, "employment", start="2021-01-01", end=None, occupation="same", place="<script>alert(1)</script>")
    sent = graduate.post("/schemes/csm-national/levels/3/applications")
    application_id = sent.location.rsplit("/", 1)[1]

    for page in (graduate.get("/evidence"), registrar.get(f"/desk/applications/{application_id}")):
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text


def test_r38_twenty_applications_at_once_leave_one_and_nobody_sees_an_error(app, graduate):
    from tests.integration.exam.test_races import at_once
    from tests.support.people import Visitor

    tabs = []
    for _ in range(20):
        tab = Visitor(app)
        tab._token = graduate.token
        tab.client.set_cookie("session", graduate.client.get_cookie("session").value)
        tabs.append(tab)

    answers = at_once(lambda number: tabs[number].post("/schemes/csm-national/levels/3/applications"))

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 19
