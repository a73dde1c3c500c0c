"""Bringing questions in: look at what a file would change, then take what is good and say what is not and why."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from accounts.services import audit
from kernel.actor import Actor
from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank import queries
from question_bank.domain.gaps import agrees, gaps
from question_bank.domain.intake import Accepted, Entry, Skipped, Target, take
from question_bank.domain.lifecycle import Move
from question_bank.domain.pictures import pictures_of
from question_bank.domain.question import Group, Question
from question_bank.domain.reading import write
from question_bank.models import Version
from question_bank.services.discussing import declare_all
from question_bank.services.formats.choice import Format, entries, format_of
from question_bank.services.picturing import Brought, keep_brought, look_at, stored
from question_bank.services.reviewing import note
from question_bank.services.writing import add_version
from storage.database import db

TOLD_EVERY = 250
"""After so many questions those who wait hear how far it is."""


class Change(StrEnum):
    """What taking an item would do to the bank."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An acceptable item and what it would do; one with `gaps` stays a draft until they are filled."""

    accepted: Accepted
    change: Change
    earlier: Version | None
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file would do to the bank, and what in it cannot be taken."""

    planned: tuple[Planned, ...]
    skipped: tuple[Skipped, ...]

    def of(self, change: Change) -> tuple[Planned, ...]:
        """The items that would do this."""
        return tuple(each for each in self.planned if each.change is change)

    @property
    def left_out(self) -> int:
        """How many entries cannot be taken, each perhaps for several reasons."""
        return len({(each.file, each.line if not each.id else each.id) for each in self.skipped})

    @property
    def to_take(self) -> tuple[Planned, ...]:
        """The items that would change anything."""
        return tuple(each for each in self.planned if each.change is not Change.SAME)

    @property
    def with_gaps(self) -> tuple[Planned, ...]:
        """Those of them that lack something."""
        return tuple(each for each in self.to_take if each.gaps)


@dataclass(frozen=True, slots=True)
class Judged:
    """What of a file is acceptable in itself, whatever the bank holds, and what is not."""

    accepted: tuple[Accepted, ...]
    skipped: tuple[Skipped, ...]
    target: Target
    pictures: Brought

    def parts(self, size: int) -> Iterator[Sequence[Accepted]]:
        """Some at a time, so that nobody else waits for long."""
        return (self.accepted[start : start + size] for start in range(0, len(self.accepted), size))

    def stored(self, part: Iterable[Accepted]) -> AbstractContextManager[dict[UUID, str]]:
        """The pictures of a part, made before the transaction that takes it: what `import_questions` wants to have."""
        return stored((brought for each in part for brought in each.pictures.items()), self.pictures)


def judge(
    name: str,
    data: bytes,
    target: Target,
    chosen: Format | None = None,
    *,
    elsewhere: Callable[[str, int], Target] | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Judged:
    """Look at a file by itself; raises BadInput where nothing in it can be read. `tell` hears how far this is.

    A file that names another scheme or level than the target's is refused, unless `elsewhere` gives the target there.
    """
    found = _entries(name, data, chosen)
    if elsewhere is not None and found:
        target = elsewhere(found[0].scheme or target.scheme, found[0].level or target.level)
    judged = []
    for done, each in enumerate(take(name, found, target)):
        judged.append(each)
        if done % TOLD_EVERY == 0:
            tell(done, len(found))
    accepted = tuple(each for each in judged if isinstance(each, Accepted))
    pictures = look_at(brought for each in accepted for brought in each.pictures.items())
    return Judged(accepted, tuple(each for each in judged if isinstance(each, Skipped)), target, pictures)


def plan(
    name: str,
    data: bytes,
    target: Target,
    chosen: Format | None = None,
    *,
    elsewhere: Callable[[str, int], Target] | None = None,
) -> Plan:
    """What a whole file would do to the bank; changes nothing."""
    judged = judge(name, data, target, chosen, elsewhere=elsewhere)
    found = against_bank(judged, judged.accepted)
    return replace(found, skipped=(*judged.skipped, *found.skipped))


def against_bank(judged: Judged, part: Sequence[Accepted]) -> Plan:
    """What a part of a file would do to the bank, and what in it the bank does not allow."""
    planned: list[Planned] = []
    skipped = []
    here = {each.item.id for each in judged.accepted}
    pictures = {each.item.id: pictures_of(each.item) for each in part if isinstance(each.item, Question)}
    shown = frozenset[UUID]().union(*pictures.values())
    kept = queries.kept_pictures(shown) if shown else shown
    for scheme in sorted({each.scheme for each in part}):
        mine = [each for each in part if each.scheme == scheme]
        known = queries.latest_by_number(
            scheme, {each.item.id for each in mine}.union(*(each.enemies for each in mine))
        )
        others = _on_one_text(scheme, {group.id for each in mine if (group := _group_of(each)) is not None})
        for each in mine:
            earlier = known.get(each.item.id)
            objection = (
                _objection(each, earlier, judged.target)
                or _without_picture(each, judged.pictures.against(pictures.get(each.item.id, frozenset()), kept))
                or _unknown_enemy(each, here, known)
                or _unlike_its_group(each, here, others)
            )
            if objection is None:
                change = _change(each, earlier)
                planned.append(Planned(accepted=each, change=change, earlier=earlier, gaps=gaps(each.item)))
            else:
                skipped.append(objection)
    return Plan(planned=tuple(planned), skipped=tuple(skipped))


def apart_in(judged: Judged) -> list[Accepted]:
    """What of a file names enemies, to be entered when all of it is in."""
    named = [each for each in judged.accepted if each.enemies]
    return [each.accepted for each in against_bank(judged, named).planned]


def import_questions(
    planned: Sequence[Planned],
    *,
    source: str,
    reason: str,
    actor: Actor,
    approve: bool,
    now: datetime,
    pictures: dict[UUID, str] | None = None,
    enemies_of: Sequence[Accepted] | None = None,
) -> int:
    """Take the items that change anything; `approve` puts them in use at once, which only operators may wish.

    What has gaps stays a draft. The same file again changes nothing; an item that differs becomes a new version of
    the one under its number. `pictures` are those of the file, `stored` before. The enemies of a file that comes in
    parts are entered with the last one.
    """
    taken = [each for each in planned if each.change is not Change.SAME]
    for each in taken:
        keep_brought(each.accepted.pictures, pictures or {}, name=each.accepted.item.id, actor=actor, now=now)
        version = add_version(each.accepted, each.earlier, reason or source, actor, now)
        if approve and not each.gaps:
            note(version, Move.SUBMIT, actor=actor, reason=source, now=now)
            note(version, Move.APPROVE, actor=actor, reason=source, now=now)
    db.session.flush()
    named = [each.accepted for each in planned] if enemies_of is None else enemies_of
    apart = _set_apart(named, reason or source, actor, now)
    if taken or apart:
        detail = {
            "file": source,
            "approved": approve,
            "questions": [each.accepted.item.id for each in taken],
            "new_pairs_of_enemies": apart,
        }
        audit.record(actor, "import_questions", f"{len(taken)} questions", detail, now=now)
    return len(taken)


def _entries(name: str, data: bytes, chosen: Format | None) -> list[Entry]:
    """The entries; what speaks against the whole file names the file."""
    try:
        return entries(data, chosen or format_of(name, data))
    except BadInput as bad:
        raise BadInput(bad.refusal, f"{name}:{bad.where}" if bad.where else name) from None


def _objection(accepted: Accepted, earlier: Version | None, target: Target) -> Skipped | None:
    if (accepted.scheme, accepted.level) != (target.scheme, target.level):
        said = f"{accepted.scheme} {accepted.level}"
        return accepted.refused(
            "", Refusal("question_other_level", said=said, target=f"{target.scheme} {target.level}")
        )
    if earlier is None:
        return None
    if earlier.question.level != accepted.level:
        return accepted.refused(
            "id", Refusal("question_number_taken", id=accepted.item.id, level=earlier.question.level)
        )
    if earlier.kind is not accepted.item.kind:
        return accepted.refused("kind", Refusal("question_kind_changed", id=accepted.item.id))
    return None


def _without_picture(accepted: Accepted, fault: Refusal | None) -> Skipped | None:
    return None if fault is None else accepted.refused("", fault)


def _group_of(accepted: Accepted) -> Group | None:
    return accepted.item.group if isinstance(accepted.item, Question) else None


def _on_one_text(scheme: str, groups: Collection[str]) -> Mapping[str, Sequence[Question]]:
    """The questions of the bank on each case text."""
    found: dict[str, list[Question]] = {group: [] for group in groups}
    for row in queries.questions_of_groups(scheme, groups) if groups else ():
        question = row.as_question
        if question.group is not None:
            found[question.group.id].append(question)
    return found


def _unlike_its_group(
    accepted: Accepted, here: Collection[str], others: Mapping[str, Sequence[Question]]
) -> Skipped | None:
    """Where the bank has other questions on the same case text that the file leaves as they are."""
    group = _group_of(accepted)
    if group is None:
        return None
    beside = (other for other in others[group.id] if other.id not in here)
    if all(other.group is None or group.agrees_with(other.group) for other in beside):
        return None
    return accepted.refused("group", Refusal("question_group_differs", group=group.id))


def _unknown_enemy(accepted: Accepted, here: Collection[str], known: Mapping[str, Version]) -> Skipped | None:
    for number in accepted.enemies:
        other = known.get(number)
        elsewhere = other is not None and other.question.level != accepted.level
        if number == accepted.item.id or elsewhere or (other is None and number not in here):
            return accepted.refused("enemies", Refusal("question_unknown_enemy", id=number[:40]))
    return None


def _set_apart(accepted: Iterable[Accepted], reason: str, actor: Actor, now: datetime) -> int:
    """Enter the enemies that the file names, also of questions that did not change."""
    named = {(each.scheme, each.item.id, enemy) for each in accepted for enemy in each.enemies}
    new = 0
    for scheme in sorted({scheme for scheme, _, _ in named}):
        pairs = [(one, other) for known, one, other in sorted(named) if known == scheme]
        rows = queries.latest_by_number(scheme, {number for pair in pairs for number in pair})
        both = [(rows[one].question, rows[other].question) for one, other in pairs if one in rows and other in rows]
        new += declare_all(both, reason=reason, actor=actor, now=now)
    return new


def _change(accepted: Accepted, earlier: Version | None) -> Change:
    """The same is what says the same where the file says anything: gaps may have been filled in meanwhile."""
    if earlier is None:
        return Change.NEW
    said, known = (
        {name: value for name, value in record.items() if name not in accepted.assumed}
        for record in (write(accepted.item), earlier.content)
    )
    return Change.SAME if agrees(said, known) else Change.CHANGED
