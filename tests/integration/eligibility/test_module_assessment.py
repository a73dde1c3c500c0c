"""Whoever meets only a condition of module assessment can apply for that, reads what it leads to, and for more later."""

from pathlib import Path
from uuid import UUID

import pytest

from eligibility.domain.admission import Outcome
from eligibility.models.applications import Application
from eligibility.queries import applications as filed
from eligibility.services import appeals, applications
from kernel import clock
from kernel.actor import PLATFORM
from kernel.errors import Refused
from messages.services import notices_of
from schemes.domain.scheme import Admission
from schemes.queries import in_force
from schemes.services import loading
from storage.database import db
from storage.transaction import transaction
from tests.support.papers import hand_in_everything

CODE = "csm-standard"
NO_CERTIFICATE = {"en": "No certificate follows from them alone", "zh": "仅凭模块考核不颁发证书"}


@pytest.fixture
def scheme(app, the_clock):
    with app.app_context(), transaction():
        return loading.load(Path(f"schemes/{CODE}.yaml"), now=clock.now())


@pytest.fixture
def schooled(app, scheme, candidate, keeps):
    """A candidate with a degree and nothing else, which condition 1 asks for; the papers are there."""
    keeps(candidate, "education", degree="bachelor", field="other", awarded="2020-07-01", place="上海商学院")
    with app.app_context(), transaction():
        hand_in_everything(candidate.id, clock.now(), scheme_code=CODE)
    return candidate


def applies(app, who):
    actor = who.actor
    with app.app_context(), transaction():
        return applications.apply(actor, CODE, 3, now=clock.now())


def decides(app, application_id, *, approve=True):
    with app.app_context(), transaction():
        row = db.session.get_one(Application, application_id)
        applications.decide(row, approve=approve, reason="核对无误", actor=PLATFORM, now=clock.now())


def works_long_enough(app, who, keeps):
    keeps(who, "employment", start="2020-08-01", end=None, occupation="same", place="某公司")
    with app.app_context(), transaction():
        hand_in_everything(who.id, clock.now(), scheme_code=CODE, condition_id="2")


def text(page):
    return page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("You may apply for module assessment", "not for the full qualification", "Condition 2")),
        ("zh", ("可以申报模块考核", "不是完整认证的申请", "条件 2")),
    ],
)
def test_the_form_says_what_it_leads_to_and_what_is_missing_for_more(schooled, language, words):
    form = text(schooled.get(f"/schemes/{CODE}/levels/3/application?lang={language}"))
    check = text(schooled.get(f"/schemes/{CODE}/levels/3/application/check?lang={language}"))
    levels = text(schooled.get(f"/admission?scheme={CODE}&lang={language}"))

    assert [each for each in words if each not in form] == []
    assert NO_CERTIFICATE[language] in form
    assert NO_CERTIFICATE[language] in check
    assert {"en": "Confirm and apply for module assessment", "zh": "确认并申报模块考核"}[language] in check
    assert {"en": "Apply for module assessment of Level 3", "zh": "申报三级模块考核"}[language] in levels


@pytest.mark.parametrize(
    ("language", "more", "no_more"),
    [("en", "For the full qualification", "Not needed"), ("zh", "申报完整认证可用", "可不填")],
)
def test_what_would_count_for_more_is_not_called_needless(schooled, keeps, language, more, no_more):
    address = f"/schemes/{CODE}/levels/3/application?lang={language}"
    assert text(schooled.get(address)).count(f"{more}</span>") == 4
    assert no_more not in text(schooled.get(address))

    keeps(schooled, "employment", start="2020-08-01", end=None, occupation="same", place="某公司")

    assert more not in text(schooled.get(address))
    assert no_more in text(schooled.get(address))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "withdraw this application and apply anew"), ("zh", "可先撤回本申请再重新申报")]
)
def test_who_waits_reads_how_to_apply_in_full_and_who_does_it_can(app, schooled, keeps, language, words):
    application_id = applies(app, schooled)
    works_long_enough(app, schooled, keeps)
    form = f"/schemes/{CODE}/levels/3/application?lang={language}"
    waiting = (f"/applications/{application_id}?lang={language}", f"/admission?scheme={CODE}&lang={language}", form)
    assert [each for each in waiting if words not in text(schooled.get(each))] == []

    assert schooled.post(f"/applications/{application_id}/withdraw").status_code == 302

    assert [each for each in waiting if words in text(schooled.get(each))] == []
    assert applies(app, schooled) != application_id


def test_the_application_keeps_what_it_is_for(app, schooled):
    sent = schooled.post(f"/schemes/{CODE}/levels/3/applications", {"condition": "1"})
    assert sent.status_code == 302

    with app.app_context():
        row = filed.application(UUID(sent.location.rsplit("/", 1)[1]))
        assert (row.admission, row.outcome, row.condition_id) == (Admission.MODULES, Outcome.MODULES, "1")
    page = text(schooled.get(f"{sent.location}?lang=en"))
    assert "Applied for</dt><dd>Module assessment only" in page
    assert NO_CERTIFICATE["en"] in page
    assert "Module assessment only" in text(schooled.get("/applications?lang=en"))


def test_where_a_full_condition_holds_the_others_are_no_choice(app, schooled, keeps):
    works_long_enough(app, schooled, keeps)

    page = text(schooled.get(f"/schemes/{CODE}/levels/3/application/condition?lang=en"))

    assert "Module assessment only" not in page
    refused = schooled.post(f"/schemes/{CODE}/levels/3/applications", {"condition": "1"})
    assert refused.status_code == 409


def test_the_registrar_sees_what_is_decided_on_and_it_is_no_plain_case(app, schooled, registrar):
    application_id = applies(app, schooled)
    registrar.post(f"/desk/applications/{application_id}/claim")

    desk = text(registrar.get(f"/desk/applications/{application_id}?lang=en"))

    assert "This is an application for module assessment only" in desk
    assert "Module assessment only" in text(registrar.get("/desk/applications?lang=en"))
    registrar.post("/desk/plain-cases", {"chosen": f"{application_id}", "reason": "ok"})
    with app.app_context():
        assert filed.approved(schooled.id, CODE, 3) is None


@pytest.mark.parametrize("approve", [True, False], ids=["approved", "refused"])
def test_the_message_says_it_in_both_languages(app, schooled, approve):
    decides(app, applies(app, schooled), approve=approve)

    with app.app_context():
        told = notices_of(schooled.id)[0]
    assert "模块考核" in told.subject_zh
    assert "module assessment" in told.subject_en
    assert "仅凭模块考核不颁发证书" in told.body_zh
    assert "no certificate follows from them alone" in told.body_en


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "No certificate follows from modules alone"), ("zh", "仅凭模块考核不颁发证书")],
)
def test_the_path_says_it_before_and_after_the_decision(app, schooled, language, words):
    before = text(schooled.get(f"/path?scheme={CODE}&lang={language}"))
    application_id = applies(app, schooled)
    decides(app, application_id)

    page = text(schooled.get(f"/path?scheme={CODE}&lang={language}"))
    first = text(schooled.get(f"/?lang={language}"))
    decided = text(schooled.get(f"/applications/{application_id}?lang={language}"))

    assert {"en": "You can apply for module assessment only", "zh": "您目前仅可申报模块考核"}[language] in before
    assert words in page
    assert {"en": "approved for module assessment only", "zh": "仅批准模块考核"}[language] in first
    assert {"en": "Approved for module assessment", "zh": "已批准模块考核"}[language] in decided
    assert NO_CERTIFICATE[language] in decided


def test_nothing_is_said_of_modules_where_the_application_is_for_everything(app, schooled, keeps):
    works_long_enough(app, schooled, keeps)
    decides(app, applies(app, schooled))

    with app.app_context():
        told = notices_of(schooled.id)[0]
        assert filed.modules_only_of(schooled.id) == frozenset()
    assert "模块" not in told.subject_zh + told.body_zh
    assert "o certificate follows" not in text(schooled.get(f"/path?scheme={CODE}&lang=en"))


def test_the_admission_leads_to_the_examinations_and_leaves_room_for_the_full_one_only(app, schooled, keeps):
    first = applies(app, schooled)
    with pytest.raises(Refused) as waiting:
        applies(app, schooled)
    decides(app, first)
    with app.app_context():
        assert filed.approved(schooled.id, CODE, 3).id == first
        assert filed.modules_only_of(schooled.id) == {(CODE, 3)}
    with pytest.raises(Refused) as once_more:
        applies(app, schooled)

    works_long_enough(app, schooled, keeps)
    assert "Apply for the full qualification" in text(schooled.get(f"/admission?scheme={CODE}&lang=en"))
    second = applies(app, schooled)
    with pytest.raises(Refused) as twice:
        applies(app, schooled)

    assert [each.value.refusals[0].code for each in (waiting, once_more, twice)] == [
        "already_submitted", "already_approved", "already_submitted",
    ]  # fmt: skip
    with app.app_context():
        assert filed.approved(schooled.id, CODE, 3).id == first
        assert filed.modules_only_of(schooled.id) == {(CODE, 3)}
    decides(app, second)
    with app.app_context():
        assert filed.approved(schooled.id, CODE, 3).id == second
        assert filed.modules_only_of(schooled.id) == frozenset()


def test_better_evidence_in_an_answer_does_not_turn_it_into_full_admission(app, schooled, keeps):
    application_id = applies(app, schooled)
    with app.app_context(), transaction():
        row = db.session.get_one(Application, application_id)
        applications.ask_for_more(row, reason="请补充", actor=PLATFORM, now=clock.now())
    works_long_enough(app, schooled, keeps)
    actor = schooled.actor
    with app.app_context(), transaction():
        applications.answer(db.session.get_one(Application, application_id), words="", actor=actor, now=clock.now())
    decides(app, application_id)

    with app.app_context():
        assert filed.application(application_id).admission is Admission.MODULES
        assert filed.modules_only_of(schooled.id) == {(CODE, 3)}


def test_a_refusal_of_full_admission_can_be_appealed_beside_an_admission_to_modules(app, schooled, keeps):
    decides(app, applies(app, schooled))
    works_long_enough(app, schooled, keeps)
    second = applies(app, schooled)
    decides(app, second, approve=False)

    with app.app_context():
        assert appeals.may_appeal(filed.application(second), clock.now())
        assert in_force(CODE, clock.now()).level(3).condition("1").admission is Admission.MODULES
    assert "No certificate follows from modules alone" in text(schooled.get(f"/path?scheme={CODE}&lang=en"))
