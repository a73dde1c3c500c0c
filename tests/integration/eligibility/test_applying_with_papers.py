"""An application stands on the papers that its condition asks for, and keeps what was shown."""

from pathlib import Path

import pytest

from accounts.queries import identity_of
from accounts.services.identity import record_identity
from eligibility.queries import applications as filed
from eligibility.queries.papers import papers_of
from eligibility.services import applications
from eligibility.services.papers import Prepared, keep_prepared
from kernel import clock
from kernel.errors import Refused
from schemes.queries import current
from schemes.services import loading
from storage.transaction import transaction
from tests.support.papers import a_picture, hand_in_everything, number_of


def test_an_application_keeps_exactly_what_was_shown(app, graduate, applied):
    with app.app_context():
        row = filed.application(applied)
        shown_papers = {(each["kind"], each["evidence_id"] is not None) for each in row.papers}
        assert shown_papers == {("portrait", False), ("identity", False), ("degree", True)}
        assert row.identity == {"kind": "resident_card", "masked": identity_of(graduate.id).masked}
        assert "*" in row.identity["masked"]
        assert row.condition_id == "3"


def test_a_paper_that_is_replaced_later_changes_no_application(app, graduate, applied, the_clock):
    with app.app_context():
        before = filed.application(applied).papers
        (degree,) = [each for each in papers_of(graduate.id) if each.kind == "degree"]
    actor = graduate.actor
    the_clock.moves_on(minutes=5)
    with app.app_context(), transaction():
        prepared = Prepared(kind=degree.kind, media_type="image/jpeg", content=a_picture())
        keep_prepared(actor, prepared, name="new.jpg", evidence_id=degree.evidence_id, now=clock.now())

    with app.app_context():
        assert filed.application(applied).papers == before
        assert degree.id not in {each.id for each in papers_of(graduate.id)}


@pytest.mark.parametrize(("lacking", "code"), [("identity number", "identity_lacking"), ("papers", "paper_lacking")])
def test_without_what_the_scheme_asks_for_nothing_is_applied_for(app, scheme, candidate, keeps, lacking, code):
    keeps(candidate, "education", degree="junior_college", field="same", awarded="2020-07-01")
    actor = candidate.actor
    with app.app_context(), transaction():
        if lacking == "papers":
            record_identity(candidate.id, "resident_card", number_of(candidate.id), actor=actor, now=clock.now())
        else:
            hand_in_everything(candidate.id, clock.now(), identity=False)

    with app.app_context(), pytest.raises(Refused) as refused, transaction():
        applications.apply(candidate.actor, "csm-national", 3, now=clock.now())

    assert {each.code for each in refused.value.refusals} == {code}
    with app.app_context():
        assert filed.applications_of(candidate.id) == ()


def test_a_scheme_that_asks_for_no_papers_gets_by_without(app, candidate, keeps):
    with app.app_context(), transaction():
        loading.load(Path("schemes/crm-course.yaml"), now=clock.now())
    with app.app_context():
        level = max(current("crm-course", clock.now().date()).levels)

    form = candidate.get(f"/schemes/crm-course/levels/{level}/application?lang=en").text
    assert "You may apply" in form
    assert "Hand in the papers" not in form
    assert "Confirm and apply" in candidate.get(f"/schemes/crm-course/levels/{level}/application/check?lang=en").text
    person = candidate.actor
    with app.app_context(), transaction():
        application_id = applications.apply(person, "crm-course", level, now=clock.now())

    with app.app_context():
        assert filed.application(application_id).papers == []
        assert filed.application(application_id).identity is None


def test_what_a_centre_recorded_needs_no_paper(app, scheme, candidate, keeps):
    keeps(candidate, "education", degree="junior_college", field="other", awarded="2020-07-01")
    keeps(candidate, "training", source="centre", level=3, hours=180, completed="2025-01-01")
    actor = candidate.actor
    with app.app_context(), transaction():
        hand_in_everything(candidate.id, clock.now())
        application_id = applications.apply(actor, "csm-national", 3, now=clock.now())

    with app.app_context():
        kinds = [each["kind"] for each in filed.application(application_id).papers]
        assert sorted(kinds) == ["degree", "identity", "portrait"]


def test_better_papers_handed_in_with_an_answer_join_those_shown_before(app, graduate, applied, registrar, the_clock):
    clerk, owner = registrar.actor, graduate.actor
    the_clock.moves_on(minutes=5)
    with app.app_context(), transaction():
        applications.ask_for_more(filed.application(applied), reason="看不清。", actor=clerk, now=clock.now())
    with app.app_context(), transaction():
        before = filed.application(applied).papers
        (degree,) = [each for each in papers_of(graduate.id) if each.kind == "degree"]
        prepared = Prepared(kind=degree.kind, media_type="image/jpeg", content=a_picture())
        better = keep_prepared(owner, prepared, name="new.jpg", evidence_id=degree.evidence_id, now=clock.now())
        applications.answer(filed.application(applied), words="已重新上传。", actor=owner, now=clock.now())

    with app.app_context():
        after = filed.application(applied).papers
        assert after[:-1] == before
        assert after[-1] == {"id": str(better.id), "kind": "degree", "evidence_id": str(degree.evidence_id)}
