"""Where a candidate stands in a level: qualified on a day when every component is passed and valid on that day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from grading.domain.score import Result
from kernel.words import Words
from schemes.domain.component import Component
from schemes.domain.scheme import Level

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Exempted(Protocol):
    """What frees from a component without a score; an exemption of eligibility is one."""

    @property
    def component(self) -> str:
        """The component's code."""

    @property
    def on(self) -> date:
        """From when it counts."""

    @property
    def valid_until(self) -> date:
        """The last day on which it counts."""

    def is_valid(self, on: date) -> bool:
        """Whether it counts on a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentStanding:
    """One component on a day: the pass that stays valid longest, else the best that was reached.

    `exempt` where no pass counts but an exemption does, or did last: then there is no score.
    """

    component: str
    title: Words
    passed: bool
    valid: bool
    score: Decimal | None
    valid_until: date | None
    exempt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All components of a level on one day, and the outcome in a sentence."""

    on: date
    qualified: bool
    components: tuple[ComponentStanding, ...]
    sentence: Words
    modules_only: bool = False

    @property
    def lacks_admission(self) -> bool:
        """Whether nothing is missing but admission to the full qualification."""
        return self.modules_only and all(component.valid for component in self.components)


def standing(
    level: Level,
    results: Iterable[Result],
    on: date,
    exemptions: Iterable[Exempted] = (),
    *,
    modules_only: bool = False,
) -> Standing:
    """Where these results and exemptions leave a candidate on a day; what is dated later does not count yet.

    Who is admitted to module assessment only is never qualified by it, whatever was passed.
    """
    reached = [result for result in results if result.on <= on]
    freed = [each for each in exemptions if each.on <= on]
    components = tuple(
        _or_exempt(
            _component(component, [result for result in reached if result.component == component.code], on),
            [each for each in freed if each.component == component.code],
            on,
        )
        for component in level.components.values()
    )
    return Standing(
        on=on,
        qualified=not modules_only and all(component.valid for component in components),
        components=components,
        sentence=_of_modules(components, on) if modules_only else _sentence(components, on),
        modules_only=modules_only,
    )


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


def _or_exempt(examined: ComponentStanding, exemptions: list[Exempted], on: date) -> ComponentStanding:
    """A pass that counts goes first; else an exemption, or where neither counts any more, the one that did so last."""
    last = max(exemptions, key=lambda each: each.valid_until, default=None)
    if last is None or examined.valid:
        return examined
    if not last.is_valid(on) and (examined.valid_until or date.min) >= last.valid_until:
        return examined
    return replace(
        examined, passed=False, valid=last.is_valid(on), score=None, valid_until=last.valid_until, exempt=True
    )


def _worth(result: Result) -> tuple[date, Decimal, date]:
    """Among passes the one valid longest comes first, then the higher score; among fails the higher score."""
    return (result.valid_until or date.min, result.score, result.on)


def _of_modules(components: tuple[ComponentStanding, ...], on: date) -> Words:
    open_ones = [_what_is_open(component) for component in components if not component.valid]
    if not open_ones:
        return Words(
            zh=f"截至{_zh(on)}，各模块均已合格且在有效期内。仅凭模块考核不颁发证书：尚缺完整认证的申报批准。",
            en=f"On {_en(on)} every module is passed and valid. No certificate follows from module assessment alone: "
            "what is missing is admission to the full qualification.",
        )
    return Words(
        zh=f"截至{_zh(on)}，模块考核尚未全部合格："
        + "；".join(reason.zh for reason in open_ones)
        + "。仅凭模块考核不颁发证书。",
        en=f"On {_en(on)} the modules are not all passed: "
        + "; ".join(reason.en for reason in open_ones)
        + ". No certificate follows from module assessment alone.",
    )


def _sentence(components: tuple[ComponentStanding, ...], on: date) -> Words:
    open_ones = [_what_is_open(component) for component in components if not component.valid]
    if not open_ones and any(component.exempt for component in components):
        return Words(
            zh=f"截至{_zh(on)}，全部科目合格或免考，且均在有效期内，符合发证条件。",
            en=f"Qualified on {_en(on)}: every component is passed or exempt, and valid.",
        )
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
    if component.exempt and component.valid_until is not None:
        return Words(
            zh=f"{zh}免考有效期至{_zh(component.valid_until)}，现已过期",
            en=f"{en} was exempt, but only until {_en(component.valid_until)}",
        )
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
