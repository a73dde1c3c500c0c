"""The examiner's desk: take a script, think about it in a draft, sign it off or give it back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

import accounts.queries
import exam.queries.attempts
import question_bank.queries
import schemes.queries
from accounts.services import audit
from grading.domain.desk import MOST_OPEN, ClaimState
from grading.domain.resolution import resolve
from grading.domain.rubric import Judgement, judgements, total, undecided
from grading.models import Claim, Mark, QueuedScript
from grading.queries import scripts
from grading.services.scoring import append_score
from kernel.actor import Actor
from kernel.errors import NotPermitted, Refused
from kernel.verdict import Refusal
from question_bank.domain.case_study import Criterion
from storage.database import db


def take_next(examiner: Actor, *, now: datetime) -> UUID:
    """Put the next script nobody else has on this examiner's desk; raises Refused where none is left."""
    if examiner.id is None:
        raise NotPermitted
    held = (
        select(func.count()).select_from(Claim).where(Claim.examiner_id == examiner.id, Claim.given_back_at.is_(None))
    )
    if (db.session.scalar(held.where(~Claim.mark.has())) or 0) >= MOST_OPEN:
        raise Refused(Refusal("desk_full", most=MOST_OPEN))
    own = frozenset(accounts.queries.organisations_of(examiner.id))
    waiting = scripts.waiting_for(examiner.id)
    for attempt_id in db.session.scalars(waiting.with_only_columns(QueuedScript.attempt_id)).all():
        one = waiting.where(QueuedScript.attempt_id == attempt_id)
        script = db.session.scalar(one.with_for_update(skip_locked=True, of=QueuedScript))
        if script is None or not own.isdisjoint(accounts.queries.organisations_of(script.candidate_id)):
            continue
        claim_id = _claim(script, examiner.id, now)
        if claim_id is not None:
            audit.record(examiner, "take_script", script.number, {"turn": script.open_turn}, now=now)
            return claim_id
    raise Refused(Refusal("no_script_waiting"))


def _claim(script: QueuedScript, examiner_id: UUID, now: datetime) -> UUID | None:
    """None where somebody else was faster."""
    claim = Claim(attempt_id=script.attempt_id, turn=script.open_turn, examiner_id=examiner_id, taken_at=now, draft=[])
    try:
        with db.session.begin_nested():
            db.session.add(claim)
    except IntegrityError:
        return None
    return claim.id


def save_draft(
    claim: Claim, *, number: str, version: int, levels: Mapping[str, str], comments: Mapping[str, str], now: datetime
) -> None:
    """Keep what the examiner thinks so far; a page with another script or an older state is refused."""
    _lock(claim, number, version)
    _keep(claim, judgements(_rubric(claim), levels, comments), now)


def sign_off(
    claim: Claim,
    *,
    number: str,
    version: int,
    levels: Mapping[str, str],
    comments: Mapping[str, str],
    examiner: Actor,
    now: datetime,
) -> None:
    """Sign the marks; they settle the score, or another examiner is asked for. Raises Refused while one is missing."""
    _lock(claim, number, version)
    rubric = _rubric(claim)
    given = judgements(rubric, levels, comments)
    if missing := undecided(given):
        titles = tuple(criterion.title for criterion in rubric if criterion.id in missing)
        raise Refused(Refusal("criteria_undecided", criteria=titles))
    _keep(claim, given, now)
    mark = Mark(
        claim=claim,
        attempt_id=claim.attempt_id,
        turn=claim.turn,
        examiner_id=claim.examiner_id,
        marks=total(rubric, given),
        judgements=[judgement.as_data() for judgement in given],
        signed_at=now,
    )
    db.session.add(mark)
    db.session.flush()
    audit.record(
        examiner, "sign_off_script", claim.script.number, {"turn": claim.turn, "marks": str(mark.marks)}, now=now
    )
    _settle(claim.script, rubric, now)


def give_back(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """Let somebody else mark it; the draft stays on record but nobody sees it."""
    _hold(claim)
    if claim.state is not ClaimState.OPEN:
        raise Refused(Refusal("script_signed"))
    claim.given_back_at = now
    audit.record(actor, "give_back_script", claim.script.number, {"turn": claim.turn}, now=now)
    db.session.flush()


def _hold(claim: Claim) -> None:
    """Wait for whoever works on this claim, and only then look: a lock's own row is fresh, what is joined is not."""
    db.session.execute(select(Claim.id).where(Claim.id == claim.id).with_for_update())
    db.session.refresh(claim)


def _lock(claim: Claim, number: str, version: int) -> None:
    _hold(claim)
    if claim.script.number != number:
        raise Refused(Refusal("other_script"))
    if claim.state is not ClaimState.OPEN:
        raise Refused(Refusal("script_signed" if claim.state is ClaimState.SIGNED else "script_given_back"))
    if claim.version != version:
        raise Refused(Refusal("stale_script"))


def _keep(claim: Claim, given: tuple[Judgement, ...], now: datetime) -> None:
    claim.draft = [judgement.as_data() for judgement in given]
    claim.saved_at = now
    db.session.flush()


def _rubric(claim: Claim) -> tuple[Criterion, ...]:
    return question_bank.queries.case_study(claim.script.case_version_id).rubric


def _settle(script: QueuedScript, rubric: tuple[Criterion, ...], now: datetime) -> None:
    """Fold the marks given so far by the scheme's rule."""
    work = exam.queries.attempts.work(script.attempt_id, now)
    component = schemes.queries.version(work.scheme_version_id).level(work.level).components[work.component]
    marks = scripts.marks_of(script.attempt_id)
    outcome = resolve(component, [mark.marks for mark in marks])
    if outcome.score is None:
        script.open_turn = script.first_turn + len(marks)
        return
    script.open_turn = None
    append_score(work, outcome.score, {"criteria": [_breakdown(criterion, marks) for criterion in rubric]}, now=now)


def _breakdown(criterion: Criterion, marks: list[Mark]) -> dict[str, object]:
    """What each marker gave under one criterion, without their comments."""
    chosen = [
        criterion.levels[judgement["level"]].marks
        for mark in marks
        for judgement in mark.judgements
        if judgement["criterion"] == criterion.id
    ]
    title = {"zh": criterion.title.zh, "en": criterion.title.en}
    return {"title": title, "out_of": str(criterion.marks), "marks": [str(mark) for mark in chosen]}
