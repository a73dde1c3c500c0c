"""What a candidate's first page shows: the path to the level they aim at, and what comes next."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import accounts.queries
import certificates.queries
import eligibility.queries.applications
import eligibility.queries.evidence
import exam.queries.entries
import grading.queries
import schemes.queries
from centres.domain.membership import OpenInvitation
from centres.queries import cohorts
from certificates.domain.certificate import CertificateFacts
from eligibility.domain.admission import Outcome
from eligibility.domain.application import ApplicationFacts, ApplicationState
from exam.domain.attempt import CLOSED, AttemptState
from exam.domain.occasion import Occasion
from exam.domain.sitting import Phase
from grading.domain.score import Result
from home.domain.path import ApplicationStanding, ComponentStanding, Path
from kernel.dates import local_date
from schemes.domain.scheme import Level, Scheme

STANDING_OF = {
    ApplicationState.SUBMITTED: ApplicationStanding.WAITING,
    ApplicationState.APPROVED: ApplicationStanding.APPROVED,
    ApplicationState.REFUSED: ApplicationStanding.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A cohort that somebody is asked to join, and by whom."""

    invitation: OpenInvitation
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateHome:
    """The path to one level with the things that its steps lead to."""

    scheme: Scheme
    level: Level
    path: Path
    application: ApplicationFacts | None
    running: Occasion | None
    coming: Occasion | None
    certificate: CertificateFacts | None
    invitations: tuple[Invited, ...]


def candidate_home(person_id: UUID, now: datetime) -> CandidateHome | None:
    """What the page shows; None before any scheme is in force."""
    applications = eligibility.queries.applications.applications_of(person_id)
    aim = _aim(applications, now)
    if aim is None:
        return None
    scheme, number = aim
    today = local_date(now, scheme.zone)
    level = scheme.level(number)
    application = next((a for a in applications if (a.scheme_code, a.level) == (scheme.code, number)), None)
    occasions = [
        occasion
        for occasion in exam.queries.entries.occasions_of([person_id], now)
        if (occasion.sitting.scheme_code, occasion.sitting.level) == (scheme.code, number)
    ]
    scores = [
        s for s in grading.queries.released_scores(person_id) if (s.scheme_code, s.level) == (scheme.code, number)
    ]
    results = [grading.queries.result(score) for score in scores]
    running = next((o for o in occasions if o.attempt and o.attempt.state is AttemptState.IN_PROGRESS), None)
    order = [*level.components]
    open_ones = sorted(
        (o for o in occasions if o.is_open(now)),
        key=lambda o: (o.sitting.times.starts_at, order.index(o.sitting.component)),
    )
    coming = open_ones[0] if open_ones else None
    certificates_held = certificates.queries.certificates_of(person_id)
    held = next((c for c in certificates_held if (c.scheme_code, c.level) == (scheme.code, number)), None)
    readings = eligibility.queries.evidence.readings_of(person_id, scheme, today)
    path = Path(
        has_evidence=bool(eligibility.queries.evidence.portfolio_of(person_id)),
        meets_a_condition=readings[number].outcome is Outcome.FULL,
        application=STANDING_OF.get(application.state, ApplicationStanding.NONE)
        if application
        else ApplicationStanding.NONE,
        components={
            code: _standing(code, occasions, [r for r in results if r.component == code], scheme, now)
            for code in level.components
        },
        titles={code: component.title for code, component in level.components.items()},
        door_is_open=coming is not None and coming.sitting.phase(now) in {Phase.DOOR_OPEN, Phase.STARTING},
        is_certified=held is not None,
    )
    return CandidateHome(
        scheme=scheme,
        level=level,
        path=path,
        application=application,
        running=running,
        coming=coming,
        certificate=held,
        invitations=tuple(
            Invited(invitation=each, host=accounts.queries.organisation_name(each.organisation_id))
            for each in cohorts.open_invitations(person_id)
        ),
    )


def _aim(applications: tuple[ApplicationFacts, ...], now: datetime) -> tuple[Scheme, int] | None:
    """The level last applied for; else the entry level of the first scheme."""
    if applications:
        latest = applications[0]
        return schemes.queries.version(latest.scheme_version_id), latest.level
    in_force = schemes.queries.all_current(now.date())
    preferred = [scheme for scheme in in_force if scheme.levels[max(scheme.levels)].blueprint] or [*in_force]
    return (preferred[0], max(preferred[0].levels)) if preferred else None


def _standing(
    code: str, occasions: list[Occasion], results: list[Result], scheme: Scheme, now: datetime
) -> ComponentStanding:
    mine = [occasion for occasion in occasions if occasion.sitting.component == code]
    states = Counter(occasion.attempt.state for occasion in mine if occasion.attempt)
    if any(result.is_valid(local_date(now, scheme.zone)) for result in results):
        return ComponentStanding.PASSED
    if states[AttemptState.IN_PROGRESS]:
        return ComponentStanding.SITTING_NOW
    if any(occasion.is_open(now) for occasion in mine):
        return ComponentStanding.ENTERED
    if sum(states[state] for state in CLOSED) > len(results):
        return ComponentStanding.AWAITING
    return ComponentStanding.FAILED if results else ComponentStanding.OPEN
