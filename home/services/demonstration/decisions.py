"""Applications with a history: a question that is open, an appeal that was granted, and an exemption that counts."""

from uuid import UUID

import eligibility.queries.applications
import eligibility.queries.exemptions
from eligibility.services import appeals, applications, exemptions
from home.services.demonstration import papers
from home.services.demonstration.admission import actor_of
from home.services.demonstration.cast import APPEALED, ASKED, CANDIDATES, LEVEL, SCHEME, Calendar, Candidate


def make_histories(calendar: Calendar) -> None:
    """One is asked for a better paper, another was refused by mistake, appealed, and is exempt from the case study."""
    _ask(calendar)
    _refuse_and_grant(calendar)
    _exempt(calendar)


def _apply(candidate: Candidate, calendar: Calendar, day: int) -> UUID:
    actor, now = actor_of(candidate.handle), calendar.day(day)
    papers.hand_in_papers(actor, SCHEME, LEVEL, order=CANDIDATES.index(candidate), now=now)
    return applications.apply(actor, SCHEME, LEVEL, now=now)


def _ask(calendar: Calendar) -> None:
    application_id = _apply(ASKED, calendar, -4)
    applications.ask_for_more(
        eligibility.queries.applications.application(application_id),
        reason="在职证明的公章不清晰，无法辨认单位名称，请重新拍照上传。",
        actor=actor_of("registrar2"),
        now=calendar.day(-2),
    )


def _refuse_and_grant(calendar: Calendar) -> None:
    application = eligibility.queries.applications.application(_apply(APPEALED, calendar, -9))
    applications.decide(
        application,
        approve=False,
        reason="在职证明未载明起止日期，无法确认工作年限。",
        actor=actor_of("registrar"),
        now=calendar.day(-7),
    )
    appeals.appeal(
        application,
        reason="起始日期写在证明的第二段，至今仍在职，因此没有终止日期。",
        actor=actor_of(APPEALED.handle),
        now=calendar.day(-6),
    )
    appeals.answer_appeal(
        application,
        grant=True,
        reason="证明第二段载明自2019年3月起在职，工作年限符合条件，申诉成立。",
        actor=actor_of("registrar2"),
        now=calendar.day(-4),
    )


def _exempt(calendar: Calendar) -> None:
    appealed = actor_of(APPEALED.handle)
    assert appealed.id is not None  # noqa: S101 -- has an account
    (latest,) = eligibility.queries.applications.applications_of(appealed.id)
    exemption_id = exemptions.propose(
        eligibility.queries.applications.application(latest.id),
        "case_study",
        basis="全国客户服务技能大赛案例分析项目第二名，证书编号 2024-0032",
        reason="大赛的案例分析项目由同一题型、同一评分标准组织，成绩高于合格线。",
        actor=actor_of("registrar2"),
        now=calendar.day(-4, hour=10),
    )
    exemptions.decide(
        eligibility.queries.exemptions.exemption(exemption_id),
        confirm=True,
        reason="已与主办单位核对获奖名单。",
        actor=actor_of("registrar"),
        now=calendar.day(-3),
    )
