"""Keeping what the answers of a sitting tell, version by version; what they say against one leads to its review."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import or_, select

import accounts.queries
from kernel.actor import Role
from kernel.words import Words
from messages.services import notify
from question_bank import queries
from question_bank.domain.lifecycle import USABLE
from question_bank.domain.question import Choice, Question, correct, letter, options
from question_bank.domain.statistics.report import report
from question_bank.domain.statistics.responses import Asked, Row, responses
from question_bank.models import Analysis, Figures, Version
from storage.database import db
from storage.transaction import let_go


def find_analysis(sitting_id: UUID) -> Analysis | None:
    """The figures of a sitting's test, once its results are released."""
    return db.session.get(Analysis, sitting_id)


def keep_figures(
    sitting_id: UUID, worth: Mapping[UUID, Decimal], rows: Sequence[Row], *, pass_mark: Decimal, now: datetime
) -> None:
    """Append the figures of a sitting; its columns are the versions of `worth`, with the marks that each earns."""
    if find_analysis(sitting_id):
        return
    questions = queries.questions_of(worth)
    asked = [_asked(version_id, questions[version_id], float(marks)) for version_id, marks in worth.items()]
    let_go()
    found = report(responses(asked, rows), float(pass_mark))
    if find_analysis(sitting_id):
        return
    items, calibrated = found.pop("items"), found["rasch"].pop("items", [])
    difficulties = {item["item"]: item["b"] for item in calibrated}
    db.session.add(Analysis(sitting_id=sitting_id, content=found, at=now))
    for item in items:
        content = {**item, "b": difficulties.get(item["item"])}
        db.session.add(Figures(sitting_id=sitting_id, version_id=UUID(content.pop("item")), content=content))
    db.session.flush()
    _have_reviewed([UUID(item["item"]) for item in items if item["flags"]], now)


def _asked(version_id: UUID, question: Question, marks: float) -> Asked:
    if not isinstance(question.content, Choice):
        return Asked(name=str(version_id), worth=marks)
    return Asked(
        name=str(version_id),
        options="".join(letter(place) for place in range(len(options(question.content)))),
        correct="".join(map(letter, sorted(correct(question.content)))),
        worth=marks,
    )


def _have_reviewed(version_ids: Sequence[UUID], now: datetime) -> None:
    """Versions that new papers are made of are due for review at once, and registrars hear of it."""
    query = select(Version).where(Version.id.in_(version_ids), Version.state.in_(USABLE))
    query = query.where(or_(Version.review_due_at.is_(None), Version.review_due_at > now))
    flagged = db.session.scalars(query.order_by(Version.id)).all()
    for version in flagged:
        version.review_due_at, version.reminded_at = now, now
    db.session.flush()
    for person in accounts.queries.people_in_role(Role.REGISTRAR) if flagged else ():
        notify(
            person_id=person.id,
            subject=Words(
                zh=f"{len(flagged)} 道试题的统计结果须复核",
                en=f"Questions with figures to be looked at: {len(flagged)}",
            ),
            body=Words(
                zh="刚公布的一场考试的作答统计提示这些试题可能有问题，例如答案可能有误、干扰项无人选择或过于容易。"
                "请逐题查看，仍然正确的予以确认，否则修改或停用。",
                en="The answers of a sitting that was just released speak against these questions: perhaps a wrong "
                "key, a distractor that nobody takes, or too easy. Look at each; confirm what is still right, change "
                "or retire what is not.",
            ),
            link="/questions?due=yes",
            now=now,
        )
