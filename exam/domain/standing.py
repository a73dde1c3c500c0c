"""A sitting or a room stood: what is fixed for everybody comes as much later as nobody could do anything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """From when until when all clocks stood; still, where there is no end."""

    since: datetime
    until: datetime | None


def later(moment: datetime, standings: Iterable[Standing], *, after: datetime, now: datetime) -> datetime:
    """When a moment comes, as of now, that waits for each standing which begins before it; those before `after` not."""
    for since, until in _apart(standings, after, now):
        if since > moment:
            break
        moment += until - since
    return moment


def _apart(standings: Iterable[Standing], after: datetime, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """One after the other; two that stood at once are one."""
    reached = after
    for each in sorted(standings, key=lambda standing: standing.since):
        since, until = max(each.since, reached), min(each.until or now, now)
        if since < until:
            yield since, until
            reached = until
