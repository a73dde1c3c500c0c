"""How far the members of cohorts have come, gathered from the packages below in as many queries as for one person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import certificates.queries
import eligibility.queries.applications
import eligibility.queries.exemptions
import exam.queries.entries
import exam.queries.resits
import grading.queries.results
import schemes.queries
from centres.domain.cohort import CohortFacts
from centres.domain.membership import MemberFacts, Progress
from centres.domain.stage import PathFacts
from centres.domain.training import TrainingFacts
from centres.queries import cohorts
from certificates.domain.certificate import CertificateFacts
from eligibility.domain.application import ApplicationFacts, ApplicationState
from eligibility.domain.exemption import ExemptionFacts
from exam.domain.attempt import CLOSED, OPEN
from exam.domain.occasion import Occasion
from exam.domain.resit import FreeResit
from grading.domain.released import ReleasedScore
from kernel.dates import local_date
from kernel.words import Words
from schemes.domain.scheme import Scheme

A_DAY = timedelta(days=1)
"""It may still be yesterday where a scheme counts its days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sources:
    """What the packages below know of all the people at once."""

    applications: Mapping[tuple[str, int], Mapping[UUID, ApplicationFacts]]
    occasions: Mapping[UUID, list[Occasion]]
    scores: Mapping[UUID, tuple[ReleasedScore, ...]]
    exemptions: tuple[ExemptionFacts, ...]
    certificates: Mapping[UUID, tuple[CertificateFacts, ...]]
    trainings: Mapping[UUID, tuple[TrainingFacts, ...]]
    resits: tuple[FreeResit, ...]


def progress_of(cohort: CohortFacts, now: datetime) -> list[Progress]:
    """Every member of a cohort with the stage reached and what is due, by name."""
    return progress_of_all([cohort], now)[cohort.id]


def progress_of_all(wanted: Sequence[CohortFacts], now: datetime) -> dict[UUID, list[Progress]]:
    """The same for several cohorts at once."""
    members = cohorts.members_of([cohort.id for cohort in wanted])
    sources = _gather(wanted, members, now)
    found: dict[UUID, list[Progress]] = {}
    for cohort in wanted:
        scheme = _scheme(cohort, now)
        to_pass = {code: component.title for code, component in scheme.level(cohort.level).components.items()}
        mine = [member for member in members if member.cohort_id == cohort.id]
        found[cohort.id] = [_progress(cohort, member, to_pass, sources, now, scheme.zone) for member in mine]
    return found


def _scheme(cohort: CohortFacts, now: datetime) -> Scheme:
    return schemes.queries.current(cohort.scheme_code, now.date())


def _gather(wanted: Iterable[CohortFacts], members: Iterable[MemberFacts], now: datetime) -> _Sources:
    """Only of those who agreed to be seen."""
    joined = [member for member in members if member.joined_at is not None]
    people = [member.person_id for member in joined]
    occasions: dict[UUID, list[Occasion]] = defaultdict(list)
    for occasion in exam.queries.entries.occasions_of(people, now):
        occasions[occasion.candidate_id].append(occasion)
    aims = {(cohort.scheme_code, cohort.level) for cohort in wanted}
    return _Sources(
        applications={aim: eligibility.queries.applications.latest_applications(people, *aim) for aim in aims},
        occasions=occasions,
        scores=grading.queries.results.released_scores_of(people),
        exemptions=eligibility.queries.exemptions.confirmed(people),
        certificates=certificates.queries.certificates_of_all(people),
        trainings=cohorts.trainings_of([member.id for member in joined]),
        resits=exam.queries.resits.free_resits_of(people, (now - A_DAY).date()),
    )


def _progress(
    cohort: CohortFacts, member: MemberFacts, to_pass: Mapping[str, Words], sources: _Sources, now: datetime, zone: str
) -> Progress:
    if member.joined_at is None:
        return Progress(member=member, path=PathFacts(has_joined=False, to_pass=to_pass))
    person, aim = member.person_id, (cohort.scheme_code, cohort.level)
    application = sources.applications[aim].get(person)
    state = application.state if application else None
    occasions = [o for o in sources.occasions.get(person, []) if (o.sitting.scheme_code, o.sitting.level) == aim]
    scores = [s for s in sources.scores.get(person, ()) if (s.scheme_code, s.level) == aim]
    results = [grading.queries.results.result(score) for score in scores]
    today = local_date(now, zone)
    freed = [e for e in sources.exemptions if (e.candidate_id, e.scheme_code, e.level) == (person, *aim)]
    passed = frozenset(result.component for result in results if result.is_valid(today))
    passed |= {each.component for each in freed if each.is_valid(today)}
    counted = Counter(score.component for score in scores)
    sat = Counter(o.sitting.component for o in occasions if o.attempt and o.attempt.state in CLOSED)
    held = [c for c in sources.certificates.get(person, ()) if (c.scheme_code, c.level) == aim]
    trainings = sources.trainings.get(member.id, ())
    return Progress(
        member=member,
        training=trainings,
        certificate_number=held[0].number if held else "",
        path=PathFacts(
            has_joined=True,
            to_pass=to_pass,
            has_training=any(training.level == cohort.level for training in trainings),
            has_applied=application is not None and state is not ApplicationState.WITHDRAWN,
            was_refused=application is not None and application.was_refused,
            is_approved=state is ApplicationState.APPROVED,
            entered=frozenset(o.sitting.component for o in occasions if o.is_open(now) or _is_running(o)),
            sat=frozenset(sat),
            awaiting=frozenset(component for component in sat if sat[component] > counted[component]),
            failed=frozenset(result.component for result in results if not result.passed) - passed,
            passed=passed,
            free_until={
                each.component: each.last_on
                for each in sources.resits
                if (each.candidate_id, each.scheme_code, each.level) == (person, *aim)
                and each.component not in passed
                and each.last_on >= today
            },
            is_certified=bool(held),
            modules_only=application is not None and application.is_for_modules,
        ),
    )


def _is_running(occasion: Occasion) -> bool:
    return occasion.attempt is not None and occasion.attempt.state in OPEN
