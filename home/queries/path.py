"""The whole path of a candidate through a scheme: every level, and all dates on one line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import schemes.queries
from certificates.domain.standing import Standing
from eligibility.domain.application import ApplicationState
from home.domain.timeline import Event, Line, Timeline
from home.queries.candidate import Known, Outlook, aim_of, known_of, outlook
from kernel.dates import local_date
from kernel.words import Words
from schemes.domain.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePath:
    """Where a candidate stands on every level of a scheme, entry level first."""

    scheme: Scheme
    levels: tuple[Outlook, ...]
    timeline: Timeline


def whole_path(person_id: UUID, scheme_code: str, now: datetime) -> WholePath | None:
    """The path through a scheme, or through the one they aim at; None before any scheme is in force."""
    known = known_of(person_id, now)
    scheme = _wished(scheme_code, known, now)
    if scheme is None:
        return None
    levels = tuple(outlook(known, scheme, number, now) for number in sorted(scheme.levels, reverse=True))
    today = local_date(now, scheme.zone)
    lines = (line for level in levels for line in _lines(level, today, now))
    return WholePath(scheme=scheme, levels=levels, timeline=Timeline.of(lines, today))


def _wished(code: str, known: Known, now: datetime) -> Scheme | None:
    for scheme in schemes.queries.all_current(now.date()):
        if scheme.code == code:
            return scheme
    aim = aim_of(known, now)
    return schemes.queries.current(aim[0].code, now.date()) if aim else None


def _lines(of: Outlook, today: date, now: datetime) -> Iterator[Line]:
    level, zone = of.level.title, of.scheme.zone
    if of.application is not None:
        yield Line(event=Event.APPLIED, about=level, since=local_date(of.application.applied_at, zone))
        if of.application.decided_at is not None and of.application.state in DECIDED:
            on = local_date(of.application.decided_at, zone)
            yield Line(event=DECIDED[of.application.state], about=level, since=on)
    elif of.reading.earliest is not None and of.certificate is None:
        yield Line(event=Event.MAY_APPLY, about=level, since=of.reading.earliest)
    for occasion in of.occasions:
        if occasion.is_open(now):
            on = local_date(occasion.sitting.times.starts_at, zone)
            yield Line(event=Event.SITTING, about=_component(of, occasion.sitting.component), since=on)
    for result in of.results:
        if result.valid_until is not None:
            event = Event.SCORE if result.is_valid(today) else Event.SCORE_OVER
            about = _component(of, result.component)
            yield Line(event=event, about=about, since=result.on, until=result.valid_until)
    if of.certificate is not None:
        held = of.certificate
        event = Event.CERTIFICATE if held.standing(now) is Standing.VALID else Event.CERTIFICATE_OVER
        yield Line(event=event, about=level, since=held.term.issued_on, until=held.revoked_on or held.term.expires_on)


DECIDED = {
    ApplicationState.APPROVED: Event.ADMITTED,
    ApplicationState.REFUSED: Event.TURNED_DOWN,
    ApplicationState.UPHELD: Event.TURNED_DOWN,
}


def _component(of: Outlook, code: str) -> Words:
    component = of.level.components[code].title
    zh, en = of.level.title.zh, of.level.title.en
    return Words(zh=f"{zh} · {component.zh}", en=f"{en} · {component.en}")
