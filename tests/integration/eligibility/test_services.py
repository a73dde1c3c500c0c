"""Applying and deciding: what the services do, and what they refuse whoever asks."""

import pytest
from sqlalchemy import select

import accounts.queries
from eligibility.domain.application import ApplicationDecided, ApplicationMove, ApplicationState
from eligibility.models.applications import Application
from eligibility.queries import applications as filed
from eligibility.queries import evidence as shown
from eligibility.services import applications, evidence
from kernel import clock
from kernel.errors import BadInput, IllegalMove, NotFound, NotPermitted, Refused
from kernel.event import listen
from messages.services import notices_of
from storage.database import db
from storage.transaction import transaction
from tests.support.papers import hand_in_everything


def decide(app, application_id, actor, *, approve=True, reason="材料齐全，符合条件。"):
    with app.app_context(), transaction():
        applications.decide(
            filed.application(application_id), approve=approve, reason=reason, actor=actor, now=clock.now()
        )


def audited(app):
    with app.app_context():
        return [(entry.action, entry.detail) for entry in accounts.queries.audit_entries()]


def test_an_application_pins_the_scheme_version_and_the_evidence(app, scheme, graduate, applied, keeps):
    keeps(graduate, "employment", start="2021-01-01", end=None, occupation="same")

    with app.app_context():
        row = filed.application(applied)
        assert row.scheme_version_id == scheme
        assert [kept.kind.value for kept in row.items] == ["education"]
        assert filed.reading_of(row).met == ("3",)


def test_applying_without_meeting_a_condition_is_refused(app, scheme, candidate):
    with app.app_context(), pytest.raises(Refused) as refused, transaction():
        applications.apply(candidate.actor, "csm-national", 3, now=clock.now())

    assert refused.value.refusals[0].code == "no_condition_met"
    with app.app_context():
        assert db.session.scalars(select(Application)).all() == []


def test_applying_for_another_level_than_the_one_met_is_refused(app, graduate):
    with app.app_context(), pytest.raises(Refused), transaction():
        applications.apply(graduate.actor, "csm-national", 2, now=clock.now())


def test_a_level_or_scheme_that_does_not_exist_is_not_found(app, graduate):
    for code, level in (("csm-national", 4), ("csm-atlantis", 3)):
        with app.app_context(), pytest.raises(NotFound), transaction():
            applications.apply(graduate.actor, code, level, now=clock.now())


def test_only_candidates_apply(app, scheme, registrar, keeps):
    keeps(registrar, "education", degree="bachelor", field="same", awarded="2020-07-01")

    with app.app_context(), pytest.raises(NotPermitted), transaction():
        applications.apply(registrar.actor, "csm-national", 3, now=clock.now())


def test_one_level_is_applied_for_once_at_a_time(app, graduate, applied):
    with app.app_context(), pytest.raises(Refused) as refused, transaction():
        applications.apply(graduate.actor, "csm-national", 3, now=clock.now())

    assert refused.value.refusals[0].code == "already_submitted"


def test_two_applications_at_the_same_moment_leave_one(app, graduate, applied, monkeypatch):
    monkeypatch.setattr(filed, "standing_application", lambda *_: None)

    with app.app_context(), pytest.raises(Refused) as refused, transaction():
        applications.apply(graduate.actor, "csm-national", 3, now=clock.now())

    assert refused.value.refusals[0].code == "already_submitted"
    with app.app_context():
        assert len(db.session.scalars(select(Application)).all()) == 1


def test_an_approval_admits_and_is_told_announced_and_audited(app, graduate, applied, registrar):
    heard = []
    listen(ApplicationDecided, heard.append)

    decide(app, applied, registrar.actor)

    with app.app_context():
        facts = filed.approved(graduate.id, "csm-national", 3)
        assert facts is not None
        assert facts.state is ApplicationState.APPROVED
        assert facts.reason == "材料齐全，符合条件。"
        assert filed.approved(graduate.id, "csm-national", 2) is None
        notice = notices_of(graduate.id)[0]
        assert notice.link == f"/applications/{applied}"
        assert "材料齐全" in notice.body_zh
    assert [(each.application_id, each.candidate_id, each.level, each.approved) for each in heard] == [
        (applied, graduate.id, 3, True)
    ]
    actions = dict(audited(app))
    assert actions["apply_for_level"]["conditions"] == ["3"]
    assert actions["decide_application"]["approved"] is True
    assert actions["decide_application"]["reason"] == "材料齐全，符合条件。"


def test_a_refusal_admits_nobody_and_leaves_room_for_another_application(app, graduate, applied, registrar):
    decide(app, applied, registrar.actor, approve=False, reason="毕业证书无法核实。")

    with app.app_context():
        assert filed.approved(graduate.id, "csm-national", 3) is None
        assert "毕业证书无法核实" in notices_of(graduate.id)[0].body_zh
    actor = graduate.actor
    with app.app_context(), transaction():
        again = applications.apply(actor, "csm-national", 3, now=clock.now())
    with app.app_context():
        assert [facts.id for facts in filed.applications_of(graduate.id)].count(again) == 1
        assert len(filed.applications_of(graduate.id)) == 2


@pytest.mark.parametrize("first", [True, False], ids=["approved", "refused"])
def test_nobody_decides_twice(app, applied, registrar, first):
    decide(app, applied, registrar.actor, approve=first)

    with pytest.raises(IllegalMove):
        decide(app, applied, registrar.actor, approve=not first)

    with app.app_context():
        decision = filed.application(applied).decision
        assert decision.move is (ApplicationMove.APPROVE if first else ApplicationMove.REFUSE)


@pytest.mark.parametrize("role", ["candidate", "examiner", "centre_manager", "invigilator", "administrator"])
def test_only_registrars_decide(app, applied, state_of, role, request):
    with pytest.raises(NotPermitted):
        decide(app, applied, request.getfixturevalue(role).actor)

    assert state_of(applied) == "submitted"


def test_nobody_decides_on_their_own_application(app, scheme, keeps):
    from kernel.actor import Role
    from tests.support.people import Somebody

    both = Somebody(app, "双重身份", Role.CANDIDATE, Role.REGISTRAR)
    keeps(both, "education", degree="bachelor", field="same", awarded="2020-07-01")
    actor = both.actor
    with app.app_context(), transaction():
        hand_in_everything(both.id, clock.now())
        application_id = applications.apply(actor, "csm-national", 3, now=clock.now())

    with pytest.raises(Refused):
        decide(app, application_id, both.actor)


def test_a_decision_needs_a_reason(app, applied, registrar, state_of):
    with pytest.raises(BadInput):
        decide(app, applied, registrar.actor, reason="  \n")

    assert state_of(applied) == "submitted"


def test_an_application_can_be_withdrawn_until_it_is_decided(
    app, graduate, other_candidate, applied, registrar, state_of
):
    stranger, owner = other_candidate.actor, graduate.actor
    with app.app_context(), pytest.raises(NotPermitted), transaction():
        applications.withdraw(filed.application(applied), actor=stranger, now=clock.now())
    with app.app_context(), transaction():
        applications.withdraw(filed.application(applied), actor=owner, now=clock.now())

    assert state_of(applied) == "withdrawn"
    with pytest.raises(IllegalMove):
        decide(app, applied, registrar.actor)


def test_evidence_is_read_strictly(app, scheme, candidate, keeps):
    for kind, data in (
        ("employment", {"start": "2020-01-01", "end": "2019-12-31", "occupation": "same"}),
        ("education", {"degree": "kindergarten", "field": "same", "awarded": "1990-01-01"}),
        ("education", {"degree": "bachelor", "field": "same", "awarded": "1990-13-01"}),
        ("spells", {"awarded": "1990-01-01"}),
    ):
        with pytest.raises(BadInput):
            keeps(candidate, kind, **data)
    with app.app_context():
        assert shown.portfolio_of(candidate.id) == ()


def test_the_same_certificate_is_kept_once_and_a_revocation_takes_its_place(app, scheme, candidate, keeps):
    certificate = {"scheme": "csm-national", "level": 3, "issued": "2024-01-01", "revoked": None}
    first = keeps(candidate, "certificates", source="platform", reference="CSM-1", **certificate)
    again = keeps(candidate, "certificates", source="platform", reference="CSM-1", **certificate)
    revoked = keeps(
        candidate, "certificates", source="platform", reference="CSM-1", **{**certificate, "revoked": "2025-01-01"}
    )

    assert first == again != revoked
    with app.app_context():
        (kept,) = shown.portfolio_of(candidate.id)
        assert str(kept.item.revoked) == "2025-01-01"


def test_what_the_platform_recorded_cannot_be_removed_by_the_candidate(app, scheme, candidate, keeps):
    item = keeps(candidate, "training", source="centre", level=3, hours=180, completed="2025-01-01")

    with app.app_context(), pytest.raises(Refused), transaction():
        evidence.remove_evidence(shown.evidence_item(item), now=clock.now())


def test_nobody_keeps_more_than_a_life_holds(app, scheme, candidate, monkeypatch, keeps):
    monkeypatch.setattr(evidence, "MOST_ITEMS", 2)
    keeps(candidate, "titles", grade="junior", awarded="2020-01-01")
    keeps(candidate, "titles", grade="junior", awarded="2021-01-01")

    with pytest.raises(Refused):
        keeps(candidate, "titles", grade="senior", awarded="2022-01-01")

    keeps(candidate, "training", source="centre", level=3, hours=180, completed="2025-01-01")


def test_removed_evidence_no_longer_counts_but_stays_in_the_application(app, graduate, applied):
    with app.app_context(), transaction():
        (row,) = shown.evidence_items_of(graduate.id)
        evidence.remove_evidence(row, now=clock.now())

    with app.app_context():
        assert shown.portfolio_of(graduate.id) == ()
        assert filed.reading_of(filed.application(applied)).met == ("3",)
        with pytest.raises(NotFound):
            shown.evidence_item(row.id)


def test_the_latest_application_of_many_people_is_found_at_once(app, graduate, other_candidate, applied):
    with app.app_context():
        found = filed.latest_applications([graduate.id, other_candidate.id], "csm-national", 3)
        assert {person: facts.id for person, facts in found.items()} == {graduate.id: applied}
        assert filed.waiting_count() == 1
