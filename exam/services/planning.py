"""Planning sittings, publishing them when the bank can fill them, cancelling them."""

from datetime import datetime, timedelta
from uuid import UUID

import schemes.queries
from accounts.services import audit
from exam.domain.sitting import HELD_KINDS, SittingMove, Times
from exam.models import Sitting
from exam.services import preparing
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import BadInput, Refused
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from storage.database import db

LONGEST = 600
LARGEST = 5000


def plan_sitting(
    *,
    scheme_code: str,
    level: int,
    component: str,
    place: str,
    door_opens_at: datetime,
    starts_at: datetime,
    latest_start_at: datetime,
    minutes: int | None,
    capacity: int,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Plan a sitting under the scheme as it will be in force on its day; without minutes it takes the scheme's."""
    scheme = schemes.queries.current(scheme_code, now.date())
    scheme = schemes.queries.current(scheme_code, local_date(starts_at, scheme.zone))
    part = scheme.level(level).components.get(component)
    if part is None or scheme.version_id is None:
        raise BadInput(Refusal("no_such_component", component=component), "component")
    if part.kind not in HELD_KINDS or part.minutes is None:
        raise Refused(Refusal("component_without_sitting", component=part.title))
    length = part.minutes if minutes is None else minutes
    times = Times(
        door_opens_at=door_opens_at,
        starts_at=starts_at,
        latest_start_at=latest_start_at,
        ends_at=latest_start_at + timedelta(minutes=length),
    )
    refusals = [*times.check().refusals]
    if starts_at <= now:
        refusals.append(Refusal("start_in_the_past"))
    if not (0 < length <= LONGEST and 0 < capacity <= LARGEST):
        refusals.append(Refusal("numbers_out_of_range", longest=LONGEST, largest=LARGEST))
    if refusals:
        raise Refused(*refusals)
    sitting = Sitting(
        scheme_version_id=scheme.version_id,
        scheme_code=scheme.code,
        level=level,
        component=component,
        kind=part.kind,
        place=place.strip(),
        door_opens_at=door_opens_at,
        starts_at=starts_at,
        latest_start_at=latest_start_at,
        minutes=length,
        capacity=capacity,
    )
    db.session.add(sitting)
    db.session.flush()
    audit.record(
        actor,
        "exam.plan_sitting",
        f"sitting:{sitting.id}",
        {"component": component, "level": level, "starts_at": starts_at.isoformat(), "minutes": length},
        now=now,
    )
    return sitting.id


def publish(sitting: Sitting, *, actor: Actor, now: datetime) -> None:
    """Let candidates enter; refused with the cells that lack questions where the bank cannot fill a paper."""
    db.session.refresh(sitting, with_for_update=True)
    preparing.check_bank(sitting)
    sitting.move(SittingMove.PUBLISH)
    audit.record(actor, "exam.publish_sitting", f"sitting:{sitting.id}", {}, now=now)


def cancel(sitting: Sitting, *, actor: Actor, now: datetime) -> None:
    """Call a sitting off before it starts, and tell everybody who has entered."""
    if now >= sitting.starts_at:
        raise Refused(Refusal("already_started"))
    db.session.refresh(sitting, with_for_update=True)
    sitting.move(SittingMove.CANCEL)
    for entry in sitting.entries:
        notify(
            person_id=entry.candidate_id,
            subject=Words("考试场次已取消", "Your sitting has been cancelled"),
            body=Words(
                f"原定在{sitting.place}举行的考试场次已取消。请在“我的考试”中报名其他场次。",
                f"The sitting at {sitting.place} will not take place. Please enter another one under “My exams”.",
            ),
            link="/exams",
            now=now,
        )
    audit.record(actor, "exam.cancel_sitting", f"sitting:{sitting.id}", {"entries": len(sitting.entries)}, now=now)
