"""Preparing the papers of a sitting ahead of time: one for each entry and some to spare, no two equal."""

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update

import question_bank.queries
import question_bank.services.reviewing
import schemes.queries
from exam.domain.drawing import check_pool, draw, draw_different
from exam.domain.entry import EntryState
from exam.domain.form import Layout
from exam.domain.sitting import SittingState
from exam.models import Entry, Form, Pool, Sitting
from exam.queries import attempts as sat
from jobs.services import enqueue
from kernel.errors import Refused
from kernel.verdict import Refusal
from question_bank.domain.kind import COGNITIVE, KINDS, Cognitive, Kind
from schemes.domain.blueprint import Blueprint
from schemes.domain.scheme import Level
from storage.database import db

SPARE_SHARE = 10
FEWEST_SPARES = 2
"""One spare paper for every ten entries, and never fewer than two."""
AHEAD = timedelta(hours=1)
"""How long before the door opens the papers are made without anybody asking."""
SEED_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedQuestion:
    """A question of the bank as it was when papers were drawn."""

    question_id: UUID
    version_id: UUID
    function: str
    kind: str
    cognitive: str
    options: int
    prompts: int = 0
    group: str | None = None
    place_in_group: int = 0

    def as_data(self) -> dict[str, Any]:
        """For the record."""
        return {
            "question_id": str(self.question_id),
            "version_id": str(self.version_id),
            "function": self.function,
            "kind": self.kind,
            "cognitive": self.cognitive,
            "options": self.options,
            **({"prompts": self.prompts} if self.prompts else {}),
            **({"group": self.group, "place_in_group": self.place_in_group} if self.group else {}),
        }


def ask_for_forms(sitting_id: UUID, *, now: datetime) -> None:
    """Have the papers made by a job."""
    enqueue("prepare_forms", now=now, sitting_id=str(sitting_id))


def prepare_forms(sitting_id: UUID | str, *, now: datetime, spares: int | None = None) -> int:
    """Make the papers that are missing and tell how many; a second time there is nothing left to make."""
    wanted = UUID(str(sitting_id))
    sitting = db.session.scalar(select(Sitting).where(Sitting.id == wanted).with_for_update())
    if sitting is None or sitting.state is SittingState.CANCELLED:
        return 0
    forms = sat.forms_of(sitting.id)
    served = {form.entry_id for form in forms}
    waiting: list[UUID | None] = [entry.id for entry in _entries_of(sitting.id) if entry.id not in served]
    spare = (
        spares if spares is not None else max(FEWEST_SPARES, -(-(len(served - {None}) + len(waiting)) // SPARE_SHARE))
    )
    waiting += [None] * max(spare - sum(form.entry_id is None for form in forms), 0)
    if waiting:
        make = _case_forms if _is_case(sitting) else _theory_forms
        made = list(make(sitting, waiting, forms, now))
        db.session.add_all(made)
        db.session.flush()
        versions = {version for form in made for version in form.layout.versions}
        question_bank.services.reviewing.take_into_use(versions, now=now)
    return len(waiting)


def prepare_due_forms(*, now: datetime) -> None:
    """Make the papers of sittings whose door opens soon or has opened; the sweep calls this."""
    query = select(Sitting.id).where(
        Sitting.state == SittingState.OPEN,
        Sitting.door_opens_at <= now + AHEAD,
        Sitting.latest_start_at > now,
        exists().where(
            Entry.sitting_id == Sitting.id,
            Entry.state == EntryState.SEATED,
            ~exists().where(Form.entry_id == Entry.id),
        ),
    )
    for sitting_id in db.session.scalars(query).all():
        prepare_forms(sitting_id, now=now)


def is_prepared(sitting_id: UUID) -> bool:
    """Whether papers were made already."""
    return bool(db.session.scalar(select(func.count()).select_from(Form).where(Form.sitting_id == sitting_id)))


def give_back(entry_id: UUID) -> None:
    """A paper that was made for an entry and never handed out is there for somebody else."""
    db.session.execute(update(Form).where(Form.entry_id == entry_id).values(entry_id=None))


def provide(entry: Entry, *, now: datetime) -> None:
    """A paper for who comes to a seat after papers were made: one that is to spare, else one is made by a job."""
    if not is_prepared(entry.sitting_id):
        return
    spare = sat.form_for(entry)
    if spare is not None:
        spare.entry_id = entry.id
        db.session.flush()
    else:
        ask_for_forms(entry.sitting_id, now=now)


def check_bank(sitting: Sitting) -> None:
    """Raise Refused unless the bank can fill a paper of this sitting."""
    if _is_case(sitting):
        if not question_bank.queries.case_pool(sitting.scheme_code, sitting.level):
            raise Refused(Refusal("no_case_study"))
        return
    pool = question_bank.queries.pool(sitting.scheme_code, sitting.level)
    verdict = check_pool(pool, blueprint_of(sitting))
    if not verdict:
        level = schemes.queries.version(sitting.scheme_version_id).level(sitting.level)
        raise Refused(*(_in_words(refusal, level) for refusal in verdict.refusals))


def blueprint_of(sitting: Sitting) -> Blueprint:
    """The blueprint that the sitting's scheme version has for its level; raises Refused where there is none."""
    blueprint = schemes.queries.version(sitting.scheme_version_id).level(sitting.level).blueprint
    if blueprint is None:
        raise Refused(Refusal("no_blueprint", level=sitting.level))
    return blueprint


def _in_words(thin: Refusal, level: Level) -> Refusal:
    """Name the cell as people call it."""
    named = {
        "function": level.function(str(thin.params["function"])).title,
        "kind": KINDS[Kind(str(thin.params["kind"]))],
        "cognitive": COGNITIVE[Cognitive(str(thin.params["cognitive"]))],
    }
    return Refusal(thin.code, **{**thin.params, **named})


def rebuilt(form: Form, sitting: Sitting) -> Layout:
    """The paper made again from its seed and the pinned pool alone; it must equal what is on record."""
    if _is_case(sitting):
        return _case_of(form.seed, [UUID(item["version_id"]) for item in form.pool.items])
    pool = [_pinned(item) for item in form.pool.items]
    options = {item.version_id: item.options for item in pool}
    return draw(form.seed, pool=pool, blueprint=blueprint_of(sitting), option_counts=options)


def _is_case(sitting: Sitting) -> bool:
    return sitting.kind == "case_study"


def _entries_of(sitting_id: UUID) -> Sequence[Entry]:
    query = select(Entry).where(Entry.sitting_id == sitting_id, Entry.state == EntryState.SEATED).order_by(Entry.turn)
    return db.session.scalars(query).all()


def _seeds() -> Iterator[str]:
    while True:
        yield secrets.token_hex(SEED_BYTES)


def _theory_forms(
    sitting: Sitting, waiting: Sequence[UUID | None], forms: Sequence[Form], now: datetime
) -> Iterator[Form]:
    check_bank(sitting)
    blueprint = blueprint_of(sitting)
    items = question_bank.queries.pool(sitting.scheme_code, sitting.level)
    shown = question_bank.queries.presented([item.version_id for item in items])
    pool = [
        PinnedQuestion(
            question_id=item.question_id,
            version_id=item.version_id,
            function=item.function,
            kind=str(item.kind),
            cognitive=str(item.cognitive),
            options=len(shown[item.version_id].options),
            prompts=item.prompts,
            group=item.group,
            place_in_group=item.place_in_group,
        )
        for item in items
    ]
    options = {item.version_id: item.options for item in pool}
    pinned = _pin(sitting, [item.as_data() for item in pool], now)
    made = [form.layout for form in forms]
    for entry_id in waiting:
        drawn = draw_different(_seeds(), already=made, pool=pool, blueprint=blueprint, option_counts=options)
        made.append(drawn.layout)
        yield _form(sitting, pinned, entry_id, drawn.seed, drawn.layout, now)


def _case_forms(
    sitting: Sitting, waiting: Sequence[UUID | None], _forms: Sequence[Form], now: datetime
) -> Iterator[Form]:
    check_bank(sitting)
    cases = [case.version_id for case in question_bank.queries.case_pool(sitting.scheme_code, sitting.level)]
    pinned = _pin(sitting, [{"version_id": str(case)} for case in cases], now)
    for entry_id in waiting:
        seed = next(_seeds())
        yield _form(sitting, pinned, entry_id, seed, _case_of(seed, cases), now)


def _case_of(seed: str, cases: Sequence[UUID]) -> Layout:
    return Layout(case_version_id=min(cases, key=lambda case: sha256(f"{seed}|{case}".encode()).digest()))


def _form(sitting: Sitting, pool: Pool, entry_id: UUID | None, seed: str, layout: Layout, now: datetime) -> Form:
    return Form(
        sitting_id=sitting.id, pool=pool, entry_id=entry_id, seed=seed, content=layout.as_data(), prepared_at=now
    )


def _pin(sitting: Sitting, items: list[dict[str, Any]], now: datetime) -> Pool:
    items = sorted(items, key=lambda item: str(item["version_id"]))
    digest = sha256(json.dumps(items, sort_keys=True).encode()).hexdigest()
    known = db.session.scalar(select(Pool).where(Pool.sitting_id == sitting.id, Pool.sha256 == digest))
    return known or Pool(sitting_id=sitting.id, sha256=digest, items=items, pinned_at=now)


def _pinned(item: dict[str, Any]) -> PinnedQuestion:
    ids = {name: UUID(item[name]) for name in ("question_id", "version_id")}
    return PinnedQuestion(**{**item, **ids})
