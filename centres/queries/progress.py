"""How far the members of cohorts have come, gathered from the packages below in as many queries as for one person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import certificates.queries
import eligibility.queries
import exam.queries
import grading.queries
import schemes.queries
from centres.domain.cohort import CohortFacts
from centres.domain.membership import MemberFacts, Progress
from centres.domain.stage import PathFacts
from centres.domain.training import TrainingFacts
from centres.queries import cohorts
from certificates.domain.certificate import CertificateFacts
from eligibility.domain.application import ApplicationFacts, ApplicationState
from exam.domain.attempt import CLOSED, AttemptState
from exam.domain.occasion import Occasion
from grading.domain.released import ReleasedScore
from kernel.dates import local_date
from kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sources:
    """What the packages below know of all the people at once."""

    applications: Mapping[UUID, ApplicationFacts]
    seats: Mapping[UUID, list[Occasion]]
    scores: Mapping[UUID, tuple[ReleasedScore, ...]]
    certificates: Mapping[UUID, tuple[CertificateFacts, ...]]
    trainings: Mapping[UUID, tuple[TrainingFacts, ...]]


def progress_of(cohort: CohortFacts, now: datetime) -> list[Progress]:
    """Every member of a cohort with the stage reached and what is due, by name."""
    members = cohorts.members_of([cohort.id])
    scheme = schemes.queries.current(cohort.scheme_code, now.date())
    components = scheme.level(cohort.level).components
    to_pass = {code: component.title for code, component in components.items()}
    sources = _gather(cohort, members, now)
    return [_progress(cohort, member, to_pass, sources, now, scheme.zone) for member in members]


def _gather(cohort: CohortFacts, members: Iterable[MemberFacts], now: datetime) -> _Sources:
    """Only of those who agreed to be seen."""
    joined = [member for member in members if member.joined_at is not None]
    people = [member.person_id for member in joined]
    seats: dict[UUID, list[Occasion]] = defaultdict(list)
    for seat in exam.queries.occasions_of(people, now):
        if (seat.sitting.scheme_code, seat.sitting.level) == (cohort.scheme_code, cohort.level):
            seats[seat.candidate_id].append(seat)
    return _Sources(
        applications=eligibility.queries.latest_applications(people, cohort.scheme_code, cohort.level),
        seats=seats,
        scores=grading.queries.released_scores_of(people),
        certificates=certificates.queries.certificates_of_all(people),
        trainings=cohorts.trainings_of([member.id for member in joined]),
    )


def _progress(
    cohort: CohortFacts, member: MemberFacts, to_pass: Mapping[str, Words], sources: _Sources, now: datetime, zone: str
) -> Progress:
    person = member.person_id
    application = sources.applications.get(person)
    state = application.state if application else None
    seats = sources.seats.get(person, [])
    scores = [
        s for s in sources.scores.get(person, ()) if (s.scheme_code, s.level) == (cohort.scheme_code, cohort.level)
    ]
    results = [grading.queries.result(score) for score in scores]
    today = local_date(now, zone)
    passed = frozenset(result.component for result in results if result.is_valid(today))
    handed_in = [seat for seat in seats if seat.attempt is not None and seat.attempt.state in CLOSED]
    sitting_now = [s for s in seats if s.attempt is not None and s.attempt.state is AttemptState.IN_PROGRESS]
    counted = Counter(score.component for score in scores)
    sat = Counter(seat.sitting.component for seat in handed_in)
    held = [
        c
        for c in sources.certificates.get(person, ())
        if (c.scheme_code, c.level) == (cohort.scheme_code, cohort.level)
    ]
    trainings = sources.trainings.get(member.id, ())
    return Progress(
        member=member,
        training=trainings,
        certificate_number=held[0].number if held else "",
        path=PathFacts(
            has_joined=member.joined_at is not None,
            to_pass=to_pass,
            has_training=any(training.level == cohort.level for training in trainings),
            has_applied=state in {ApplicationState.SUBMITTED, ApplicationState.APPROVED, ApplicationState.REFUSED},
            was_refused=state is ApplicationState.REFUSED,
            is_approved=state is ApplicationState.APPROVED,
            entered=frozenset(seat.sitting.component for seat in seats if seat.is_open(now) or seat in sitting_now),
            sat=frozenset(sat),
            awaiting=frozenset(component for component in sat if sat[component] > counted[component]),
            failed=frozenset(result.component for result in results if not result.passed) - passed,
            passed=passed,
            is_certified=bool(held),
        ),
    )
