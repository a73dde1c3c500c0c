"""Asking for more, refusing out of the trace, and appeals that somebody else reads."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eligibility.domain.application import APPLICATION, ApplicationMove
from eligibility.queries import applications as filed
from eligibility.services import appeals, applications
from kernel import clock
from kernel.errors import BadInput, IllegalMove, Refused
from messages.services import notices_of
from storage.transaction import transaction


@pytest.fixture
def colleague(app):
    from kernel.actor import Role
    from tests.support.people import Somebody

    return Somebody(app, "孙考务", Role.REGISTRAR)


@pytest.fixture
def decides(applied):
    def decide(person, decision, reason="", **more):
        return person.post(
            f"/desk/applications/{applied}/decision?lang=en", {"decision": decision, "reason": reason, **more}
        )

    return decide


@pytest.fixture
def moves_of(app):
    def moves(application_id):
        with app.app_context():
            return [step.move.value for step in filed.application(application_id).steps]

    return moves


def test_a_question_becomes_a_task_and_its_answer_brings_new_evidence_to_the_desk(
    app, graduate, applied, registrar, colleague, decides, keeps, the_clock, state_of
):
    decides(registrar, "ask", "请补充工作证明。")

    assert state_of(applied) == "asked"
    with app.app_context():
        notice = notices_of(graduate.id)[0]
        assert "请补充工作证明。" in notice.body_zh
        assert "needs more" in notice.body_en
        assert "1 April 2026" in notice.body_en, "thirty days, the last one named"
    task = graduate.get(f"/applications/{applied}?lang=en").text
    assert "The registrar needs more from you" in task
    assert "请补充工作证明。" in task
    assert "more was asked for" in graduate.get("/?lang=en").text
    assert "Nothing waits for a decision" in registrar.get("/desk/applications?lang=en").text

    the_clock.moves_on(days=5)
    for person in (graduate, colleague):
        person.signs_in()
    keeps(graduate, "employment", start="2021-01-01", end=None, occupation="same", place="新提交的公司")
    graduate.post(f"/applications/{applied}/answer", {"words": "已补充。"})

    assert state_of(applied) == "submitted"
    with app.app_context():
        row = filed.application(applied)
        assert [kept.kind.value for kept in row.items] == ["education", "employment"]
        assert len(row.snapshot) == 1, "what was handed in first stays as it was"
        assert row.since == clock.now(), "it waits again since the answer"
    page = colleague.get(f"/desk/applications/{applied}?lang=en").text
    assert "新提交的公司" in page
    assert "已补充。" in page
    assert "waits since today" in page
    decides(colleague, "approve", "材料齐全。")
    assert state_of(applied) == "approved"


def test_a_question_is_answered_by_its_candidate_alone_and_once(graduate, other_candidate, applied, registrar, decides):
    assert graduate.post(f"/applications/{applied}/answer").status_code == 409
    decides(registrar, "ask", "请补充。")

    assert other_candidate.post(f"/applications/{applied}/answer").status_code == 404
    assert registrar.post(f"/applications/{applied}/answer").status_code == 404
    assert graduate.post(f"/applications/{applied}/answer").status_code == 302
    assert graduate.post(f"/applications/{applied}/answer").status_code == 409


def test_without_an_answer_it_is_refused_only_after_the_last_day_but_approved_at_any_time(
    applied, registrar, decides, the_clock, state_of
):
    decides(registrar, "ask", "请补充。")
    the_clock.moves_to(datetime(2026, 4, 1, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai")))
    registrar.signs_in()
    assert "can answer until 1 April 2026" in decides(registrar, "refuse", "未补充。").text

    the_clock.moves_on(minutes=1)

    assert decides(registrar, "refuse", "逾期未补充。").status_code == 302
    assert state_of(applied) == "refused"


def test_an_unneeded_question_does_not_bar_an_approval(applied, registrar, decides, state_of):
    decides(registrar, "ask", "请补充。")

    assert decides(registrar, "approve", "已从学信网核实。").status_code == 302
    assert state_of(applied) == "approved"


def test_while_more_is_asked_for_no_second_application_is_made(app, graduate, applied, registrar, decides):
    decides(registrar, "ask", "请补充。")

    actor = graduate.actor
    with app.app_context(), pytest.raises(Refused) as refused, transaction():
        applications.apply(actor, "csm-national", 3, now=clock.now())

    assert refused.value.refusals[0].code == "already_asked"


def test_a_refusal_takes_its_reasons_from_the_trace_and_says_them_in_both_languages(
    app, graduate, applied, registrar, decides, moves_of
):
    page = registrar.get(f"/desk/applications/{applied}?lang=en")
    assert "not proved by the papers" not in page.text, "the form is for who has taken it"
    registrar.post(f"/desk/applications/{applied}/claim")
    page = registrar.get(f"/desk/applications/{applied}?lang=en")
    assert "Condition 3, Schooling: not proved by the papers: Junior college" in page.text

    assert decides(registrar, "refuse", ticked=["3.0", "1.0"]).status_code == 302

    assert moves_of(applied) == ["refuse"]
    with app.app_context():
        first, second = filed.application(applied).decision.facts.ticked
        assert (first.condition, first.place, second.condition) == ("3", 0, "1")
        assert "证明材料不足以证明" in first.words.zh
        assert "Needed: 6 years of continuous work" in second.words.en
        notice = notices_of(graduate.id)[0]
        assert first.words.zh in notice.body_zh
        assert first.words.en in notice.body_en
    assert "Condition 3, Schooling: not proved by the papers" in graduate.get(f"/applications/{applied}?lang=en").text


def test_a_reason_that_is_not_in_the_trace_is_refused(app, applied, registrar, decides, state_of):
    from eligibility.domain.application import TickedReason
    from kernel.words import Words

    assert decides(registrar, "refuse", ticked=["9.9"]).status_code == 422
    actor = registrar.actor
    with app.app_context(), pytest.raises(BadInput), transaction():
        applications.decide(
            filed.application(applied),
            approve=False,
            reason="",
            ticked=[TickedReason(condition="3", place=7, words=Words("x", "x"))],
            actor=actor,
            now=clock.now(),
        )
    assert state_of(applied) == "submitted"


def test_ticks_alone_do_not_approve(applied, registrar, decides, state_of):
    assert decides(registrar, "approve", ticked=["3.0"]).status_code == 422
    assert state_of(applied) == "submitted"


def test_an_appeal_goes_to_somebody_else_who_reads_the_first_reasons_and_grants_it(
    app, graduate, applied, registrar, colleague, decides, state_of, moves_of
):
    decides(registrar, "refuse", "学历证书无法核实。")
    assert "Appeal against the refusal" in graduate.get(f"/applications/{applied}?lang=en").text
    assert "学历证书无法核实。" in graduate.get(f"/applications/{applied}/appeal?lang=en").text

    assert graduate.post(f"/applications/{applied}/appeals", {"reason": "学信网可以核实。"}).status_code == 302

    assert state_of(applied) == "appealed"
    assert "You refused this application" in registrar.get(f"/desk/applications/{applied}?lang=en").text
    for path in ("claim", "take-over"):
        assert registrar.post(f"/desk/applications/{applied}/{path}").status_code == 409
    assert decides(registrar, "uphold", "维持").status_code == 409
    assert registrar.post("/desk/applications/next").location == "/desk/applications"

    assert str(applied) in colleague.post("/desk/applications/next").location
    page = colleague.get(f"/desk/applications/{applied}?lang=en").text
    assert "学历证书无法核实。" in page
    assert "学信网可以核实。" in page
    assert decides(colleague, "approve", "x").status_code == 422
    assert decides(colleague, "grant", "已在学信网核实。").status_code == 302

    assert moves_of(applied) == ["refuse", "appeal", "grant"]
    with app.app_context():
        assert filed.approved(graduate.id, "csm-national", 3) is not None
        assert [notice for notice in notices_of(graduate.id) if "已在学信网核实。" in notice.body_zh]


def test_a_refusal_that_stands_after_an_appeal_is_final_and_leaves_room_to_apply_again(
    app, graduate, applied, registrar, colleague, decides, state_of
):
    decides(registrar, "refuse", "无法核实。")
    graduate.post(f"/applications/{applied}/appeals", {"reason": "请再看。"})
    assert graduate.post("/schemes/csm-national/levels/3/applications").status_code == 409

    decides(colleague, "uphold", "仍无法核实。")

    assert state_of(applied) == "upheld"
    page = graduate.get(f"/applications/{applied}?lang=en").text
    assert "Refusal stands after appeal" in page
    assert "/appeal" not in page
    assert graduate.post(f"/applications/{applied}/appeals", {"reason": "再来。"}).status_code == 409
    actor = graduate.actor
    with app.app_context(), transaction():
        applications.apply(actor, "csm-national", 3, now=clock.now())


def test_an_appeal_is_made_in_time_with_a_reason_and_not_beside_a_new_application(
    app, graduate, other_candidate, applied, registrar, decides, the_clock, state_of
):
    path = f"/applications/{applied}/appeals"
    assert graduate.post(path, {"reason": "尚未决定"}).status_code == 409
    decides(registrar, "refuse", "无法核实。")
    assert graduate.post(path, {"reason": "  "}).status_code == 422
    assert other_candidate.post(path, {"reason": "别人"}).status_code == 404
    assert registrar.post(path, {"reason": "考务"}).status_code == 404
    with app.app_context():
        refused = filed.application(applied)
        assert appeals.may_appeal(refused, clock.now())
        last = datetime(2026, 3, 17, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert appeals.may_appeal(refused, last), "fifteen days, the last one included"
        assert [r.code for r in appeals.may_appeal(refused, last + timedelta(minutes=1)).refusals] == [
            "appeal_too_late"
        ]
    actor = graduate.actor
    with app.app_context(), transaction():
        applications.apply(actor, "csm-national", 3, now=clock.now())
    late = graduate.post(f"{path}?lang=en", {"reason": "请再看。"})
    assert late.status_code == 409
    assert "You have applied for this level again" in late.text
    assert state_of(applied) == "refused"


def test_the_state_is_what_the_moves_made_of_it(app, graduate, applied, registrar, colleague, decides):
    decides(registrar, "ask", "请补充。")
    graduate.post(f"/applications/{applied}/answer")
    decides(registrar, "refuse", "无法核实。")
    graduate.post(f"/applications/{applied}/appeals", {"reason": "请再看。"})
    decides(colleague, "grant", "可以核实。")

    with app.app_context():
        row = filed.application(applied)
        state = APPLICATION.begins
        for step in row.steps:
            state = APPLICATION.after(state, step.move)
        assert state is row.state
        assert [step.number for step in row.steps] == [1, 2, 3, 4, 5]
        assert row.decision.move is ApplicationMove.GRANT


def test_an_appeal_can_be_answered_only_where_there_is_one(app, applied, registrar):
    actor = registrar.actor
    with app.app_context(), pytest.raises(IllegalMove), transaction():
        appeals.answer_appeal(filed.application(applied), grant=True, reason="x", actor=actor, now=clock.now())
