"""What a sitting asks of its candidates, and who agreed to it."""

import time
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, bindparam, select
from sqlalchemy.orm import aliased

from exam.domain.agreement import Agreement, Signature
from exam.domain.safe_browser import SafeBrowser
from exam.models.attempts import Attempt
from exam.models.integrity import Safeguards, Signed
from kernel.words import Words
from storage import alone
from storage.database import db

FRESH_FOR = 5.0
"""For so many seconds a process remembers which browser a sitting asks for: it is looked at with every save."""
SITTINGS_REMEMBERED, ATTEMPTS_REMEMBERED = 256, 4096


def safeguards_of(sitting_id: UUID) -> Safeguards | None:
    """What the sitting asks now, if anything was ever said about it."""
    query = select(Safeguards).where(Safeguards.sitting_id == sitting_id)
    return db.session.scalar(query.order_by(Safeguards.version.desc()).limit(1))


_AGREEMENT = (
    select(Safeguards.version, Safeguards.agreement_zh, Safeguards.agreement_en)
    .where(Safeguards.sitting_id == bindparam("sitting_id"))
    .order_by(Safeguards.version.desc())
    .limit(1)
)


def agreement_of(sitting_id: UUID) -> Agreement | None:
    """The text that candidates agree to now, if there is one; by a statement that may stand alone."""
    row = alone.row(_AGREEMENT, sitting_id=sitting_id)
    if row is None or row.agreement_zh is None:
        return None
    return Agreement(version=row.version, text=Words(row.agreement_zh, row.agreement_en))


def has_to_agree(entry_id: SQLColumnExpression[UUID], sitting_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Whether an entry still lacks the agreement that its sitting asks for now."""
    later = aliased(Safeguards)
    signed = select(Signed.version).where(Signed.entry_id == entry_id, Signed.version == Safeguards.version)
    return (
        select(Safeguards.version)
        .where(Safeguards.sitting_id == sitting_id, Safeguards.agreement_zh.is_not(None))
        .where(~select(later.version).where(_is_later(later)).exists())
        .where(~signed.correlate_except(Signed).exists())
        .exists()
    )


def _is_later(later: type[Safeguards]) -> ColumnElement[bool]:
    return and_(later.sitting_id == Safeguards.sitting_id, later.version > Safeguards.version)


def signature_of(entry_id: UUID) -> Signature | None:
    """What the candidate agreed to last."""
    query = select(Signed).where(Signed.entry_id == entry_id).order_by(Signed.version.desc()).limit(1)
    row = db.session.scalar(query)
    return row.signature if row else None


_KEYS = (
    select(Safeguards.config_keys, Safeguards.exam_keys)
    .where(Safeguards.sitting_id == bindparam("sitting_id"))
    .order_by(Safeguards.version.desc())
    .limit(1)
)
_remembered: dict[UUID, tuple[float, SafeBrowser]] = {}


def safe_browser_of(sitting_id: UUID) -> SafeBrowser:
    """The browser in which the sitting is taken, as it was said at most some seconds ago."""
    asked = time.monotonic()
    known = _remembered.get(sitting_id)
    if known and asked - known[0] < FRESH_FOR:
        return known[1]
    row = alone.row(_KEYS, sitting_id=sitting_id)
    found = SafeBrowser(config_keys=tuple(row.config_keys), exam_keys=tuple(row.exam_keys)) if row else SafeBrowser()
    if len(_remembered) > SITTINGS_REMEMBERED:
        _remembered.clear()
    _remembered[sitting_id] = (asked, found)
    return found


def forget_safe_browser(sitting_id: UUID) -> None:
    """It has changed: this process looks anew, the others within some seconds."""
    _remembered.pop(sitting_id, None)


_OF = select(Attempt.entry_id, Attempt.sitting_id).where(Attempt.id == bindparam("attempt_id"))
_known: dict[UUID, tuple[UUID, UUID]] = {}


def entry_and_sitting(attempt_id: UUID) -> tuple[UUID, UUID] | None:
    """Which entry and which sitting an attempt belongs to, which never changes; None where there is none."""
    if attempt_id not in _known:
        row = alone.row(_OF, attempt_id=attempt_id)
        if row is None:
            return None
        if len(_known) > ATTEMPTS_REMEMBERED:
            _known.clear()
        _known[attempt_id] = (row.entry_id, row.sitting_id)
    return _known[attempt_id]


def attempt_on(entry_id: UUID) -> UUID | None:
    """The attempt that was started on an entry."""
    return db.session.scalar(select(Attempt.id).where(Attempt.entry_id == entry_id))
