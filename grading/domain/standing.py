"""Where a candidate stands in a level: qualified on a day when every component is passed and valid on that day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grading.domain.score import Result
from kernel.words import Words
from schemes.domain.component import Component
from schemes.domain.scheme import Level

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentStanding:
    """One component on a day: the pass that stays valid longest, else the best that was reached."""

    component: str
    title: Words
    passed: bool
    valid: bool
    score: Decimal | None
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All components of a level on one day, and the outcome in a sentence."""

    on: date
    qualified: bool
    components: tuple[ComponentStanding, ...]
    sentence: Words


def standing(level: Level, results: Iterable[Result], on: date) -> Standing:
    """Where these results leave a candidate on a day; results reached later do not count yet."""
    reached = [result for result in results if result.on <= on]
    components = tuple(
        _component(component, [result for result in reached if result.component == component.code], on)
        for component in level.components.values()
    )
    qualified = all(component.valid for component in components)
    return Standing(on=on, qualified=qualified, components=components, sentence=_sentence(components, on))


def _component(component: Component, results: list[Result], on: date) -> ComponentStanding:
    passes = [result for result in results if result.passed]
    best = max(passes or results, key=_worth, default=None)
    return ComponentStanding(
        component=component.code,
        title=component.title,
        passed=bool(passes),
        valid=best is not None and best.is_valid(on),
        score=best.score if best else None,
        valid_until=best.valid_until if best else None,
    )


def _worth(result: Result) -> tuple[date, Decimal, date]:
    """Among passes the one valid longest comes first, then the higher score; among fails the higher score."""
    return (result.valid_until or date.min, result.score, result.on)


def _sentence(components: tuple[ComponentStanding, ...], on: date) -> Words:
    open_ones = [_what_is_open(component) for component in components if not component.valid]
    if not open_ones:
        return Words(
            zh=f"截至{_zh(on)}，全部科目合格且成绩均在有效期内，符合发证条件。",
            en=f"Qualified on {_en(on)}: every component is passed and valid.",
        )
    return Words(
        zh=f"截至{_zh(on)}，尚不符合发证条件：" + "；".join(reason.zh for reason in open_ones) + "。",
        en=f"Not qualified on {_en(on)}: " + "; ".join(reason.en for reason in open_ones) + ".",
    )


def _what_is_open(component: ComponentStanding) -> Words:
    zh, en = component.title.zh, component.title.en
    if component.valid_until is not None:
        return Words(
            zh=f"{zh}成绩有效期至{_zh(component.valid_until)}，现已过期",
            en=f"{en} was passed, but valid only until {_en(component.valid_until)}",
        )
    if component.score is not None:
        return Words(zh=f"{zh}不合格", en=f"{en} is not passed")
    return Words(zh=f"{zh}尚无成绩", en=f"{en} has no score yet")


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _en(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
