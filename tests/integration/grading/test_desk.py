"""The examiner's desk: take, think, sign off; nothing is saved to the wrong script and nothing is lost unseen."""

from uuid import uuid4

import pytest

from tests.support.marking import Sheet, takes


def test_an_examiner_marks_a_script_and_signs_it_off(candidate, examiner, case_studies, asks):
    from grading.queries.results import find_score

    attempts = case_studies(candidate)
    sheet = takes(examiner)
    assert sheet.saves(1, "引用了数据").json["undecided"] == []

    answer = Sheet(examiner, sheet.address).signs(0)

    assert answer.status_code == 302
    assert asks(find_score, attempts[candidate.id]).score == 100
    assert "100.00" in examiner.get("/marking").text
    assert examiner.get(sheet.address).status_code == 200


def test_the_draft_is_there_again_after_a_reload(candidate, examiner, case_studies):
    case_studies(candidate)
    sheet = takes(examiner)

    saved = sheet.saves(1, "论证不足")

    assert saved.status_code == 200
    assert saved.json["version"] == sheet.version + 1
    again = Sheet(examiner, sheet.address)
    assert again.version == saved.json["version"]
    assert again.text.count("论证不足") == len(again.criteria)
    assert again.text.count(" checked") >= len(again.criteria)


def test_a_draft_can_be_saved_without_scripts(candidate, examiner, case_studies):
    case_studies(candidate)
    sheet = takes(examiner)

    answer = examiner.post(f"{sheet.address}/draft", sheet.form(1, "可行"))

    assert answer.status_code == 302
    assert "可行" in examiner.get(sheet.address).text


def test_r40_a_second_tab_with_an_older_state_is_refused(candidate, examiner, case_studies):
    case_studies(candidate)
    one = takes(examiner)
    other = Sheet(examiner, one.address)
    assert one.saves(0, "先开的一页所写的评语").status_code == 200

    refused = other.saves(2, "另一页所写的评语")
    signing = other.signs(2)

    assert (refused.status_code, signing.status_code) == (409, 409)
    assert refused.json["message"]
    kept = Sheet(examiner, one.address)
    assert "先开的一页所写的评语" in kept.text
    assert "另一页所写的评语" not in kept.text


def test_r40_marks_never_land_on_another_script(candidate, other_candidate, examiner, case_studies):
    case_studies(candidate, other_candidate)
    first, second = takes(examiner), takes(examiner)
    assert first.number != second.number

    misdirected = examiner.post(f"{first.address}/signature", first.form(0, number=second.number))

    assert misdirected.status_code == 409
    assert "disabled" not in examiner.get(first.address).text.split("criteria")[1][:200]


def test_signing_needs_every_criterion(candidate, examiner, case_studies, asks):
    from grading.queries.results import find_score

    attempts = case_studies(candidate)

    answer = takes(examiner).signs(None)

    assert answer.status_code == 409
    assert asks(find_score, attempts[candidate.id]) is None


def test_signed_marks_cannot_be_changed_or_signed_twice(candidate, examiner, case_studies):
    case_studies(candidate)
    sheet = takes(examiner)
    assert sheet.signs(1).status_code == 302

    assert sheet.signs(0).status_code == 409
    assert sheet.saves(0).status_code == 409
    assert examiner.post(f"{sheet.address}/return", sheet.form()).status_code == 409


def test_a_script_given_back_goes_to_somebody_else(candidate, examiner, other_examiner, case_studies):
    case_studies(candidate)
    sheet = takes(examiner)
    sheet.saves(1, "我的草稿")

    assert examiner.post(f"{sheet.address}/return").status_code == 302

    assert examiner.get(sheet.address).status_code == 404
    assert examiner.post("/marking/scripts").status_code == 409
    other = takes(other_examiner)
    assert other.number == sheet.number
    assert "我的草稿" not in other.text


def test_a29_a_script_on_another_desk_does_not_exist(candidate, examiner, other_examiner, case_studies):
    case_studies(candidate)
    sheet = takes(examiner)

    assert other_examiner.get(sheet.address).status_code == 404
    assert other_examiner.get(f"{sheet.address}/file").status_code == 404
    assert other_examiner.post(f"{sheet.address}/signature", sheet.form()).status_code == 404
    assert other_examiner.post(f"/api{sheet.address}/draft", json={}).status_code == 404
    assert examiner.get(f"/marking/scripts/{uuid4()}").status_code == 404


def test_nobody_but_examiners_comes_to_the_desk(candidate, registrar, visitor, case_studies, examiner):
    case_studies(candidate)
    sheet = takes(examiner)

    for person in (candidate, registrar):
        assert person.get("/marking").status_code == 403
        assert person.post("/marking/scripts").status_code == 403
        assert person.get(sheet.address).status_code == 404
    assert visitor.get("/marking").status_code == 302


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"levels": []}, id="no mapping"),
        pytest.param({"comments": {"figures": 7}}, id="no text"),
        pytest.param({"version": "1"}, id="no number"),
        pytest.param({"levels": {"figures": "9"}}, id="no such level"),
        pytest.param({"score": 100}, id="a-14 a field that the sheet does not have"),
    ],
)
def test_a_malformed_draft_is_refused_and_changes_nothing(candidate, examiner, case_studies, sent):
    case_studies(candidate)
    sheet = takes(examiner)

    if sent.get("levels"):
        sent = {"levels": {sheet.criteria[0]: "9"}}

    assert sheet.saves(0, **sent).status_code == 422
    assert Sheet(examiner, sheet.address).version == sheet.version


def test_a_desk_holds_five_scripts(app, examiner, case_studies):
    from kernel.actor import Role
    from tests.support.people import Somebody

    case_studies(*(Somebody(app, f"考生{number}", Role.CANDIDATE) for number in range(6)))
    for _ in range(5):
        takes(examiner)

    assert examiner.post("/marking/scripts").status_code == 409
