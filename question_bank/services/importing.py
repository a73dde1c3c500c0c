"""Bringing questions in: look at what a file would change, then take what is good and say what is not and why."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from accounts.services import audit
from kernel.actor import Actor
from kernel.errors import BadInput, NotPermitted
from kernel.verdict import Refusal
from question_bank import queries
from question_bank.domain.case_study import CaseStudy
from question_bank.domain.gaps import agrees, gaps
from question_bank.domain.intake import Accepted, Entry, Skipped, Target, function_of, take
from question_bank.domain.lifecycle import Move, State
from question_bank.domain.pictures import pictures_of
from question_bank.domain.question import Question
from question_bank.domain.reading import write
from question_bank.domain.searching import searchable
from question_bank.models import BankedItem, Import, Version
from question_bank.services.discussing import declare_all
from question_bank.services.formats.choice import Format, entries, format_of
from question_bank.services.reviewing import note
from storage.database import db
from storage.files import files


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


def plan(
    name: str,
    data: bytes,
    target: Target,
    chosen: Format | None = None,
    *,
    elsewhere: Callable[[str, int], Target] | None = None,
) -> Plan:
    """Look at a file without taking anything; raises BadInput where nothing in it can be read.

    A file that names another scheme or level than the target's is refused, unless `elsewhere` gives the target there.
    """
    found = _entries(name, data, chosen)
    if elsewhere is not None and found:
        target = elsewhere(found[0].scheme or target.scheme, found[0].level or target.level)
    judged = list(take(name, found, target))
    accepted = [each for each in judged if isinstance(each, Accepted)]
    skipped = [each for each in judged if isinstance(each, Skipped)]
    planned = []
    for scheme in sorted({each.scheme for each in accepted}):
        mine = [each for each in accepted if each.scheme == scheme]
        numbers = {each.item.id for each in mine}
        known = queries.latest_by_number(scheme, numbers.union(*(each.enemies for each in mine)))
        for each in mine:
            earlier = known.get(each.item.id)
            objection = (
                _objection(each, earlier, target)
                or _unknown_enemy(each, numbers, known)
                or _unlike_its_group(each, numbers)
            )
            if objection is None:
                change = _change(each, earlier)
                planned.append(Planned(accepted=each, change=change, earlier=earlier, gaps=gaps(each.item)))
            else:
                skipped.append(objection)
    return Plan(planned=tuple(planned), skipped=tuple(skipped))


def import_questions(
    planned: Sequence[Planned], *, source: str, reason: str, actor: Actor, approve: bool, now: datetime
) -> int:
    """Take the items that change anything; `approve` puts them in use at once, which only operators may wish.

    What has gaps stays a draft. The same file again changes nothing; an item that differs becomes a new version of
    the one under its number.
    """
    taken = [each for each in planned if each.change is not Change.SAME]
    for each in taken:
        version = add_version(each.accepted, each.earlier, reason or source, actor, now)
        if approve and not each.gaps:
            note(version, Move.SUBMIT, actor=actor, reason=source, now=now)
            note(version, Move.APPROVE, actor=actor, reason=source, now=now)
    apart = _set_apart(planned, reason or source, actor, now)
    if taken or apart:
        detail = {
            "file": source,
            "approved": approve,
            "questions": [each.accepted.item.id for each in taken],
            "new_pairs_of_enemies": apart,
        }
        audit.record(actor, "import_questions", f"{len(taken)} questions", detail, now=now)
    return len(taken)


def keep_upload(
    name: str, data: bytes, target: Target, chosen: Format, *, reason: str, actor: Actor, now: datetime
) -> UUID:
    """Keep a file that was looked at, so that exactly it is taken when its owner says so."""
    if actor.id is None:
        raise NotPermitted
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
    db.session.flush()
    return kept.id


def plan_of_upload(kept: Import, target: Target) -> Plan:
    """What the kept file would do now."""
    return plan(kept.name, files.read(kept.file_key), target, Format(kept.format))


def take_upload(kept: Import, target: Target, *, actor: Actor, now: datetime) -> int:
    """Take the good questions of the kept file as drafts; a second time finds nothing left to do."""
    kept.taken_at = now
    db.session.flush()  # of two at once the second waits here, and then finds that it lost
    intended = plan_of_upload(kept, target)
    return import_questions(intended.planned, source=kept.name, reason=kept.reason, actor=actor, approve=False, now=now)


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
    shown = pictures_of(accepted.item) if isinstance(accepted.item, Question) else frozenset()
    for picture in shown - queries.kept_pictures(shown) if shown else ():
        return accepted.refused("", Refusal("question_unknown_picture", picture=picture))
    if earlier is None:
        return None
    if earlier.question.level != accepted.level:
        return accepted.refused(
            "id", Refusal("question_number_taken", id=accepted.item.id, level=earlier.question.level)
        )
    if earlier.kind is not accepted.item.kind:
        return accepted.refused("kind", Refusal("question_kind_changed", id=accepted.item.id))
    return None


def _unlike_its_group(accepted: Accepted, here: Collection[str]) -> Skipped | None:
    """Where the bank has other questions on the same case text that the file leaves as they are."""
    group = accepted.item.group if isinstance(accepted.item, Question) else None
    if group is None:
        return None
    others = (row.as_question for row in queries.questions_of_group(accepted.scheme, group.id))
    if all(other.group is None or group.agrees_with(other.group) for other in others if other.id not in here):
        return None
    return accepted.refused("group", Refusal("question_group_differs", group=group.id))


def _unknown_enemy(accepted: Accepted, here: Collection[str], known: Mapping[str, Version]) -> Skipped | None:
    for number in accepted.enemies:
        other = known.get(number)
        elsewhere = other is not None and other.question.level != accepted.level
        if number == accepted.item.id or elsewhere or (other is None and number not in here):
            return accepted.refused("enemies", Refusal("question_unknown_enemy", id=number[:40]))
    return None


def _set_apart(planned: Sequence[Planned], reason: str, actor: Actor, now: datetime) -> int:
    """Enter the enemies that the file names, also of questions that did not change."""
    named = {
        (each.accepted.scheme, each.accepted.item.id, enemy) for each in planned for enemy in each.accepted.enemies
    }
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


def add_version(accepted: Accepted, earlier: Version | None, reason: str, actor: Actor, now: datetime) -> Version:
    """Append what was accepted as a draft: the first version of a new question, or the one after `earlier`."""
    item = accepted.item
    if earlier is None:
        banked = BankedItem(
            id=uuid4(), scheme=accepted.scheme, level=accepted.level, external_id=item.id, latest_number=1
        )
        db.session.add(banked)
    else:
        banked = earlier.question
        if earlier.state in {State.DRAFT, State.REVIEW}:
            note(earlier, Move.REPLACE, actor=actor, reason="", now=now)
        banked.latest_number = earlier.number + 1
    banked.words = searchable(write(item))
    version = Version(
        id=uuid4(),
        question=banked,
        question_id=banked.id,
        number=banked.latest_number,
        content=write(item),
        kind=item.kind,
        function=function_of(item),
        cognitive=None if isinstance(item, CaseStudy) else item.cognitive,
        difficulty=None if isinstance(item, CaseStudy) else item.difficulty,
        author_id=actor.id,
        reason=reason,
        written_at=now,
    )
    db.session.add(version)
    db.session.flush()
    return version
