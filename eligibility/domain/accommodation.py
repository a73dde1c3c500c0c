"""Accommodations: what can be granted to a person, the steps of a request, and which decision holds on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from kernel.lifecycle import Lifecycle
from kernel.verdict import Refusal, Verdict
from kernel.words import Words

ZONE = "Asia/Shanghai"
"""Whose calendar the days of a decision are in."""
PERCENTAGES = (0, 10, 25, 50)
MOST_MINUTES = 240
MOST_BREAK_MINUTES = 120
MOST_PROOFS = 6
LONGEST_REASON = 2000
A_DAY = timedelta(days=1)


class Measure(StrEnum):
    """What somebody can ask for."""

    EXTRA_TIME = "extra_time"
    LARGE_PRINT = "large_print"
    READER = "reader"
    BREAKS = "breaks"


class AccommodationState(StrEnum):
    """Where a request stands; whether what was granted is in force is a matter of the calendar and computed."""

    BEGUN = "begun"
    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    ENDED = "ended"


class AccommodationMove(StrEnum):
    """What can be done with a request."""

    ASK = "ask"
    GRANT = "grant"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CHANGE = "change"
    REPLACE = "replace"
    END = "end"


_S, _M = AccommodationState, AccommodationMove

ACCOMMODATION = Lifecycle(
    of="a request for an accommodation",
    begins=_S.BEGUN,
    moves={
        (_S.BEGUN, _M.ASK): _S.ASKED,
        (_S.ASKED, _M.GRANT): _S.GRANTED,
        (_S.ASKED, _M.DECLINE): _S.DECLINED,
        (_S.ASKED, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.GRANTED, _M.CHANGE): _S.GRANTED,
        (_S.GRANTED, _M.REPLACE): _S.REPLACED,
        (_S.GRANTED, _M.END): _S.ENDED,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accommodation:
    """What was granted: all that anybody but the deciding officer may know, and never why."""

    extra_percent: int = 0
    extra_minutes: int = 0
    large_print: bool = False
    reader: bool = False
    break_minutes: int = 0

    def minutes_on_top(self, minutes: int) -> int:
        """The minutes that come on top of a sitting of so many; a part of a minute is a whole one."""
        return -(-minutes * self.extra_percent // 100) + self.extra_minutes

    @property
    def in_words(self) -> tuple[Words, ...]:
        """Each measure, as it is written to people."""
        minutes, rest = self.extra_minutes, self.break_minutes
        said = (
            (self.extra_percent, Words(f"考试时间延长{self.extra_percent}%", f"{self.extra_percent}% extra time")),
            (minutes, Words(f"考试时间延长{minutes}分钟", f"{minutes} extra {_minutes(minutes)}")),
            (self.large_print, Words("大字版试卷", "large print")),
            (self.reader, Words("读题员", "a reader")),
            (rest, Words(f"中途休息共{rest}分钟", f"rest breaks, {rest} {_minutes(rest)} in all")),
        )
        return tuple(words for granted, words in said if granted)

    @property
    def written(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {
            "extra_percent": self.extra_percent,
            "extra_minutes": self.extra_minutes,
            "large_print": self.large_print,
            "reader": self.reader,
            "break_minutes": self.break_minutes,
        }

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Accommodation":
        """What a row has kept."""
        return cls(**written)

    def check(self) -> Verdict:
        """Whether this can be granted."""
        is_possible = (
            self.extra_percent in PERCENTAGES
            and 0 <= self.extra_minutes <= MOST_MINUTES
            and 0 <= self.break_minutes <= MOST_BREAK_MINUTES
        )
        return Verdict.of(
            (
                None
                if is_possible
                else Refusal("accommodation_out_of_range", most=MOST_MINUTES, most_breaks=MOST_BREAK_MINUTES),
                None if self.in_words or not is_possible else Refusal("accommodation_grants_nothing"),
            )
        )


def _minutes(count: int) -> str:
    return "minute" if count == 1 else "minutes"


class DecisionKind(StrEnum):
    """What an officer, or for an end also the person, has decided."""

    GRANTED = "granted"
    DECLINED = "declined"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision; those of a person are numbered. An end is in force from `starts_on`, the first day without."""

    id: UUID
    request_id: UUID
    number: int
    kind: DecisionKind
    accommodation: Accommodation
    starts_on: date
    ends_on: date | None
    decided_by: UUID | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Period:
    """From which to which day, both included, a decision really holds; `until` is None where nothing ends it yet."""

    decided: Decided
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on this day."""
        return self.since <= day and (self.until is None or day <= self.until)


def periods(decisions: Iterable[Decided]) -> tuple[Period, ...]:
    """When each grant holds: a newer decision takes the place of all older ones from its own first day on."""
    told = sorted(
        (each for each in decisions if each.kind is not DecisionKind.DECLINED),
        key=lambda each: each.number,
        reverse=True,
    )
    found: list[Period] = []
    newer_from: date | None = None
    for each in told:
        before = None if newer_from is None else newer_from - A_DAY
        until = min((day for day in (each.ends_on, before) if day is not None), default=None)
        if each.kind is DecisionKind.GRANTED and (until is None or each.starts_on <= until):
            found.append(Period(each, each.starts_on, until))
        newer_from = each.starts_on if newer_from is None else min(newer_from, each.starts_on)
    return tuple(reversed(found))


def in_force(decisions: Iterable[Decided], on: date) -> Accommodation | None:
    """What somebody is granted on a day."""
    return next((period.decided.accommodation for period in periods(decisions) if period.holds_on(on)), None)


def check_period(*, starts_on: date, ends_on: date | None, today: date) -> Verdict:
    """Whether a decision of today can hold on these days; what was can no longer be decided."""
    return Verdict.of(
        (
            Refusal("accommodation_in_the_past") if starts_on < today else None,
            Refusal("accommodation_ends_before_start") if ends_on is not None and ends_on < starts_on else None,
        )
    )


def may_ask(*, wished: Iterable[Measure], has_reason: bool, papers: int) -> Verdict:
    """Whether a request is complete and can be sent."""
    return Verdict.of(
        (
            None if tuple(wished) else Refusal("accommodation_nothing_wished"),
            None if has_reason else Refusal("accommodation_reason_missing"),
            None if papers else Refusal("accommodation_proof_missing"),
        )
    )
