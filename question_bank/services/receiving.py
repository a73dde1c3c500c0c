"""Files that people send to be imported: kept, looked at, and taken when their sender says so; large ones by jobs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update

import schemes.queries
from accounts.queries import actor_of
from jobs.services import enqueue, is_under_way
from kernel.actor import Actor
from kernel.errors import BadInput, NotPermitted, Refused
from kernel.verdict import Refusal
from question_bank.domain.intake import Accepted, Target
from question_bank.domain.kind import Cognitive
from question_bank.domain.outlook import plain, row
from question_bank.models import Import
from question_bank.services.formats.choice import Format
from question_bank.services.importing import Change, Judged, Plan, against_bank, apart_in, import_questions, judge
from storage.database import db, existing
from storage.files import files
from storage.transaction import aside, let_go

LOOK, TAKE = "look_at_import", "take_import"
LARGE = {Format.XLSX: 100_000}
LARGE_TEXT = 400_000
"""From so many bytes a file has some 500 questions, and nobody waits for it before a page that stands still."""
AT_ONCE = 500
"""So many questions are taken in one transaction, so that others can write meanwhile."""
SHOWN = 200
"""So many of the questions, and of the reasons against some, are shown one by one."""
_judged: dict[UUID, Judged] = {}
"""The file that this process is taking part by part, so that it is read once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a file is, looked at or taken, and whether a job is at it."""

    made: int
    wanted: int
    under_way: bool


def is_large(data: bytes, chosen: Format) -> bool:
    """Whether a job looks at it."""
    return len(data) > LARGE.get(chosen, LARGE_TEXT)


def receive(
    name: str, data: bytes, target: Target, chosen: Format, *, reason: str, actor: Actor, now: datetime
) -> UUID:
    """Keep a file, so that exactly it is taken when its owner says so. A small one is looked at first.

    Raises BadInput where nothing in it can be read; of a large one its page tells that later.
    """
    if actor.id is None:
        raise NotPermitted
    judged = None if is_large(data, chosen) else judge(name, data, target, chosen)
    stored = files.put(data)
    kept = Import(
        id=uuid4(),
        file_key=stored.key,
        sha256=stored.sha256,
        name=name[:200],
        format=chosen.value,
        scheme=target.scheme,
        level=target.level,
        function=target.function,
        cognitive=target.cognitive.value,
        difficulty=target.difficulty,
        reason=reason,
        uploaded_by=actor.id,
        uploaded_at=now,
    )
    db.session.add(kept)
    if judged is None:
        enqueue(LOOK, now=now, import_id=str(kept.id))
    else:
        _note_outlook(kept, judged)
    db.session.flush()
    return kept.id


def look(import_id: str, *, now: datetime) -> None:
    """What the job does: look at a large file and note what it would do."""
    key = UUID(import_id)
    kept = existing(Import, key)
    if kept.outlook is not None:
        return

    def tell(done: int, total: int) -> None:
        with aside() as session:
            session.execute(update(Import).where(Import.id == key).values(done=done, total=total))

    try:
        judged = _read(kept, now, tell)
    except BadInput as bad:
        existing(Import, key).outlook = {"where": bad.where, "fault": plain(bad.refusal)}
        return
    _note_outlook(existing(Import, key), judged)


def take(kept: Import, *, actor: Actor, now: datetime) -> int | None:
    """Take the good questions of a kept file as drafts; a second time finds nothing left to do.

    Of a large file this is only asked for, and None.
    """
    if kept.outlook is None or "fault" in kept.outlook:
        raise Refused(Refusal("question_import_not_seen"))
    if kept.asked_at is not None:
        return 0
    if kept.total > AT_ONCE:
        if _is_first_to_ask(kept, now):
            enqueue(TAKE, now=now, import_id=str(kept.id))
        return None
    judged = _read(kept, now)
    with judged.stored(judged.accepted) as pictures:
        return _take(kept, judged, pictures, actor, now) if _is_first_to_ask(kept, now) else 0


def take_in_parts(import_id: str, *, now: datetime) -> None:
    """What the job does: some questions, so that others can write meanwhile, and then another job for the rest."""
    key = UUID(import_id)
    begun = existing(Import, key).done
    judged = _judged.get(key) or _read(existing(Import, key), now)
    with judged.stored(_next(judged, begun)) as pictures:
        kept = db.session.scalar(select(Import).where(Import.id == key, Import.done == begun).with_for_update())
        if kept is None or kept.asked_at is None or kept.taken_at is not None:
            return
        _take(kept, judged, pictures, actor_of(kept.uploaded_by), now)
    _judged.clear()
    if kept.taken_at is None:
        _judged[key] = judged
        enqueue(TAKE, now=now, import_id=import_id)


def progress(kept: Import) -> Progress:
    """How far it is."""
    job = LOOK if kept.outlook is None else TAKE if kept.asked_at is not None and kept.taken_at is None else ""
    under_way = bool(job) and is_under_way(job, import_id=str(kept.id))
    return Progress(made=kept.done, wanted=kept.total, under_way=under_way)


def target_of(kept: Import, now: datetime) -> Target:
    """Where the questions of a kept file go, and what is assumed of them."""
    level = schemes.queries.in_force(kept.scheme, now).level(kept.level)
    return Target(
        scheme=kept.scheme,
        level=kept.level,
        function=kept.function,
        functions={each.code: each.title for each in level.functions},
        cognitive=Cognitive(kept.cognitive),
        difficulty=kept.difficulty,
    )


def _read(kept: Import, now: datetime, tell: Callable[[int, int], None] = lambda done, total: None) -> Judged:
    """What is acceptable in a kept file; nobody waits for the database meanwhile."""
    name, key, chosen, target = kept.name, kept.file_key, Format(kept.format), target_of(kept, now)
    let_go()
    return judge(name, files.read(key), target, chosen, tell=tell)


def _is_first_to_ask(kept: Import, now: datetime) -> bool:
    """Note that it is to be taken; of two at once the second waits here."""
    db.session.refresh(kept, with_for_update=True)
    if kept.asked_at is not None:
        return False
    kept.asked_at = now
    db.session.flush()
    return True


def _next(judged: Judged, done: int) -> Sequence[Accepted]:
    return judged.accepted[done : done + AT_ONCE]


def _take(kept: Import, judged: Judged, pictures: dict[UUID, str], actor: Actor, now: datetime) -> int:
    """Take the next questions of the file; the last ones end it."""
    part = _next(judged, kept.done)
    kept.done += len(part)
    is_last = kept.done >= len(judged.accepted)
    if is_last:
        kept.taken_at = now
    return import_questions(
        against_bank(judged, part).planned,
        source=kept.name,
        reason=kept.reason,
        actor=actor,
        approve=False,
        now=now,
        pictures=pictures,
        enemies_of=apart_in(judged) if is_last else (),
    )


def _note_outlook(kept: Import, judged: Judged) -> None:
    found = against_bank(judged, judged.accepted)
    whole = Plan(planned=found.planned, skipped=(*judged.skipped, *found.skipped))
    kept.done, kept.total = 0, len(judged.accepted)
    kept.outlook = {
        **{change.value: len(whole.of(change)) for change in Change},
        "to_take": len(whole.to_take),
        "with_gaps": len(whole.with_gaps),
        "left_out": whole.left_out,
        "rows": [
            row(each.accepted.item) | {"change": each.change.value, "gaps": len(each.gaps)}
            for each in whole.to_take[:SHOWN]
        ],
        "reasons": len(whole.skipped),
        "skipped": [
            {"where": each.where, "id": each.id, "refusal": plain(each.refusal)} for each in whole.skipped[:SHOWN]
        ],
    }
