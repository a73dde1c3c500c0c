"""What waits for those who run examinations, centres and the platform."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import accounts.queries
import certificates.queries
import eligibility.queries.accommodations
import eligibility.queries.applications
import exam.queries.sittings
import exam.services.allowing
import grading.queries.results
import grading.queries.scripts
import jobs.services
import question_bank.queries
import question_bank.services.reports
import schemes.services.reviewing
from centres.domain.cohort import CohortFacts
from centres.domain.stage import Stage
from centres.queries import cohorts
from centres.queries.progress import progress_of_all
from exam.domain.sitting import SittingState
from exam.domain.work import SittingFacts
from jobs.models import Job, JobState
from kernel.dates import local_date
from question_bank.domain.lifecycle import USABLE, State

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrarHome:
    """What waits for a registrar."""

    applications: int
    planned: int
    to_release: int
    activities: int
    held_up: int
    schemes: int
    questions: int
    reported: int
    coming: tuple[SittingFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorHome:
    """How far an author's questions have come."""

    drafts: int
    in_review: int
    usable: int
    reported: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminerHome:
    """What waits for an examiner: scripts nobody has taken, and those on the own desk."""

    waiting: int
    open_on_desk: int
    signed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortLine:
    """A cohort with how many people it has, how many are certified, and for how many something is due."""

    cohort: CohortFacts
    people: int
    certified: int
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccommodationsHome:
    """What waits for an accommodations officer; `days` is how long the oldest request waits."""

    waiting: int
    days: int
    granted: int
    readers: int
    to_prepare: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorHome:
    """The state of the platform."""

    people: int
    jobs: dict[JobState, int]
    failed: tuple[Job, ...]
    audit_entries: int


def registrar_home(now: datetime) -> RegistrarHome:
    """What waits for registrars now."""
    sittings = _in_time(now)
    return RegistrarHome(
        applications=eligibility.queries.applications.waiting_count(),
        planned=sum(sitting.state is SittingState.PLANNED for sitting in sittings),
        to_release=sum(
            1 for sitting_id in grading.queries.results.sittings_to_release(now) if _is_marked(sitting_id, now)
        ),
        activities=certificates.queries.waiting_activities(),
        schemes=schemes.services.reviewing.waiting_count(now),
        questions=question_bank.queries.waiting_count(now),
        reported=question_bank.services.reports.reported_count(),
        held_up=certificates.queries.held_up_count(),
        coming=tuple(s for s in sittings if s.state is SittingState.OPEN and s.times.starts_at < now + SOON),
    )


def author_home(person_id: UUID) -> AuthorHome:
    """How far this author's questions have come, and what was reported about any."""
    written = question_bank.queries.work_of(person_id)
    return AuthorHome(
        drafts=written.get(State.DRAFT, 0),
        in_review=written.get(State.REVIEW, 0),
        usable=sum(written.get(state, 0) for state in USABLE),
        reported=question_bank.services.reports.reported_count(),
    )


def examiner_home(person_id: UUID) -> ExaminerHome:
    """What waits for this examiner."""
    desk = grading.queries.scripts.desk(person_id)
    signed = sum(line.marks is not None for line in desk.lines)
    return ExaminerHome(waiting=desk.waiting, open_on_desk=len(desk.lines) - signed, signed=signed)


def sittings_today(person_id: UUID, now: datetime, zone: str) -> tuple[SittingFacts, ...]:
    """The published sittings of this day that somebody invigilates, the first one first."""
    today = local_date(now, zone)
    return tuple(
        row.facts
        for row in sorted(exam.queries.sittings.all_sitting_rows(person_id), key=lambda row: row.starts_at)
        if row.state is SittingState.OPEN and local_date(row.starts_at, zone) == today
    )


def next_sitting(person_id: UUID, now: datetime) -> SittingFacts | None:
    """The next published sitting that somebody invigilates."""
    coming = [sitting for sitting in _in_time(now, person_id) if sitting.state is SittingState.OPEN]
    return coming[0] if coming else None


def manager_home(organisation_ids: Iterable[UUID], now: datetime) -> tuple[CohortLine, ...]:
    """The cohorts of a manager's centres, the latest first."""
    found = cohorts.cohorts_of(organisation_ids)
    progress = progress_of_all(found, now)
    return tuple(
        CohortLine(
            cohort=cohort,
            people=len(progress[cohort.id]),
            certified=sum(each.stage is Stage.CERTIFIED for each in progress[cohort.id]),
            due=sum(bool(each.due) for each in progress[cohort.id]),
        )
        for cohort in found
    )


def accommodations_home(now: datetime, zone: str) -> AccommodationsHome:
    """What waits for accommodations officers now."""
    requests, today = eligibility.queries.accommodations.waiting(), local_date(now, zone)
    coming = exam.services.allowing.expected(now)
    return AccommodationsHome(
        waiting=requests.waiting,
        days=(today - local_date(requests.oldest_at, zone)).days if requests.oldest_at else 0,
        granted=len(eligibility.queries.accommodations.grants_not_over(today)),
        readers=sum(each.accommodation.reader for each in coming),
        to_prepare=len(coming),
    )


def administrator_home() -> AdministratorHome:
    """The state of the platform now."""
    return AdministratorHome(
        people=accounts.queries.people_count(),
        jobs=jobs.services.counts_by_state(),
        failed=tuple(jobs.services.failed_jobs()),
        audit_entries=accounts.queries.audit_length(),
    )


def _in_time(now: datetime, watched_by: UUID | None = None) -> list[SittingFacts]:
    """Sittings that are not over, the next first."""
    rows = sorted(exam.queries.sittings.all_sitting_rows(watched_by), key=lambda row: row.starts_at)
    return [row.facts for row in rows if row.times.ends_at > now]


def _is_marked(sitting_id: UUID, now: datetime) -> bool:
    progress = grading.queries.results.progress(sitting_id, now)
    return bool(progress.lines) and not progress.unmarked and not progress.sitting_now and not progress.still_to_come
