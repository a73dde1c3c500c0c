"""Approving plain cases together: looked at as a list, decided one by one; what changed meanwhile is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

import schemes.queries
from eligibility import permissions
from eligibility.domain.admission import AdmissionReading, ConditionReading
from eligibility.domain.papers import needed
from eligibility.domain.unanimity import Unanimity
from eligibility.models.applications import Application
from eligibility.queries import applications as filed
from eligibility.queries import exemptions as freed
from eligibility.services import applications, claims
from kernel.actor import Actor
from kernel.errors import BadInput, NotPermitted
from kernel.verdict import Refusal, Verdict
from schemes.domain.scheme import Papers
from storage.database import db

MOST_AT_ONCE = 50
"""How many are approved in one go; more than a page nobody has looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What became of the chosen ones: approved, or left out with the reasons."""

    approved: tuple[Application, ...]
    left_out: tuple[tuple[Application, tuple[Refusal, ...]], ...]

    @property
    def rows(self) -> tuple[Application, ...]:
        """All of them."""
        return (*self.approved, *(row for row, _reasons in self.left_out))


def verdicts(rows: Iterable[Application], *, actor: Actor, now: datetime) -> dict[UUID, Verdict]:
    """For each application whether it is a plain case that this registrar can decide, or every reason why not."""
    looked_at = list(rows)
    special = freed.with_exemption(row.id for row in looked_at)
    return {row.id: _verdict(row, actor, now, is_special=row.id in special) for row in looked_at}


def _verdict(
    row: Application,
    actor: Actor,
    now: datetime,
    *,
    is_special: bool,
) -> Verdict:
    reading = filed.reading_of(row)
    plain = Unanimity(
        state=row.state,
        outcome=reading.outcome,
        moves=[step.move for step in row.steps],
        papers_are_complete=_are_complete(row, reading),
        has_exemption=is_special,
    ).verdict
    held_by = row.holder(now)
    held = (Refusal("on_another_desk"),) if held_by is not None and held_by != actor.id else ()
    return Verdict((*plain.refusals, *claims.may_decide(row, actor).refusals, *held))


def _are_complete(row: Application, reading: AdmissionReading) -> bool:
    """Every paper that the condition applied on asks for, handed in for these words; else those of any that holds."""
    if schemes.queries.version(row.scheme_version_id).papers is Papers.NONE:
        return True
    relied_on = [each for each in reading.conditions if each.met and row.condition_id in {None, each.condition.id}]
    shown = {(each["kind"], each["evidence_id"]) for each in row.papers if not each.get("is_of_earlier_words")}
    return any(_asked(each, row) <= shown for each in relied_on)


def _asked(condition: ConditionReading, row: Application) -> set[tuple[str, str | None]]:
    """The papers a condition asks for, as an application keeps them."""
    wanted = needed(condition, row.items)
    return {(each.kind.value, str(each.evidence_id) if each.evidence_id else None) for each in wanted}


def approve(seen: Mapping[UUID, int], *, reason: str, actor: Actor, now: datetime) -> Outcomes:
    """Approve each that is still as it was looked at: `seen` gives how many moves each had then.

    All are locked first, in one order, so that two registrars at once wait for each other and do not stand in each
    other's way. Each approval is a decision and an audit entry of its own.
    """
    if not permissions.decide_applications.holds(actor, None):
        raise NotPermitted
    if not reason.strip():
        raise BadInput(Refusal("decision_needs_reason"), where="reason")
    if len(seen) > MOST_AT_ONCE:
        raise BadInput(Refusal("too_many_at_once", most=MOST_AT_ONCE), where="chosen")
    query = select(Application).where(Application.id.in_(seen)).order_by(Application.id)
    rows = list(db.session.scalars(query.with_for_update().execution_options(populate_existing=True)))
    found = verdicts(rows, actor=actor, now=now)
    approved, left_out = [], []
    for row in sorted(rows, key=lambda row: (row.since, row.id)):
        changed = () if len(row.steps) == seen[row.id] else (Refusal("was_changed"),)
        if against := (*changed, *found[row.id].refusals):
            left_out.append((row, against))
            continue
        applications.decide(row, approve=True, reason=reason, actor=actor, now=now, seen=seen[row.id])
        approved.append(row)
    return Outcomes(approved=tuple(approved), left_out=tuple(left_out))
