"""Two registrars and one application: claims keep them apart, and only one decision can fall."""

from threading import Barrier

import pytest

from eligibility.domain.application import ApplicationMove
from eligibility.queries import applications as filed
from eligibility.services import applications, claims
from kernel import clock
from kernel.errors import IllegalMove, NotPermitted, Refused
from storage.transaction import transaction
from tests.support.papers import hand_in_everything

CHECKED = {"decision": "approve", "reason": "已核对原件。"}


@pytest.fixture
def colleague(app):
    from kernel.actor import Role
    from tests.support.people import Somebody

    return Somebody(app, "孙考务", Role.REGISTRAR)


@pytest.fixture
def holder_of(app):
    def holder(application_id):
        with app.app_context():
            return filed.application(application_id).holder(clock.now())

    return holder


@pytest.fixture
def actions(app):
    def list_of():
        import accounts.queries

        with app.app_context():
            return [(entry.action, entry.actor, entry.detail) for entry in accounts.queries.audit_entries()]

    return list_of


def test_who_takes_an_application_holds_it_and_others_are_told_who(applied, registrar, colleague, holder_of, state_of):
    registrar.post(f"/desk/applications/{applied}/claim")

    assert holder_of(applied) == registrar.id
    assert (
        f"{registrar.name} has this application on the desk"
        in colleague.get(f"/desk/applications/{applied}?lang=en").text
    )
    for path, form in (("decision", CHECKED), ("decision", {"decision": "approve"}), ("claim", {})):
        refused = colleague.post(f"/desk/applications/{applied}/{path}?lang=en", form)
        assert refused.status_code == 409
        assert registrar.name in refused.text
    assert state_of(applied) == "submitted"
    assert registrar.post(f"/desk/applications/{applied}/decision", CHECKED).status_code == 302


def test_a_claim_ends_by_itself_after_half_an_hour_without_an_action(
    applied, registrar, colleague, holder_of, the_clock
):
    registrar.post(f"/desk/applications/{applied}/claim")
    the_clock.moves_on(minutes=29)
    registrar.post(f"/desk/applications/{applied}/decision", {"decision": "approve", "reason": ""})
    the_clock.moves_on(minutes=29, seconds=59)
    assert holder_of(applied) == registrar.id, "a form that was shown again is an action"

    the_clock.moves_on(seconds=1)

    assert holder_of(applied) is None
    assert colleague.post(f"/desk/applications/{applied}/claim").status_code == 302
    assert holder_of(applied) == colleague.id


def test_taking_over_is_possible_and_the_audit_log_says_from_whom(applied, registrar, colleague, holder_of, actions):
    registrar.post(f"/desk/applications/{applied}/claim")

    assert colleague.post(f"/desk/applications/{applied}/take-over").status_code == 302

    assert holder_of(applied) == colleague.id
    assert ("take_over_application", str(colleague.id), {"from": str(registrar.id)}) in actions()
    late = registrar.post(f"/desk/applications/{applied}/decision?lang=en", CHECKED)
    assert late.status_code == 409
    assert colleague.name in late.text


def test_putting_back_frees_it_and_only_who_holds_it_can(applied, registrar, colleague, holder_of):
    registrar.post(f"/desk/applications/{applied}/claim")

    colleague.post(f"/desk/applications/{applied}/release")
    assert holder_of(applied) == registrar.id

    registrar.post(f"/desk/applications/{applied}/release")
    assert holder_of(applied) is None


def test_the_next_one_is_the_longest_waiting_that_nobody_holds(
    app, graduate, other_candidate, applied, keeps, registrar, colleague, the_clock, holder_of
):
    the_clock.moves_on(days=1)
    for person in (other_candidate, registrar, colleague):
        person.signs_in()
    keeps(other_candidate, "education", degree="bachelor", field="same", awarded="2020-07-01")
    with app.app_context(), transaction():
        hand_in_everything(other_candidate.id, clock.now())
    later = other_candidate.post("/schemes/csm-national/levels/3/applications").location.split("/")[-1]

    assert str(applied) in registrar.post("/desk/applications/next").location
    assert later in colleague.post("/desk/applications/next").location
    assert registrar.post("/desk/applications/next").location == "/desk/applications"
    assert holder_of(applied) == registrar.id


def test_nobody_claims_their_own_application(app, scheme, keeps):
    from kernel.actor import Role
    from tests.support.people import Somebody

    both = Somebody(app, "双重身份", Role.CANDIDATE, Role.REGISTRAR)
    keeps(both, "education", degree="bachelor", field="same", awarded="2020-07-01")
    with app.app_context(), transaction():
        hand_in_everything(both.id, clock.now())
    own = both.post("/schemes/csm-national/levels/3/applications").location.split("/")[-1]

    assert both.post(f"/desk/applications/{own}/claim").status_code == 409
    assert both.post("/desk/applications/next").location == "/desk/applications"


def test_a_decision_does_not_fall_on_what_its_page_did_not_show(app, applied, registrar, colleague, state_of):
    seen = {"seen": "0", **CHECKED}
    colleague.post(f"/desk/applications/{applied}/decision", {"decision": "ask", "reason": "请补充毕业证书。"})
    with app.app_context(), transaction():
        row = filed.application(applied)
        from accounts.queries import actor_of

        applications.answer(row, words="", actor=actor_of(row.candidate_id), now=clock.now())

    assert registrar.post(f"/desk/applications/{applied}/decision", seen).status_code == 409
    assert state_of(applied) == "submitted"
    assert registrar.post(f"/desk/applications/{applied}/decision", {**seen, "seen": "2"}).status_code == 302


def test_two_decisions_at_the_same_moment_leave_exactly_one(app, applied, registrar, colleague):
    from concurrent.futures import ThreadPoolExecutor

    ready = Barrier(2)
    deciders = [(registrar.actor, True), (colleague.actor, False)]

    def decides(who):
        actor, approve = who
        with app.app_context():
            ready.wait(30)
            try:
                with transaction():
                    applications.decide(
                        filed.application(applied), approve=approve, reason="同时", actor=actor, now=clock.now()
                    )
            except IllegalMove:
                return None
            return ApplicationMove.APPROVE if approve else ApplicationMove.REFUSE

    with ThreadPoolExecutor(2) as pool:
        made = [move for move in pool.map(decides, deciders) if move]

    assert len(made) == 1
    with app.app_context():
        assert [step.move for step in filed.application(applied).steps] == made


def test_eight_claims_at_the_same_moment_leave_one_holder(app, applied, registrar, colleague, holder_of):
    from concurrent.futures import ThreadPoolExecutor

    ready = Barrier(8)
    people = [registrar.actor, colleague.actor] * 4

    def takes(actor):
        with app.app_context():
            ready.wait(30)
            try:
                with transaction():
                    claims.claim(filed.application(applied), actor=actor, now=clock.now())
            except Refused:
                return None
            return actor.id

    with ThreadPoolExecutor(8) as pool:
        holders = {each for each in pool.map(takes, people) if each}

    assert holders == {holder_of(applied)}


@pytest.mark.parametrize("role", ["candidate", "examiner", "centre_manager", "invigilator", "administrator"])
def test_a22_nobody_but_a_registrar_claims_decides_or_answers_an_appeal(app, applied, state_of, role, request):
    person = request.getfixturevalue(role)

    for path in ("claim", "take-over", "release", "decision"):
        answer = person.post(f"/desk/applications/{applied}/{path}", {"decision": "approve", "reason": "我自己批准"})
        assert answer.status_code == 404
    assert person.post("/desk/applications/next").status_code == 403
    actor = person.actor
    with app.app_context(), pytest.raises(NotPermitted), transaction():
        claims.claim(filed.application(applied), actor=actor, now=clock.now())
    assert state_of(applied) == "submitted"


def test_a14_fields_that_the_form_does_not_have_set_nothing(app, applied, registrar, state_of, holder_of):
    extra = {"state": "approved", "claimed_by": str(registrar.id), "made_by": str(registrar.id), "approved": "1"}

    decision = {"decision": "ask", "reason": "请补充。"}
    answer = registrar.post(f"/desk/applications/{applied}/decision", {**extra, **decision})

    assert answer.status_code == 400
    assert state_of(applied) == "submitted"
    registrar.post(f"/desk/applications/{applied}/decision", decision)
    assert state_of(applied) == "asked"
    with app.app_context():
        (step,) = filed.application(applied).steps
        assert (step.move, step.made_by) == (ApplicationMove.ASK, registrar.id)
    assert holder_of(applied) is None


def test_a21_the_same_form_sent_twice_decides_once(app, applied, registrar):
    forms = [registrar.post(f"/desk/applications/{applied}/decision", CHECKED).status_code for _ in range(2)]

    assert forms == [302, 409]
    with app.app_context():
        assert len(filed.application(applied).steps) == 1
