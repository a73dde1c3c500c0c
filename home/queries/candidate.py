"""What a candidate's pages show: the path to a level, and what comes next on it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import accounts.queries
import certificates.queries
import eligibility.queries.applications
import eligibility.queries.evidence
import eligibility.queries.exemptions
import exam.queries.entries
import grading.queries.results
import schemes.queries
from centres.domain.membership import OpenInvitation
from centres.queries import cohorts
from certificates.domain.certificate import CertificateFacts
from eligibility.domain.admission import AdmissionReading, Outcome, read_level
from eligibility.domain.application import ApplicationFacts, ApplicationState, are_modules_only, leading
from eligibility.domain.evidence import Evidence
from eligibility.domain.exemption import ExemptionFacts
from eligibility.domain.portfolio import as_evidence
from exam.domain.attempt import CLOSED, OPEN
from exam.domain.occasion import Occasion
from exam.domain.sitting import Phase
from grading.domain.released import ReleasedScore
from grading.domain.score import Result
from home.domain.path import ApplicationStanding, ComponentStanding, Path
from kernel.dates import local_date
from schemes.domain.scheme import Level, Scheme

STANDING_OF = {
    ApplicationState.SUBMITTED: ApplicationStanding.WAITING,
    ApplicationState.ASKED: ApplicationStanding.ASKED,
    ApplicationState.APPEALED: ApplicationStanding.APPEALED,
    ApplicationState.APPROVED: ApplicationStanding.APPROVED,
    ApplicationState.REFUSED: ApplicationStanding.REFUSED,
    ApplicationState.UPHELD: ApplicationStanding.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A cohort that somebody is asked to join, and by whom."""

    invitation: OpenInvitation
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that is known of a candidate, gathered once for all levels."""

    applications: tuple[ApplicationFacts, ...]
    occasions: list[Occasion]
    scores: tuple[ReleasedScore, ...]
    exemptions: tuple[ExemptionFacts, ...]
    certificates: tuple[CertificateFacts, ...]
    evidence: Evidence

    def freed_from(self, level: tuple[str, int], on: date) -> frozenset[str]:
        """The components of a level from which the candidate is exempt on a day."""
        counting = (each for each in self.exemptions if (each.scheme_code, each.level) == level and each.is_valid(on))
        return frozenset(each.component for each in counting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The path to one level with the things that its steps lead to."""

    scheme: Scheme
    level: Level
    path: Path
    reading: AdmissionReading
    application: ApplicationFacts | None
    running: Occasion | None
    coming: Occasion | None
    certificate: CertificateFacts | None
    occasions: tuple[Occasion, ...]
    results: tuple[Result, ...]

    def valid_until(self, component: str) -> date | None:
        """The last day on which a pass of this component counts; None where it was not passed."""
        passes = (result.valid_until for result in self.results if result.component == component)
        return max((day for day in passes if day is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateHome:
    """What stands on the first page: the outlook on the level somebody aims at, and who asks them to join."""

    outlook: Outlook
    invitations: tuple[Invited, ...]


def candidate_home(person_id: UUID, now: datetime) -> CandidateHome | None:
    """What the page shows; None before any scheme is in force."""
    known = known_of(person_id, now)
    aim = aim_of(known, now)
    if aim is None:
        return None
    return CandidateHome(
        outlook=outlook(known, *aim, now),
        invitations=tuple(
            Invited(invitation=each, host=accounts.queries.organisation_name(each.organisation_id))
            for each in cohorts.open_invitations(person_id)
        ),
    )


def known_of(person_id: UUID, now: datetime) -> Known:
    """What is known of a candidate."""
    return Known(
        applications=eligibility.queries.applications.applications_of(person_id),
        occasions=exam.queries.entries.occasions_of([person_id], now),
        scores=grading.queries.results.released_scores(person_id),
        exemptions=eligibility.queries.exemptions.confirmed([person_id]),
        certificates=certificates.queries.certificates_of(person_id),
        evidence=as_evidence(eligibility.queries.evidence.portfolio_of(person_id)),
    )


def outlook(known: Known, scheme: Scheme, number: int, now: datetime) -> Outlook:
    """The path to one level of a scheme."""
    level, here = scheme.level(number), (scheme.code, number)
    filed = [a for a in known.applications if (a.scheme_code, a.level) == here]
    application = leading(filed)
    occasions = [o for o in known.occasions if (o.sitting.scheme_code, o.sitting.level) == here]
    results = [grading.queries.results.result(s) for s in known.scores if (s.scheme_code, s.level) == here]
    running = next((o for o in occasions if o.attempt and o.attempt.state in OPEN), None)
    order = [*level.components]
    open_ones = sorted(
        (o for o in occasions if o.is_open(now)),
        key=lambda o: (o.sitting.times.starts_at, order.index(o.sitting.component)),
    )
    coming = open_ones[0] if open_ones else None
    held = next((c for c in known.certificates if (c.scheme_code, c.level) == here), None)
    today = local_date(now, scheme.zone)
    freed = known.freed_from(here, today)
    reading = read_level(scheme, number, known.evidence, today)
    path = Path(
        has_evidence=known.evidence != Evidence(),
        meets_a_condition=reading.outcome is Outcome.FULL,
        meets_for_modules=reading.outcome is Outcome.MODULES,
        modules_only=are_modules_only(filed),
        application=STANDING_OF.get(application.state, ApplicationStanding.NONE)
        if application
        else ApplicationStanding.NONE,
        components={
            code: _standing(code, occasions, [r for r in results if r.component == code], freed, now, today)
            for code in level.components
        },
        titles={code: component.title for code, component in level.components.items()},
        door_is_open=coming is not None and coming.sitting.phase(now) in {Phase.DOOR_OPEN, Phase.STARTING},
        is_certified=held is not None,
    )
    return Outlook(
        scheme=scheme,
        level=level,
        path=path,
        reading=reading,
        application=application,
        running=running,
        coming=coming,
        certificate=held,
        occasions=tuple(occasions),
        results=tuple(results),
    )


def aim_of(known: Known, now: datetime) -> tuple[Scheme, int] | None:
    """The level last applied for; else the entry level of the first scheme."""
    if known.applications:
        latest = known.applications[0]
        return schemes.queries.version(latest.scheme_version_id), latest.level
    in_force = schemes.queries.all_in_force(now)
    preferred = [scheme for scheme in in_force if scheme.levels[max(scheme.levels)].blueprint] or [*in_force]
    return (preferred[0], max(preferred[0].levels)) if preferred else None


def _standing(
    code: str, occasions: list[Occasion], results: list[Result], freed: frozenset[str], now: datetime, today: date
) -> ComponentStanding:
    mine = [occasion for occasion in occasions if occasion.sitting.component == code]
    states = Counter(occasion.attempt.state for occasion in mine if occasion.attempt)
    if any(result.is_valid(today) for result in results):
        return ComponentStanding.PASSED
    if code in freed:
        return ComponentStanding.EXEMPT
    if any(states[state] for state in OPEN):
        return ComponentStanding.SITTING_NOW
    if any(occasion.is_open(now) for occasion in mine):
        return ComponentStanding.ENTERED
    if sum(states[state] for state in CLOSED) > len(results):
        return ComponentStanding.AWAITING
    return ComponentStanding.FAILED if results else ComponentStanding.OPEN
