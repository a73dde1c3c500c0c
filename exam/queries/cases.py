"""The cases of a sitting: what was seen of each attempt, what in it is worth a look, what was decided."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from exam.domain.integrity import Decision, Fact, Flag, Outcome, flags, still_open
from exam.models.attempts import Attempt, SavedAnswer
from exam.models.integrity import CaseDecision, Observed
from storage.database import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An attempt with what was seen of it."""

    attempt_id: UUID
    entry_id: UUID
    candidate_id: UUID
    number: str
    facts: tuple[Fact, ...]
    flags: frozenset[Flag]
    decisions: tuple[Decision, ...]

    @property
    def open_flags(self) -> frozenset[Flag]:
        """What nobody has looked at yet."""
        return still_open(self.flags, self.decisions)


def cases_of(sitting_id: UUID) -> list[Case]:
    """The attempts of a sitting in which something is worth a look; those that nobody has decided come first."""
    attempts = db.session.scalars(select(Attempt).where(Attempt.sitting_id == sitting_id)).all()
    found = [case for case in _cases(attempts) if case.flags or case.decisions]
    return sorted(found, key=lambda case: (not case.open_flags, case.number))


def case_of(attempt: Attempt) -> Case:
    """What was seen of one attempt."""
    return _cases([attempt])[0]


def handed_on(attempt_id: UUID) -> tuple[Flag, ...]:
    """What a registrar has handed on to those who mark an attempt: what it was, not where, when or why."""
    query = select(CaseDecision).where(CaseDecision.attempt_id == attempt_id)
    decided = [row.decision for row in db.session.scalars(query.where(CaseDecision.outcome == Outcome.FOR_EXAMINERS))]
    return tuple(sorted(frozenset[Flag]().union(*(each.flags for each in decided))))


def _cases(attempts: Iterable[Attempt]) -> list[Case]:
    rows = list(attempts)
    ids = [row.id for row in rows]
    facts: defaultdict[UUID, list[Fact]] = defaultdict(list)
    seen = select(Observed).where(Observed.attempt_id.in_(ids)).order_by(Observed.at, Observed.position)
    for observed in db.session.scalars(seen):
        facts[observed.attempt_id].append(observed.fact)
    saves: defaultdict[UUID, list[datetime]] = defaultdict(list)
    first = select(SavedAnswer.attempt_id, func.min(SavedAnswer.received_at)).where(SavedAnswer.attempt_id.in_(ids))
    for attempt_id, at in db.session.execute(first.group_by(SavedAnswer.attempt_id, SavedAnswer.slot)):
        saves[attempt_id].append(at)
    decided: defaultdict[UUID, list[CaseDecision]] = defaultdict(list)
    query = select(CaseDecision).where(CaseDecision.attempt_id.in_(ids)).order_by(CaseDecision.decided_at)
    for decision in db.session.scalars(query):
        decided[decision.attempt_id].append(decision)
    return [
        Case(
            attempt_id=row.id,
            entry_id=row.entry_id,
            candidate_id=row.candidate_id,
            number=row.number,
            facts=tuple(facts[row.id]),
            flags=flags(facts[row.id], saves[row.id]),
            decisions=tuple(each.decision for each in decided[row.id]),
        )
        for row in rows
    ]
