"""Writing to candidates and invigilators, in both languages."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

import schemes.queries
from exam.domain.events import SittingChanged
from exam.models.sittings import Entry, Sitting
from exam.services import letters
from exam.services.letters import Letter
from kernel import event
from kernel.words import Words
from messages.services import notify

PATTERNS = {"zh": "y年M月d日 HH:mm", "en": "d MMMM y, HH:mm"}
Places = Mapping[str, object]


def tell(entry: Entry, letter: Letter, *, now: datetime, **more: object) -> None:
    """Write to somebody about their entry; `more` is what else stands in the letter."""
    own = {"entry": entry.id, "seat": entry.seat, "where": place_of(entry), "instead": when_and_where(entry)}
    _write(entry.candidate_id, letter, entry.sitting, own | more, now)


def tell_withdrawn(entry: Entry, reason: str, *, by_staff: bool, now: datetime) -> None:
    """The entry is given up."""
    why = filled(letters.WHY, {"reason": reason}) if reason else ""
    tell(entry, letters.WITHDRAWN_BY_STAFF if by_staff else letters.HAS_WITHDRAWN, now=now, why=why)


def tell_invigilator(sitting: Sitting, person_id: UUID, letter: Letter, *, now: datetime) -> None:
    """Write to somebody about watching."""
    _write(person_id, letter, sitting, {"instead": when_and_where(sitting)}, now)


def tell_of_change(sitting: Sitting, change: Words, *, before: Words | None = None, now: datetime) -> None:
    """Those hear of it who watch, and those who look after people who have entered."""
    said = filled(change, {"what": title_of(sitting), "before": before, "instead": when_and_where(sitting)})
    for person_id in sitting.watcher_ids:
        _write(person_id, letters.WATCHES_ANOTHER, sitting, {"change": said}, now)
    if sitting.seated or sitting.waiting:
        event.publish(SittingChanged(sitting.id, said.zh, said.en, now))


def when_and_where(of: Sitting | Entry) -> Words:
    """The start and the place in both languages; of an entry, the room of its seat."""
    when, where = when_of(of if isinstance(of, Sitting) else of.sitting), place_of(of)
    return Words(f"{when.zh}，{where}", f"{when.en}, {where}")


def place_of(of: Sitting | Entry) -> str:
    """Where it is: the address, then the room; of an entry, the room of its seat."""
    return f"{of.address} {of.place}".strip()


def filled(text: Words, places: Places) -> Words:
    """What stands in braces, in each language."""
    return Words(
        text.zh.format_map({name: each.zh if isinstance(each, Words) else each for name, each in places.items()}),
        text.en.format_map({name: each.en if isinstance(each, Words) else each for name, each in places.items()}),
    )


def _write(person_id: UUID, letter: Letter, sitting: Sitting, own: Places, now: datetime) -> None:
    """What is only rehearsed is told to nobody."""
    if sitting.rehearsal_of is not None:
        return
    places = {"what": title_of(sitting), "when": when_of(sitting), "sitting": sitting.id, **own}
    link = letter.link.format_map(places)
    notify(person_id=person_id, subject=letter.subject, body=filled(letter.body, places), link=link, now=now)


def title_of(sitting: Sitting) -> Words:
    """What is examined."""
    return schemes.queries.version(sitting.scheme_version_id).level(sitting.level).components[sitting.component].title


def when_of(sitting: Sitting) -> Words:
    """The start in both languages, with its zone."""
    zone = schemes.queries.version(sitting.scheme_version_id).zone
    local = sitting.starts_at.astimezone(ZoneInfo(zone))
    offset = f"{local:%z}"
    shown = {language: format_datetime(local, pattern, locale=language) for language, pattern in PATTERNS.items()}
    return Words(*(f"{shown[language]} (UTC{offset[:3]}:{offset[3:]})" for language in ("zh", "en")))
