"""The registrars' queue: what waits, for how long, on whose desk; any number of applications, few statements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import defer

from eligibility.domain.admission import Outcome
from eligibility.domain.application import TO_DECIDE, UNDECIDED, ApplicationMove, ApplicationState
from eligibility.domain.periods import CLAIM_LASTS
from eligibility.models.applications import Application, ApplicationStep
from eligibility.models.trainees import Trainee
from storage.database import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which applications somebody wants to see; what is left empty does not narrow."""

    states: frozenset[ApplicationState] = TO_DECIDE
    scheme: str = ""
    level: int | None = None
    condition: str = ""
    days: int = 0
    holder: UUID | None = None
    plain: bool = False
    centre: UUID | None = None


def queue(wanted: Wanted, now: datetime) -> Select[Application]:
    """The applications to be paged: open ones longest waiting first, settled ones newest first."""
    narrowed: list[ColumnElement[bool]] = [Application.state.in_(wanted.states)]
    if wanted.scheme:
        narrowed.append(Application.scheme_code == wanted.scheme)
    if wanted.level is not None:
        narrowed.append(Application.level == wanted.level)
    if wanted.condition:
        narrowed.append(Application.condition_id == wanted.condition)
    if wanted.days:
        narrowed.append(Application.since <= now - timedelta(days=wanted.days))
    if wanted.holder is not None:
        narrowed.append(and_(Application.claimed_by == wanted.holder, Application.claimed_at > now - CLAIM_LASTS))
    if wanted.plain:
        narrowed.append(is_plain())
    if wanted.centre is not None:
        narrowed.append(_trained_at(wanted.centre))
    order = Application.since if wanted.states <= UNDECIDED else Application.since.desc()
    return select(Application).options(defer(Application.snapshot)).where(*narrowed).order_by(order, Application.id)


def _trained_at(organisation_id: UUID) -> ColumnElement[bool]:
    """Whether the applicant is trained at a centre for the level they apply for."""
    place = select(Trainee.candidate_id).where(
        Trainee.organisation_id == organisation_id,
        Trainee.candidate_id == Application.candidate_id,
        Trainee.scheme_code == Application.scheme_code,
        Trainee.level == Application.level,
    )
    return place.exists()


def is_plain() -> ColumnElement[bool]:
    """What the database alone can tell of plain cases; the papers are looked at one by one."""
    spoken = select(ApplicationStep.id).where(
        ApplicationStep.application_id == Application.id,
        ApplicationStep.move.in_([ApplicationMove.ASK, ApplicationMove.APPEAL]),
    )
    return and_(Application.state == ApplicationState.SUBMITTED, Application.outcome == Outcome.FULL, ~spoken.exists())


def free_for(person_id: UUID | None, now: datetime) -> Select[UUID]:
    """The first few that wait and that this registrar could take, longest waiting first."""
    refused = select(ApplicationStep.id).where(
        ApplicationStep.application_id == Application.id,
        ApplicationStep.move == ApplicationMove.REFUSE,
        ApplicationStep.made_by == person_id,
    )
    return (
        select(Application.id)
        .where(
            Application.state.in_(TO_DECIDE),
            Application.candidate_id != person_id,
            or_(Application.claimed_at.is_(None), Application.claimed_at <= now - CLAIM_LASTS),
            ~refused.exists(),
        )
        .order_by(Application.since, Application.id)
        .limit(20)
    )


def counts() -> dict[ApplicationState, int]:
    """How many applications there are in each state."""
    rows = db.session.execute(select(Application.state, func.count()).group_by(Application.state))
    found = dict.fromkeys(ApplicationState, 0)
    found.update((row[0], row[1]) for row in rows)
    return found
