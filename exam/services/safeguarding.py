"""Saying what a sitting asks of its candidates, and agreeing to it before the clock starts."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from accounts.services import audit
from exam.domain.agreement import LONGEST_AGREEMENT, LONGEST_NAME, is_same_name
from exam.domain.safe_browser import SafeBrowser
from exam.models.integrity import Safeguards, Signed
from exam.models.sittings import Sitting
from exam.queries import safeguards as asked
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.verdict import Refusal
from kernel.words import Words
from storage import alone
from storage.database import db


def ask(
    sitting: Sitting,
    *,
    agreement: Words | None,
    safe_browser: SafeBrowser | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """From now on candidates agree to this text before they start, and write in this browser; nothing where empty."""
    db.session.refresh(sitting, with_for_update=True)
    browser = safe_browser or SafeBrowser()
    if agreement and not (agreement.zh.strip() and agreement.en.strip()):
        raise Refused(Refusal("agreement_in_both_languages"))
    if agreement and max(len(agreement.zh), len(agreement.en)) > LONGEST_AGREEMENT:
        raise Refused(Refusal("agreement_too_long", most=LONGEST_AGREEMENT))
    before = asked.safeguards_of(sitting.id)
    if before and before.safe_browser == browser and (before.agreement and before.agreement.text) == agreement:
        return
    row = Safeguards(
        sitting_id=sitting.id,
        version=before.version + 1 if before else 1,
        agreement_zh=agreement.zh if agreement else None,
        agreement_en=agreement.en if agreement else None,
        config_keys=list(browser.config_keys),
        exam_keys=list(browser.exam_keys),
        set_at=now,
        set_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    asked.forget_safe_browser(sitting.id)
    detail = {
        "version": row.version,
        "agreement": row.agreement.digest if row.agreement else None,
        "safe_browser": browser.is_wanted,
    }
    audit.record(actor, "exam.ask_of_candidates", f"sitting:{sitting.id}", detail, now=now)


_SIGNED = db.metadata.tables[Signed.__tablename__]
_SIGN_NAMES = [each.name for each in _SIGNED.c]
_SIGN = (
    insert(_SIGNED)
    .from_select(
        _SIGN_NAMES,
        select(*(bindparam(f"of_{each.name}", type_=each.type) for each in _SIGNED.c)).where(
            ~select(Signed.version)
            .where(Signed.entry_id == bindparam("of_entry_id"), Signed.version == bindparam("of_version"))
            .exists()
        ),
    )
    .returning(_SIGNED.c.version)
)


def sign(entry_id: UUID, sitting_id: UUID, typed: str, *, version: int, name: str, now: datetime) -> None:
    """Agree to the text that was shown, under one's own name; doing it again changes nothing.

    Raises Refused where the name is another one, or the text has changed since. The statement stands alone: what is
    agreed is agreed, whether or not the start that follows succeeds.
    """
    current = asked.agreement_of(sitting_id)
    if current is None or current.version != version:
        raise Refused(Refusal("agreement_has_changed"))
    if not is_same_name(typed, name):
        raise Refused(Refusal("other_name", name=name))
    said = (entry_id, version, current.digest, typed.strip()[:LONGEST_NAME], now)
    # Who signs twice in the same moment has signed.
    with suppress(IntegrityError):
        alone.row(_SIGN, **{f"of_{name}": value for name, value in zip(_SIGN_NAMES, said, strict=True)})
