"""Making the papers of one sitting: pinning the questions, holding all papers to one target, rebuilding them."""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select

import question_bank.queries
import schemes.queries
from exam.domain.assembly.feasibility import check
from exam.domain.assembly.making import Maker, asked_by
from exam.domain.assembly.measures import MEASURES, Measure, Target, target_of
from exam.domain.assembly.pinned import PinnedQuestion
from exam.domain.form import Layout
from exam.models.papers import Form, Pool
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from kernel.errors import Refused
from kernel.verdict import Refusal
from question_bank.domain.kind import COGNITIVE, KINDS, Cognitive, Kind
from question_bank.domain.question import PoolItem
from schemes.domain.blueprint import Blueprint
from schemes.domain.scheme import Level
from storage.database import db

SEED_BYTES = 32


def check_bank(sitting: Sitting) -> None:
    """Raise Refused unless the bank can fill a paper of this sitting."""
    if _is_case(sitting):
        if not question_bank.queries.case_pool(sitting.scheme_code, sitting.level):
            raise Refused(Refusal("no_case_study"))
        return
    pool = _bank_now(sitting)
    _check(sitting, pool, _target(sitting, pool, sat.forms_of(sitting.id)))


def new_forms(
    sitting: Sitting, waiting: Sequence[UUID | None], forms: Sequence[Form], *, now: datetime
) -> Iterator[Form]:
    """A paper for each entry that waits, or to spare where it is None, beside the papers that are there."""
    layouts = _new_cases if _is_case(sitting) else _new_papers
    numbers = count(max((form.number for form in forms), default=0) + 1)
    for entry_id, number, (pool, seed, layout) in zip(waiting, numbers, layouts(sitting, forms, now), strict=False):
        yield Form(
            sitting_id=sitting.id,
            number=number,
            pool=pool,
            entry_id=entry_id,
            seed=seed,
            content=layout.as_data(),
            prepared_at=now,
        )


def rebuilt(forms: Sequence[Form], sitting: Sitting) -> list[Layout]:
    """All papers of a sitting made again from their seeds and pinned pools alone; they must equal what is on record."""
    if _is_case(sitting):
        return [_case_of(form.seed, [UUID(item["version_id"]) for item in form.pool.items]) for form in forms]
    made: list[Layout] = []
    makers: dict[UUID, Maker] = {}
    for form in forms:
        if form.pool_id not in makers:
            pool = pinned(form.pool)
            makers[form.pool_id] = Maker(pool, blueprint_of(sitting), _target(sitting, pool, forms))
        made.append(makers[form.pool_id].make(form.seed, asked_by(made)))
    return made


def blueprint_of(sitting: Sitting) -> Blueprint:
    """The blueprint that the sitting's scheme version has for its level; raises Refused where there is none."""
    blueprint = _level(sitting).blueprint
    if blueprint is None:
        raise Refused(Refusal("no_blueprint", level=sitting.level))
    return blueprint


def pass_mark_of(sitting: Sitting) -> Decimal:
    """What a candidate needs to pass."""
    return _level(sitting).components[sitting.component].pass_mark


def target_of_sitting(sitting: Sitting, forms: Sequence[Form]) -> Target:
    """Where every measure of a paper of this sitting has to lie; there is at least one paper."""
    return _target(sitting, (), forms)


def pinned(pool: Pool) -> tuple[PinnedQuestion, ...]:
    """The questions of a pool; what an older pool does not say stands in the bank, whose versions never change."""
    if any("difficulty" not in item for item in pool.items):
        versions = [UUID(item["version_id"]) for item in pool.items]
        return _as_they_are(question_bank.queries.pool_items(versions))
    return tuple(PinnedQuestion.from_data(item) for item in pool.items)


def _new_papers(sitting: Sitting, forms: Sequence[Form], now: datetime) -> Iterator[tuple[Pool, str, Layout]]:
    questions = _bank_now(sitting)
    target = _target(sitting, questions, forms)
    pool = _pin(sitting, [question.as_data() for question in questions], now)
    maker = Maker(questions, blueprint_of(sitting), target)
    exposure = asked_by([form.layout for form in forms])
    while True:
        seed = secrets.token_hex(SEED_BYTES)
        try:
            layout = maker.make(seed, exposure)
        except Refused:
            _check(sitting, questions, target)
            raise
        exposure += asked_by([layout])
        yield pool, seed, layout


def _new_cases(sitting: Sitting, forms: Sequence[Form], now: datetime) -> Iterator[tuple[Pool, str, Layout]]:
    check_bank(sitting)
    cases = [case.version_id for case in question_bank.queries.case_pool(sitting.scheme_code, sitting.level)]
    pool = _pin(sitting, [{"version_id": str(case)} for case in sorted(cases, key=str)], now)
    while True:
        seed = secrets.token_hex(SEED_BYTES)
        yield pool, seed, _case_of(seed, cases)


def _case_of(seed: str, cases: Sequence[UUID]) -> Layout:
    return Layout(case_version_id=min(cases, key=lambda case: sha256(f"{seed}|{case}".encode()).digest()))


def _check(sitting: Sitting, pool: Sequence[PinnedQuestion], target: Target) -> None:
    verdict = check(pool, blueprint_of(sitting), target)
    if not verdict:
        raise Refused(*(_in_words(refusal, _level(sitting)) for refusal in verdict.refusals))


def _in_words(refusal: Refusal, level: Level) -> Refusal:
    """Name the cell as people call it, and the band."""
    if "band" in refusal.params:
        measure = Measure(str(refusal.params["band"]))
        return Refusal(refusal.code, **{**refusal.params, "band": MEASURES[measure]})
    named = {
        "function": level.function(str(refusal.params["function"])).title,
        "kind": KINDS[Kind(str(refusal.params["kind"]))],
        "cognitive": COGNITIVE[Cognitive(str(refusal.params["cognitive"]))],
    }
    return Refusal(refusal.code, **{**refusal.params, **named})


def _target(sitting: Sitting, pool: Sequence[PinnedQuestion], forms: Sequence[Form] = ()) -> Target:
    """The first papers of a sitting set the target for all later ones, whatever has become of the bank."""
    first = pinned(forms[0].pool) if forms else pool
    return target_of(first, blueprint_of(sitting), pass_mark_of(sitting))


def _level(sitting: Sitting) -> Level:
    return schemes.queries.version(sitting.scheme_version_id).level(sitting.level)


def _is_case(sitting: Sitting) -> bool:
    return sitting.kind == "case_study"


def _bank_now(sitting: Sitting) -> tuple[PinnedQuestion, ...]:
    return _as_they_are(question_bank.queries.pool(sitting.scheme_code, sitting.level))


def _as_they_are(items: Iterable[PoolItem]) -> tuple[PinnedQuestion, ...]:
    items = tuple(items)
    shown = question_bank.queries.presented([item.version_id for item in items])
    return tuple(
        PinnedQuestion(
            question_id=item.question_id,
            version_id=item.version_id,
            function=item.function,
            kind=str(item.kind),
            cognitive=str(item.cognitive),
            options=len(shown[item.version_id].options),
            difficulty=item.difficulty,
            reading=item.reading,
            enemies=item.enemies,
            group=item.group.id if item.group else None,
            prompts=item.prompts,
            place_in_group=item.group.number if item.group else 0,
        )
        for item in items
    )


def _pin(sitting: Sitting, items: list[dict[str, Any]], now: datetime) -> Pool:
    """What papers are made from, in the bank's order."""
    digest = sha256(json.dumps(items, sort_keys=True).encode()).hexdigest()
    known = db.session.scalar(select(Pool).where(Pool.sitting_id == sitting.id, Pool.sha256 == digest))
    return known or Pool(sitting_id=sitting.id, sha256=digest, items=items, pinned_at=now)
