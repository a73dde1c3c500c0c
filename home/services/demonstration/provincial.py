"""The provincial scheme in the demonstration: a sitting that somebody failed, who may come again free of charge."""

from uuid import UUID

import accounts.queries
import eligibility.queries.applications
import exam.queries.attempts
import schemes.queries
from centres.queries import cohorts as cohort_queries
from centres.services import cohorts, joining, rosters
from eligibility.services import applications
from exam.domain.answer import Answer
from exam.domain.form import TEXT_SLOT
from exam.services import handing_in, preparing
from grading.services import releasing
from home.services.demonstration import examination, papers
from home.services.demonstration.admission import actor_of, id_of, roster
from home.services.demonstration.cast import CANDIDATES, LEVEL, PROVINCE, SCHEME, WAITING, Calendar
from kernel.actor import PLATFORM
from kernel.dates import local_date
from question_bank.domain.intake import Target
from question_bank.services.importing import import_questions, plan
from schemes.services import loading

CASES = loading.SHIPPED.parent / "question_bank" / "content" / SCHEME / f"level-{LEVEL}" / "case-studies.yaml"
SHORT = "先道歉，再退款。"
"""An answer that no examiner lets pass."""


def hold_provincial_examination(calendar: Calendar) -> None:
    """From the cohort over the application to the result of two weeks ago."""
    _take_case_studies_into_use(calendar)
    _train(calendar)
    _admit(calendar)
    sitting_id = examination.plan(
        "case_study", calendar.day(-16), calendar.day(-50), scheme=PROVINCE, place="广州考点第二机房"
    )
    examination.enter(sitting_id, (WAITING,), calendar.day(-40))
    preparing.prepare_forms(sitting_id, now=calendar.day(-17))
    _write(sitting_id, calendar)
    examination.mark_everything(calendar.day(-14), level=3)
    releasing.release(sitting_id, actor=actor_of("registrar"), now=calendar.day(-12))


def _take_case_studies_into_use(calendar: Calendar) -> None:
    """The provincial level has the same functions as the national one and borrows its case studies."""
    now = calendar.day(-160)
    level = schemes.queries.current(PROVINCE, local_date(now, "Asia/Shanghai")).level(LEVEL)
    target = Target(scheme=PROVINCE, level=LEVEL, functions={each.code: each.title for each in level.functions})
    borrowed = CASES.read_text(encoding="utf-8").replace(f"scheme: {SCHEME}", f"scheme: {PROVINCE}", 1)
    intended = plan(CASES.name, borrowed.encode(), target)
    import_questions(intended.planned, source=CASES.name, reason=CASES.name, actor=PLATFORM, approve=True, now=now)


def _train(calendar: Calendar) -> None:
    manager, opened = actor_of("manager"), calendar.day(-100)
    (centre,) = accounts.queries.organisations_of(id_of("manager"))
    cohort_id = cohorts.create_cohort(
        organisation_id=centre,
        title="广东三级班（第一期）",
        scheme_code=PROVINCE,
        level=LEVEL,
        starts_on=opened.date(),
        ends_on=calendar.day(-65).date(),
        actor=manager,
        now=opened,
    )
    listed = roster([(WAITING.name, WAITING.name_latin, WAITING.email, "")])
    cohort = cohort_queries.cohort(cohort_id)
    rosters.import_roster(cohort, listed, dry_run=False, actor=manager, now=calendar.day(-99))
    (member,) = cohort_queries.member_rows(cohort_id)
    joining.join(member, actor=actor_of(WAITING.handle), now=calendar.day(-98))


def _admit(calendar: Calendar) -> None:
    """A little before the application under the national scheme; most of the papers serve for both."""
    actor, order = actor_of(WAITING.handle), CANDIDATES.index(WAITING)
    papers.hand_in_papers(actor, PROVINCE, LEVEL, order=order, now=calendar.day(-71, hour=9))
    application_id = applications.apply(actor, PROVINCE, LEVEL, now=calendar.day(-71, hour=10))
    applications.decide(
        eligibility.queries.applications.application(application_id),
        approve=True,
        reason="相关专业大专学历，连续工作满三年，符合申报条件。",
        actor=actor_of("registrar2"),
        now=calendar.day(-70),
    )


def _write(sitting_id: UUID, calendar: Calendar) -> None:
    began = calendar.day(-16, minute=5)
    attempt = exam.queries.attempts.attempt_row(examination.start(sitting_id, WAITING, began))
    text = Answer(seq=1, slot=TEXT_SLOT, value={"text": SHORT})
    handing_in.hand_in(attempt, writer=examination.PAGE, answers=(text,), now=calendar.day(-16, hour=10))
