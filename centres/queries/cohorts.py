"""Cohorts, members, rosters and trainings as rows for the package and as values for others."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from centres.domain.cohort import CohortFacts
from centres.domain.membership import MemberFacts, OpenInvitation
from centres.domain.training import TrainingFacts
from centres.models import Cohort, Member, Training, UploadedRoster
from storage.database import db, existing


def cohort(cohort_id: UUID) -> Cohort:
    """The row of a cohort; raises NotFound."""
    return existing(Cohort, cohort_id)


def member(member_id: UUID) -> Member:
    """The row of a member; raises NotFound."""
    return existing(Member, member_id)


def roster(roster_id: UUID) -> UploadedRoster:
    """The row of an uploaded roster; raises NotFound."""
    return existing(UploadedRoster, roster_id)


def cohorts_of(organisation_ids: Iterable[UUID]) -> list[CohortFacts]:
    """The cohorts of these centres, the latest first."""
    query = select(Cohort).where(Cohort.organisation_id.in_(set(organisation_ids)))
    return [row.facts for row in db.session.scalars(query.order_by(Cohort.starts_on.desc(), Cohort.title))]


def member_rows(cohort_id: UUID) -> list[Member]:
    """The rows of a cohort's members, in the order in which they were invited."""
    query = select(Member).where(Member.cohort_id == cohort_id).order_by(Member.invited_at, Member.name, Member.id)
    return list(db.session.scalars(query))


def members_of(cohort_ids: Iterable[UUID]) -> list[MemberFacts]:
    """The members of these cohorts, by name."""
    query = select(Member).where(Member.cohort_id.in_(set(cohort_ids))).order_by(Member.name, Member.email)
    return [row.facts for row in db.session.scalars(query)]


def find_member(cohort_id: UUID, person_id: UUID) -> Member | None:
    """Somebody's place in a cohort."""
    return db.session.scalar(select(Member).where(Member.cohort_id == cohort_id, Member.person_id == person_id))


def known_addresses(cohort_id: UUID) -> frozenset[str]:
    """The e-mail addresses that are on the cohort's roster already."""
    return frozenset(db.session.scalars(select(Member.email).where(Member.cohort_id == cohort_id)))


def trainings_of(member_ids: Iterable[UUID]) -> dict[UUID, tuple[TrainingFacts, ...]]:
    """What these members have completed, the latest first."""
    query = select(Training).where(Training.member_id.in_(set(member_ids))).order_by(Training.completed_on.desc())
    found: dict[UUID, tuple[TrainingFacts, ...]] = {}
    for row in db.session.scalars(query):
        found[row.member_id] = (*found.get(row.member_id, ()), row.facts)
    return found


def brought_memberships(person_id: UUID) -> list[Member]:
    """The unanswered places that a roster gave somebody together with their account."""
    query = select(Member).where(
        Member.person_id == person_id,
        Member.brought_account,
        Member.joined_at.is_(None),
        Member.declined_at.is_(None),
    )
    return list(db.session.scalars(query))


def joined_cohorts(person_id: UUID) -> list[CohortFacts]:
    """The cohorts that somebody has joined."""
    query = select(Cohort).join(Member).where(Member.person_id == person_id, Member.joined_at.is_not(None))
    return [row.facts for row in db.session.scalars(query.order_by(Cohort.starts_on))]


def joined_by_organisation(person_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, int]]:
    """The organisations whose cohorts these people have joined: the latest of them, and how many people these are."""
    query = (
        select(Cohort.organisation_id, Cohort.id, Member.person_id)
        .join(Member)
        .where(Member.person_id.in_(set(person_ids)), Member.joined_at.is_not(None))
        .order_by(Cohort.starts_on, Cohort.id)
    )
    latest, people = dict[UUID, UUID](), defaultdict[UUID, set[UUID]](set)
    for organisation_id, cohort_id, person_id in db.session.execute(query):
        latest[organisation_id] = cohort_id
        people[organisation_id].add(person_id)
    return {organisation_id: (cohort_id, len(people[organisation_id])) for organisation_id, cohort_id in latest.items()}


def open_invitations(person_id: UUID) -> tuple[OpenInvitation, ...]:
    """The cohorts that somebody is asked to join and has not answered yet, the oldest first."""
    query = select(Member).where(
        Member.person_id == person_id, Member.joined_at.is_(None), Member.declined_at.is_(None)
    )
    return tuple(
        OpenInvitation(member_id=row.id, cohort_title=row.cohort.title, organisation_id=row.cohort.organisation_id)
        for row in db.session.scalars(query.order_by(Member.invited_at))
    )


def rosters_of(cohort_id: UUID, limit: int = 10) -> list[UploadedRoster]:
    """The rosters uploaded for a cohort, the latest first."""
    query = select(UploadedRoster).where(UploadedRoster.cohort_id == cohort_id)
    return list(db.session.scalars(query.order_by(UploadedRoster.uploaded_at.desc()).limit(limit)))
