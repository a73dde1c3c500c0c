"""Making one paper: chance and the exposure of the papers before it decide among all that keep the rules.

The seed, the pinned pool and the papers before it make the same paper again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np

from exam.domain.assembly.limits import Limits, limits, solve, usable
from exam.domain.assembly.measures import Numbers, Target, shares
from exam.domain.assembly.pinned import PinnedQuestion
from exam.domain.chance import Chance
from exam.domain.form import NUMERIC, SECTIONS, TRUE_FALSE, Layout, Slot
from kernel.errors import Refused
from kernel.verdict import Refusal
from schemes.domain.blueprint import Blueprint

CHOICES = 1000
"""Chance gives a question a cost below this; asking it more often than its share of the papers costs this each time."""
GAP = 0.05
"""Any cheap paper is as good as the cheapest one."""


class Maker:
    """Makes the papers of one pool."""

    def __init__(self, pool: Sequence[PinnedQuestion], blueprint: Blueprint, target: Target) -> None:
        self._pool = usable(pool, blueprint)
        self._blueprint = blueprint
        self._shares = shares(self._pool, blueprint)
        self._limits: Limits = limits(self._pool, blueprint, target)

    def make(self, seed: str, exposure: Mapping[UUID, int]) -> Layout:
        """The paper of this seed after papers that asked each version so often; raises Refused where none is found."""
        chance = Chance(seed)
        ones = np.ones(len(self._pool))
        chosen = solve(self._cost(chance, exposure), self._limits, top=ones, whole=ones, gap=GAP)
        if chosen is None:
            raise Refused(Refusal("no_paper_found"))
        asked = [item for item, share in zip(self._pool, chosen, strict=True) if round(share)]
        return _laid_out(asked, chance, self._blueprint)

    def _cost(self, chance: Chance, exposure: Mapping[UUID, int]) -> Numbers:
        """What chance says, and more for what was asked more often than its share of the papers so far."""
        made = sum(exposure.values()) // self._blueprint.questions
        drawn = [int.from_bytes(chance.rank("question", item.question_id)[:4]) % CHOICES for item in self._pool]
        asked = np.array([exposure.get(item.version_id, 0) for item in self._pool])
        often: Numbers = np.maximum(asked - np.floor(made * self._shares), 0)
        return np.array(drawn, dtype=np.float64) + CHOICES * often


def asked_by(layouts: Sequence[Layout]) -> Counter[UUID]:
    """How often papers ask each version."""
    return Counter(slot.version_id for layout in layouts for slot in layout.slots)


def _laid_out(asked: Sequence[PinnedQuestion], chance: Chance, blueprint: Blueprint) -> Layout:
    return Layout(
        slots=tuple(
            Slot(
                slot=str(number),
                version_id=item.version_id,
                function=item.function,
                kind=item.kind,
                marks=blueprint.marks[item.kind],
                order=_order(chance, item),
                prompts=_by_chance(chance, "prompt", item, item.prompts),
            )
            for number, item in enumerate(sorted(asked, key=lambda item: _place_on_paper(chance, item)), start=1)
        )
    )


def _place_on_paper(chance: Chance, item: PinnedQuestion) -> tuple[bool, int, bytes, int]:
    """Single questions by kind; after them the groups, each whole and in its own order."""
    if item.group is None:
        return False, SECTIONS.index(item.kind), chance.rank("place", item.question_id), 0
    return True, 0, chance.rank("place", item.group), item.place_in_group


def _order(chance: Chance, item: PinnedQuestion) -> tuple[int, ...]:
    """The order of the options; true comes before false everywhere, and units stand as their author wrote them."""
    if item.kind in {TRUE_FALSE, NUMERIC}:
        return tuple(range(item.options))
    return _by_chance(chance, "option", item, item.options)


def _by_chance(chance: Chance, purpose: str, item: PinnedQuestion, things: int) -> tuple[int, ...]:
    return tuple(sorted(range(things), key=lambda index: chance.rank(purpose, item.question_id, index)))
