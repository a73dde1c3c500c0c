"""Exemptions: two registrars, an outcome of its own, and a certificate that says so."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

import grading.queries.results
from eligibility.queries import exemptions as freed
from grading.domain.standing import standing
from schemes.queries import current

BASIS = {
    "component": "case_study",
    "basis": "省级技能竞赛一等奖，证书编号 2025-017",
    "reason": "竞赛内容覆盖案例分析全部要求。",
}
YES = {"decision": "confirm", "reason": "已核对获奖证书。"}


@pytest.fixture
def colleague(app):
    from kernel.actor import Role
    from tests.support.people import Somebody

    return Somebody(app, "孙考务", Role.REGISTRAR)


@pytest.fixture
def proposed(applied, registrar):
    """The address of an exemption from the case study that a registrar has proposed."""
    answer = registrar.post(f"/desk/applications/{applied}/exemptions", BASIS)
    assert answer.status_code == 302, answer.text
    return answer.location


def standing_of(app, person, on):
    with app.app_context():
        return grading.queries.results.standing(person.id, "csm-national", 3, on)


def test_a_second_and_different_registrar_confirms_and_it_is_no_score(
    app, graduate, registrar, colleague, proposed, the_clock
):
    today = date(2026, 3, 2)
    assert not any(each.exempt for each in standing_of(app, graduate, today).components)
    assert "You proposed this exemption yourself" in registrar.get(f"{proposed}?lang=en").text
    assert registrar.post(f"{proposed}/decision", YES).status_code == 409

    assert colleague.post(f"{proposed}/decision", YES).status_code == 302

    theory, case = standing_of(app, graduate, today).components
    assert (case.exempt, case.valid, case.passed, case.score) == (True, True, False, None)
    assert case.valid_until == date(2028, 3, 2)
    assert not theory.exempt
    results = graduate.get("/results?lang=en").text
    assert "Exempt" in results
    assert "You need not sit this component." in results
    assert "exempt" in graduate.get("/?lang=en").text
    assert colleague.post(f"{proposed}/decision", YES).status_code == 409, "decided once"


def test_it_counts_from_the_day_of_confirmation_through_its_last_day(app, graduate, colleague, proposed, the_clock):
    the_clock.moves_to(datetime(2028, 2, 29, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
    colleague.signs_in()
    colleague.post(f"{proposed}/decision", YES)

    valid = {day: standing_of(app, graduate, day).components[1].valid for day in DAYS}

    assert valid == {DAYS[0]: False, DAYS[1]: True, DAYS[2]: True, DAYS[3]: False}
    assert "was exempt, but only until 28 February 2030" in standing_of(app, graduate, DAYS[3]).sentence.en


DAYS = (date(2028, 2, 28), date(2028, 2, 29), date(2030, 2, 28), date(2030, 3, 1))


def test_a_declined_proposal_frees_nobody_and_leaves_room_for_another(
    app, graduate, applied, registrar, colleague, proposed
):
    colleague.post(f"{proposed}/decision", {"decision": "decline", "reason": "证据不足。"})

    assert not any(each.exempt for each in standing_of(app, graduate, date(2026, 3, 2)).components)
    assert "Not exempt from: Case study" in graduate.get("/notices?lang=en").text
    assert registrar.post(f"/desk/applications/{applied}/exemptions", BASIS).status_code == 302


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"component": "case_study"}, 409),
        ({"component": "theory"}, 409),
        ({"component": "nonsense"}, 422),
        ({"basis": " "}, 422),
        ({"reason": ""}, 422),
    ],
    ids=["proposed already", "nothing would be left to examine", "no such component", "no basis", "no reason"],
)
def test_a_proposal_that_cannot_be_is_refused(applied, registrar, proposed, form, status):
    assert registrar.post(f"/desk/applications/{applied}/exemptions", {**BASIS, **form}).status_code == status


@pytest.mark.parametrize("role", ["candidate", "examiner", "centre_manager", "invigilator", "administrator"])
def test_a22_nobody_but_registrars_proposes_and_decides(app, applied, proposed, role, request):
    person = request.getfixturevalue(role)

    assert person.get("/desk/exemptions").status_code == 403
    assert person.get(proposed).status_code == 404
    assert person.post(f"{proposed}/decision", YES).status_code == 404
    assert person.post(f"/desk/applications/{applied}/exemptions", BASIS).status_code == 404
    with app.app_context():
        assert freed.exemption(UUID(proposed.split("/")[-1])).decision is None


def test_a_pass_that_counts_goes_before_an_exemption(app, graduate, colleague, proposed):
    from decimal import Decimal

    from grading.domain.score import Result

    colleague.post(f"{proposed}/decision", YES)
    with app.app_context():
        (fact,) = freed.confirmed([graduate.id])
        level = current("csm-national", date(2026, 3, 2)).level(3)
    passes = [Result.of(component, Decimal(75), date(2026, 3, 2)) for component in level.components.values()]

    both = standing(level, passes, date(2026, 3, 3), [fact])
    freed_only = standing(level, passes[:1], date(2026, 3, 3), [fact])

    assert [(each.exempt, each.score) for each in both.components] == [(False, Decimal(75)), (False, Decimal(75))]
    assert freed_only.qualified
    assert "passed or exempt" in freed_only.sentence.en
    assert "免考" in freed_only.sentence.zh


def test_every_step_is_in_the_audit_log_and_the_candidate_is_told(app, graduate, colleague, proposed):
    import accounts.queries
    from messages.services import notices_of

    colleague.post(f"{proposed}/decision", YES)

    with app.app_context():
        actions = {entry.action: entry.detail for entry in accounts.queries.audit_entries()}
        told = [notice for notice in notices_of(graduate.id) if "exempt" in notice.subject_en]
    assert actions["propose_exemption"]["component"] == "case_study"
    assert actions["decide_exemption"]["confirmed"] is True
    assert "2028年3月2日" in told[0].body_zh
