"""A rehearsal: a copy of a sitting that simulated people take by a clock of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """At a moment `at` the clock of the rehearsal showed `shown`; since then it goes `speed` times as fast."""

    at: datetime
    shown: datetime
    speed: float


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The clock of a rehearsal by its anchors, in their order; there is at least one. It never goes back."""

    anchors: tuple[Anchor, ...]

    def shown_at(self, at: datetime) -> datetime:
        """What it shows at a moment; it stands until its first anchor."""
        anchor = next((one for one in reversed(self.anchors) if one.at <= at), self.anchors[0])
        return anchor.shown + max(at - anchor.at, timedelta()) * anchor.speed

    def set_anew(self, at: datetime, *, to: datetime | None = None, speed: float) -> Anchor:
        """The anchor by which it jumps ahead, or goes at another speed; what lies behind it already changes nothing."""
        at = max(at, self.anchors[-1].at)
        shown = self.shown_at(at)
        return Anchor(at=at, shown=shown if to is None else max(to, shown), speed=speed)
