"""A sitting is a dated occasion on which a component is taken: planned, opened for entries, held, perhaps cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from exam.domain.standing import Standing, later
from kernel.lifecycle import Lifecycle
from kernel.verdict import Refusal, Verdict

HELD_KINDS = frozenset({"theory", "case_study"})
"""The kinds of components that are sat at the computer; the others are marked without a sitting."""


class SittingState(StrEnum):
    """Where a sitting stands; whether its door is open is a matter of the clock and computed."""

    PLANNED = "planned"
    OPEN = "open"
    CANCELLED = "cancelled"


class SittingMove(StrEnum):
    """What can be done with a sitting."""

    PUBLISH = "publish"
    CANCEL = "cancel"


_S, _M = SittingState, SittingMove

SITTING = Lifecycle(
    of="a sitting",
    begins=_S.PLANNED,
    moves={
        (_S.PLANNED, _M.PUBLISH): _S.OPEN,
        (_S.PLANNED, _M.CANCEL): _S.CANCELLED,
        (_S.OPEN, _M.CANCEL): _S.CANCELLED,
    },
)


class Phase(StrEnum):
    """What the clock says of a sitting."""

    ENTRIES = "entries"
    DOOR_OPEN = "door_open"
    STARTING = "starting"
    UNDER_WAY = "under_way"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When the door opens, the first may start, the last may start and the last has ended."""

    door_opens_at: datetime
    starts_at: datetime
    latest_start_at: datetime
    ends_at: datetime

    def phase(self, now: datetime) -> Phase:
        """Where on this line `now` lies; each phase begins at its moment."""
        if now < self.door_opens_at:
            return Phase.ENTRIES
        if now < self.starts_at:
            return Phase.DOOR_OPEN
        if now <= self.latest_start_at:
            return Phase.STARTING
        return Phase.UNDER_WAY if now < self.ends_at else Phase.OVER

    def moved(self, standings: Sequence[Standing], now: datetime) -> "Times":
        """The same where clocks stood: the last start and the end wait for them."""
        last, end = (
            later(each, standings, after=self.starts_at, now=now) for each in (self.latest_start_at, self.ends_at)
        )
        return replace(self, latest_start_at=last, ends_at=end) if standings else self

    def check(self) -> Verdict:
        """Whether the moments follow one another."""
        return Verdict.of(
            (
                None if self.door_opens_at <= self.starts_at else Refusal("door_after_start"),
                None if self.starts_at <= self.latest_start_at else Refusal("latest_start_before_start"),
            )
        )


def may_start(
    *,
    state: SittingState,
    times: Times,
    has_entered: bool,
    has_form: bool,
    now: datetime,
    exempt_until: date | None = None,
    weaknesses: Sequence[str] = (),
    is_released: bool = True,
) -> Verdict:
    """Whether the clock may start to run for this candidate now; not where they are exempt from the component.

    Nobody starts where the database has weaknesses, by which an answer could be lost.
    """
    phase = times.phase(now)
    return Verdict.of(
        (
            None if state is SittingState.OPEN else Refusal("sitting_not_open"),
            None if has_entered else Refusal("not_entered"),
            Refusal("too_early", at=times.starts_at) if phase in {Phase.ENTRIES, Phase.DOOR_OPEN} else None,
            Refusal("too_late", at=times.latest_start_at) if phase in {Phase.UNDER_WAY, Phase.OVER} else None,
            None if has_form or phase is Phase.ENTRIES else Refusal("no_form_prepared"),
            Refusal("not_released") if phase in {Phase.DOOR_OPEN, Phase.STARTING} and not is_released else None,
            None if exempt_until is None else Refusal("exempt_from_component", until=exempt_until),
            Refusal("not_durable", settings=", ".join(weaknesses)) if weaknesses else None,
        )
    )
