"""Writing a question on a page: each save is a new version, a draft, with who and why."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from accounts.services import audit
from kernel.actor import Actor
from kernel.errors import NotPermitted, Refused
from kernel.verdict import Refusal
from question_bank import permissions, queries
from question_bank.domain.case_study import CaseStudy
from question_bank.domain.intake import Accepted, Target, function_of
from question_bank.domain.lifecycle import VERSION, Move, State
from question_bank.domain.pictures import pictures_of
from question_bank.domain.question import Question
from question_bank.domain.reading import write
from question_bank.domain.searching import searchable
from question_bank.models import BankedItem, Version, known_items
from question_bank.services.reviewing import note
from storage.database import db


def write_new(question: Question, target: Target, *, reason: str, actor: Actor, now: datetime) -> Version:
    """A question that was not there yet, as a draft; raises Refused."""
    if queries.latest_by_number(target.scheme, [question.id]):
        raise Refused(Refusal("question_number_in_use", id=question.id))
    return _write(question, target.scheme, target.level, None, reason, actor, now)


def write_version(
    banked: BankedItem, question: Question, *, based_on: int, reason: str, actor: Actor, now: datetime
) -> Version:
    """A new version of a question, written on version `based_on`; raises Refused where that is not the latest."""
    latest = db.session.scalar(select(BankedItem.latest_number).where(BankedItem.id == banked.id).with_for_update())
    if latest != based_on:
        raise Refused(Refusal("question_changed_meanwhile", number=latest))
    earlier = next(each for each in banked.versions if each.number == latest)
    if earlier.content == write(question):
        raise Refused(Refusal("question_nothing_changed"))
    return _write(question, banked.scheme, banked.level, earlier, reason, actor, now)


def _write(
    question: Question, scheme: str, level: int, earlier: Version | None, reason: str, actor: Actor, now: datetime
) -> Version:
    if actor.id is None or not permissions.write_questions.holds(actor, question):
        raise NotPermitted
    shown = pictures_of(question)
    for picture in shown - queries.kept_pictures(shown) if shown else ():
        raise Refused(Refusal("question_unknown_picture", picture=picture))
    if unlike := list(_unlike_its_group(question, scheme)):
        raise Refused(*unlike)
    accepted = Accepted(file="", line=0, scheme=scheme, level=level, item=question)
    version = add_version(accepted, earlier, reason, actor, now)
    audit.record(actor, "write_question", question.id, {"version": version.number, "reason": reason}, now=now)
    return version


def _unlike_its_group(question: Question, scheme: str) -> Iterator[Refusal]:
    """Other questions on the same case text that have another text, or the same place."""
    group = question.group
    if group is None:
        return
    for other in (row.as_question for row in queries.questions_of_groups(scheme, [group.id])):
        if other.group is not None and other.id != question.id and not group.agrees_with(other.group):
            yield Refusal("question_unlike_its_group", group=group.id, id=other.id)


def add_version(accepted: Accepted, earlier: Version | None, reason: str, actor: Actor, now: datetime) -> Version:
    """Append what was accepted as a draft: the first version of a new question, or the one after `earlier`."""
    item, content = accepted.item, write(accepted.item)
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
    banked.words = searchable(content)
    version = Version(
        id=uuid4(),
        question=banked,
        question_id=banked.id,
        number=banked.latest_number,
        content=content,
        kind=item.kind,
        state=VERSION.begins,
        function=function_of(item),
        cognitive=None if isinstance(item, CaseStudy) else item.cognitive,
        difficulty=None if isinstance(item, CaseStudy) else item.difficulty,
        author_id=actor.id,
        reason=reason,
        written_at=now,
    )
    db.session.add(version)
    known_items[version.id] = item
    return version
