"""Opening cohorts, and recording what their members have completed."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

import schemes.queries
from accounts.services import audit
from centres import permissions
from centres.domain.cohort import acceptable
from centres.domain.training import can_be_certified
from centres.models import Cohort, Member, Training
from eligibility.domain.portfolio import Source
from eligibility.services.evidence import record_evidence
from kernel.actor import PLATFORM, Actor
from kernel.dates import local_date
from kernel.errors import NotFound, NotPermitted, Refused
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from storage.database import db


def create_cohort(
    *,
    organisation_id: UUID,
    title: str,
    scheme_code: str,
    level: int,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Open a cohort of a training centre for a level of a scheme."""
    if actor is not PLATFORM and organisation_id not in actor.organisation_ids:
        raise NotPermitted
    title = " ".join(title.split())
    verdict = acceptable(title=title, starts_on=starts_on, ends_on=ends_on)
    if not verdict:
        raise Refused(*verdict.refusals)
    schemes.queries.current(scheme_code, starts_on).level(level)
    cohort = Cohort(
        organisation_id=organisation_id,
        title=title,
        scheme_code=scheme_code,
        level=level,
        starts_on=starts_on,
        ends_on=ends_on,
        opened_at=now,
    )
    db.session.add(cohort)
    db.session.flush()
    detail = {"organisation": str(organisation_id), "scheme": scheme_code, "level": level}
    audit.record(actor, "centres.create_cohort", f"cohort:{cohort.id}", detail, now=now)
    return cohort.id


def record_training(
    cohort: Cohort, members: Sequence[Member], *, hours: Decimal, completed_on: date, actor: Actor, now: datetime
) -> int:
    """Certify completed training, which becomes evidence of these members; tells how many records are new.

    Only who has joined can be certified for; the same training recorded again changes nothing.
    """
    if actor is not PLATFORM and not permissions.record_training.holds(actor, cohort):
        raise NotPermitted
    scheme = schemes.queries.current(cohort.scheme_code, completed_on)
    verdict = can_be_certified(hours=hours, completed_on=completed_on, on=local_date(now, scheme.zone))
    refusals = [*verdict.refusals]
    if not members:
        refusals.append(Refusal("training_for_nobody"))
    if any(member.joined_at is None for member in members):
        refusals.append(Refusal("training_before_joining"))
    if refusals:
        raise Refused(*refusals)
    if any(member.cohort_id != cohort.id for member in members):
        raise NotFound
    known = set(
        db.session.scalars(
            select(Training.member_id).where(
                Training.member_id.in_([member.id for member in members]),
                Training.level == cohort.level,
                Training.completed_on == completed_on,
            )
        )
    )
    new = [member for member in members if member.id not in known]
    for member in new:
        _record(cohort, member, hours, completed_on, actor, now)
    return len(new)


def _record(cohort: Cohort, member: Member, hours: Decimal, completed_on: date, actor: Actor, now: datetime) -> None:
    row = Training(
        member_id=member.id,
        level=cohort.level,
        hours=hours,
        completed_on=completed_on,
        recorded_by=actor.id,
        recorded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    written = {
        "level": cohort.level,
        "hours": int(hours) if hours == hours.to_integral_value() else float(hours),
        "completed": completed_on.isoformat(),
    }
    record_evidence(
        member.person_id, "training", written, source=Source.CENTRE, reference=f"training:{row.id}", now=now
    )
    detail = {"hours": str(hours), "completed": completed_on.isoformat(), "level": cohort.level}
    audit.record(actor, "centres.record_training", f"member:{member.id}", detail, now=now)
    notify(
        person_id=member.person_id,
        subject=Words("培训结业已登记", "Your completed training is on record"),
        body=Words(
            f"培训机构已为您登记结业：{cohort.title}，{written['hours']}学时，{completed_on:%Y年%-m月%-d日}结业。它已计入您的申请材料。",
            f"Your training centre has recorded {written['hours']} hours completed on {completed_on:%-d %B %Y} "
            f"in {cohort.title}. It counts among your evidence.",
        ),
        link="/",
        now=now,
    )
