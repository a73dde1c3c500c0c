"""Writing a question on a page: each save is a new version, a draft, with who and why."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from accounts.services import audit
from kernel.actor import Actor
from kernel.errors import NotPermitted, Refused
from kernel.verdict import Refusal
from question_bank import permissions, queries
from question_bank.domain.intake import Accepted, Target
from question_bank.domain.pictures import pictures_of
from question_bank.domain.question import Question
from question_bank.domain.reading import write
from question_bank.models import BankedItem, Version
from question_bank.services.importing import add_version
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
    for other in (row.as_question for row in queries.questions_of_group(scheme, group.id)):
        if other.group is not None and other.id != question.id and not group.agrees_with(other.group):
            yield Refusal("question_unlike_its_group", group=group.id, id=other.id)
