"""A confirmed exemption is revoked as it was granted, by two registrars; a proposal ends with its application."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

import grading.queries.results
from eligibility.queries import applications as filed
from eligibility.queries import exemptions as freed
from eligibility.services import applications
from kernel import clock
from storage.transaction import transaction
from tests.support.exemptions import exempt

FALSE_PROOF = {"reason": "获奖证书经核实系伪造。"}
REVOKE = {"decision": "revoke", "reason": "发证单位书面答复：查无此证。"}
KEEP = {"decision": "keep", "reason": "发证单位确认属实。"}
BASIS = {"component": "case_study", "basis": "省级技能竞赛一等奖", "reason": "内容相同"}


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock):
    """People sign in by the test's clock, whatever order a test names them in."""


@pytest.fixture
def colleague(app):
    from kernel.actor import Role
    from tests.support.people import Somebody

    return Somebody(app, "孙考务", Role.REGISTRAR)


@pytest.fixture
def confirmed(app, graduate, applied):
    """The address of the graduate's confirmed exemption from the case study."""
    with app.app_context(), transaction():
        return f"/desk/exemptions/{exempt(graduate.id, 'case_study', clock.now())}"


@pytest.fixture
def contested(registrar, confirmed):
    """The same, when one registrar has proposed to revoke it."""
    answer = registrar.post(f"{confirmed}/revocations", FALSE_PROOF)
    assert answer.status_code == 302, answer.text
    return confirmed


def state_of(app, address):
    with app.app_context():
        return freed.exemption(UUID(address.split("/")[-1])).state.value


def exempt_on(app, person, day):
    """Whether the case study counts as exempt on a day."""
    with app.app_context():
        _theory, case = grading.queries.results.standing(person.id, "csm-national", 3, day).components
    return case.exempt and case.valid


def test_a_second_and_different_registrar_revokes_it_and_the_candidate_is_told(
    app, graduate, registrar, colleague, contested, the_clock
):
    assert exempt_on(app, graduate, date(2026, 3, 2)), "until somebody else agrees it counts"
    assert "You proposed the revocation yourself" in registrar.get(f"{contested}?lang=en").text
    assert registrar.post(f"{contested}/revocations/decision", REVOKE).status_code == 409
    the_clock.moves_to(datetime(2026, 3, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
    colleague.signs_in()

    page = colleague.get(f"{contested}?lang=en").text
    assert FALSE_PROOF["reason"] in page
    assert colleague.post(f"{contested}/revocations/decision", REVOKE).status_code == 302

    assert state_of(app, contested) == "revoked"
    assert exempt_on(app, graduate, date(2026, 3, 19))
    assert not exempt_on(app, graduate, date(2026, 3, 20)), "not on the day of the revocation any more"
    graduate.signs_in()
    told = graduate.get("/notices?lang=en").text
    assert "No longer exempt from: Case study" in told
    assert REVOKE["reason"] in told
    assert "20 March 2026" in told
    assert "Your exemption from this component is over" in graduate.get("/results?lang=en").text
    assert colleague.post(f"{contested}/revocations/decision", KEEP).status_code == 409, "decided once"


def test_where_the_second_one_lets_it_stand_it_counts_on_and_can_be_contested_again(
    app, graduate, colleague, contested
):
    assert colleague.post(f"{contested}/revocations/decision", KEEP).status_code == 302

    assert state_of(app, contested) == "confirmed"
    assert exempt_on(app, graduate, date(2026, 3, 2))
    assert "No longer exempt" not in graduate.get("/notices?lang=en").text
    assert KEEP["reason"] in colleague.get(contested).text
    assert colleague.post(f"{contested}/revocations", FALSE_PROOF).status_code == 302


def test_after_a_revocation_the_component_is_proposed_and_confirmed_anew(
    app, graduate, applied, registrar, colleague, contested
):
    colleague.post(f"{contested}/revocations/decision", REVOKE)
    assert not exempt_on(app, graduate, date(2026, 3, 2))

    again = registrar.post(f"/desk/applications/{applied}/exemptions", BASIS)
    assert again.status_code == 302
    yes = {"decision": "confirm", "reason": "补交了真实证书。"}
    assert colleague.post(f"{again.location}/decision", yes).status_code == 302

    assert exempt_on(app, graduate, date(2026, 3, 2))


def test_without_a_reason_and_by_nobody_else_nothing_is_revoked(app, registrar, confirmed, candidate, examiner):
    assert registrar.post(f"{confirmed}/revocations", {"reason": " "}).status_code == 422
    assert registrar.post(f"{confirmed}/revocations/decision", REVOKE).status_code == 409
    for person in (candidate, examiner):
        assert person.post(f"{confirmed}/revocations", FALSE_PROOF).status_code == 404
        assert person.post(f"{confirmed}/revocations/decision", REVOKE).status_code == 404
    assert state_of(app, confirmed) == "confirmed"


def test_every_step_is_in_the_audit_log(app, colleague, contested):
    import accounts.queries

    colleague.post(f"{contested}/revocations/decision", REVOKE)

    with app.app_context():
        actions = {entry.action: entry.detail for entry in accounts.queries.audit_entries()}
        steps = [step.move.value for step in freed.exemption(UUID(contested.split("/")[-1])).steps]
    assert actions["contest_exemption"]["reason"] == FALSE_PROOF["reason"]
    assert actions["answer_contested_exemption"]["revoked"] is True
    assert steps == ["confirm", "contest", "revoke"]


@pytest.mark.parametrize("ends", ["refused", "withdrawn", "refused after an appeal"])
def test_a_proposal_is_closed_with_its_application(app, graduate, applied, registrar, colleague, ends):
    from eligibility.services import appeals

    refuser, candidate = registrar.actor, graduate.actor
    with app.app_context(), transaction():
        if ends == "refused after an appeal":
            row = filed.application(applied)
            applications.decide(row, approve=False, reason="材料不清", actor=refuser, now=clock.now())
            appeals.appeal(row, reason="材料清楚", actor=candidate, now=clock.now())
    proposed = registrar.post(f"/desk/applications/{applied}/exemptions", BASIS).location
    second = colleague.actor
    with app.app_context(), transaction():
        row = filed.application(applied)
        if ends == "refused":
            applications.decide(row, approve=False, reason="材料不清", actor=refuser, now=clock.now())
        elif ends == "withdrawn":
            applications.withdraw(row, actor=candidate, now=clock.now())
        else:
            appeals.answer_appeal(row, grant=False, reason="维持", actor=second, now=clock.now())

    assert state_of(app, proposed) == "closed"
    assert "Closed by itself" in colleague.get(f"{proposed}?lang=en").text
    assert colleague.post(f"{proposed}/decision", {"decision": "confirm", "reason": "已核对"}).status_code == 409
    assert not exempt_on(app, graduate, date(2026, 3, 2))


def test_an_approval_closes_nothing(app, applied, registrar, colleague):
    proposed = registrar.post(f"/desk/applications/{applied}/exemptions", BASIS).location

    colleague.post(f"/desk/applications/{applied}/decision", {"decision": "approve", "reason": "材料齐全"})

    assert state_of(app, proposed) == "proposed"


def test_one_component_is_left_to_be_examined_also_on_another_application(
    app, graduate, applied, registrar, colleague, confirmed
):
    refuser, candidate = registrar.actor, graduate.actor
    with app.app_context(), transaction():
        applications.decide(filed.application(applied), approve=False, reason="不清", actor=refuser, now=clock.now())
        other = applications.apply(candidate, "csm-national", 3, now=clock.now())

    refused = registrar.post(f"/desk/applications/{other}/exemptions?lang=en", {**BASIS, "component": "theory"})

    assert refused.status_code == 409
    assert "At least one component has to be examined" in refused.text
