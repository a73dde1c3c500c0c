"""The admission ticket: one A4 page in both languages that a candidate brings and the staff at the door can check."""

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

import accounts.queries
import schemes.queries
from documents.fonts import require_glyphs
from documents.issuer import issuer
from documents.picture import square_code
from documents.rendering import fill, typeset
from eligibility.services.papers import portrait_bytes
from exam.domain.desk import code_of
from exam.domain.entry import EntryState
from exam.domain.sitting import SittingState
from exam.models.sittings import Entry
from exam.services.allowing import allowance_of
from exam.services.door import pin_of
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.words import Words

TEMPLATE, STYLESHEET, SHARED = "exam/ticket.html", "exam/ticket.css", "exam/document.css"
PATTERNS = (("zh", "y年M月d日 EEEE HH:mm"), ("en", "EEEE, d MMMM y, HH:mm"))
DOCUMENTS = {
    "resident_card": Words("居民身份证", "Resident identity card"),
    "hong_kong_macau_permit": Words("港澳居民来往内地通行证", "Mainland travel permit, Hong Kong and Macau"),
    "taiwan_permit": Words("台湾居民来往大陆通行证", "Mainland travel permit, Taiwan"),
    "residence_permit": Words("港澳台居民居住证", "Residence permit, Hong Kong, Macau and Taiwan"),
    "chinese_passport": Words("中国护照", "Chinese passport"),
    "foreign_passport": Words("外国护照", "Foreign passport"),
}


def ticket(entry: Entry, address: str, *, actor: Actor, now: datetime) -> bytes:
    """The ticket as PDF; raises NotFound where there is no seat, Refused where a name cannot be printed faithfully."""
    sitting = entry.sitting
    if entry.state is not EntryState.SEATED or sitting.state is not SittingState.OPEN:
        raise NotFound
    scheme = schemes.queries.version(sitting.scheme_version_id)
    level = scheme.level(sitting.level)
    person = accounts.queries.person(entry.candidate_id)
    identity = accounts.queries.identity_of(entry.candidate_id)
    component = level.components[sitting.component].title
    require_glyphs((person.name, person.name_latin, entry.place, entry.address))
    pictures = {"code.svg": square_code(f"{address}/desk/entries/{entry.id}")}
    with suppress(NotFound):
        pictures["portrait.jpg"] = portrait_bytes(
            entry.candidate_id, actor=actor, watcher_ids=entry.watcher_ids, now=now
        )
    html = fill(
        TEMPLATE,
        {
            "issuer": issuer.name,
            "scheme": scheme.title,
            "level": level.title,
            "component": component,
            "name": person.name,
            "name_latin": person.name_latin,
            "document": DOCUMENTS[identity.kind.value] if identity else None,
            "document_number": identity.masked if identity else "",
            "has_portrait": "portrait.jpg" in pictures,
            "number": code_of(entry.id),
            "pin": pin_of(entry.id),
            "seat": entry.seat,
            "place": entry.place,
            "address": entry.address,
            "door": _both(sitting.door_opens_at, scheme.zone),
            "starts": _both(sitting.starts_at, scheme.zone),
            "latest": _both(sitting.latest_start_at, scheme.zone),
            "allowance": allowance_of(entry),
            "is_case": sitting.kind != "theory",
            "practice": f"{address}/practice",
            "made": _both(now, scheme.zone),
        },
    )
    return typeset(html, STYLESHEET, pictures, shared=SHARED)


def _both(moment: datetime, zone: str) -> Words:
    local = moment.astimezone(ZoneInfo(zone))
    offset = f"{local:%z}"
    shown = (format_datetime(local, pattern, locale=language) for language, pattern in PATTERNS)
    return Words(*(f"{text} (UTC{offset[:3]}:{offset[3:]})" for text in shown))
