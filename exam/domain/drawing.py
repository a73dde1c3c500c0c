"""Drawing a paper: from each cell of the blueprint as many questions as it asks for, by a secret seed that is kept.

Chance comes from SHA-256 of the seed and a name, so that the seed and the pinned pool rebuild the paper anywhere, in
any version of any language, and a question added to the bank later does not stir the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from exam.domain.form import NUMERIC, SECTIONS, TRUE_FALSE, Layout, Slot
from kernel.verdict import Refusal, Verdict
from schemes.domain.blueprint import Blueprint, Cell

TRIES_FOR_OTHER_QUESTIONS = 25
"""How often a paper of the same questions is drawn anew before another order of them has to do."""


class PoolItem(Protocol):
    """A question that may be asked, pinned to its version."""

    @property
    def question_id(self) -> UUID:
        """The question, whatever its version."""

    @property
    def version_id(self) -> UUID:
        """The version to be asked."""

    @property
    def function(self) -> str:
        """Which function of the syllabus it examines."""

    @property
    def kind(self) -> str:
        """How it is answered: one of the sections of a paper."""

    @property
    def cognitive(self) -> str:
        """know, understand or master."""

    @property
    def prompts(self) -> int:
        """How many things are to be matched; 0 where nothing is."""

    @property
    def group(self) -> str | None:
        """The case text on which it is asked together with others."""

    @property
    def place_in_group(self) -> int:
        """Which of them it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A paper and the seed that makes it again."""

    seed: str
    layout: Layout


Place = tuple[str, str, str]


def _place(thing: PoolItem | Cell) -> Place:
    return str(thing.function), str(thing.kind), str(thing.cognitive)


def _by_place(pool: Iterable[PoolItem]) -> Mapping[Place, list[PoolItem]]:
    places: defaultdict[Place, list[PoolItem]] = defaultdict(list)
    for item in pool:
        places[_place(item)].append(item)
    return places


def check_pool(pool: Iterable[PoolItem], blueprint: Blueprint) -> Verdict:
    """Whether every cell can be filled; each that cannot says how many questions it lacks."""
    there = _by_place(pool)
    return Verdict.of(
        Refusal(
            "cell_too_thin",
            function=cell.function,
            kind=str(cell.kind),
            cognitive=str(cell.cognitive),
            needed=cell.count,
            there=len(there.get(_place(cell), ())),
            lacking=cell.count - len(there.get(_place(cell), ())),
        )
        if len(there.get(_place(cell), ())) < cell.count
        else None
        for cell in blueprint.cells
    )


class _Chance:
    """Chance by a seed: every named thing has its rank."""

    def __init__(self, seed: str) -> None:
        self._begun = sha256(seed.encode())

    def rank(self, purpose: str, *name: object) -> bytes:
        """Where the thing stands when chance decides."""
        digest = self._begun.copy()
        digest.update("|".join((purpose, *map(str, name))).encode())
        return digest.digest()


def draw(
    seed: str,
    *,
    pool: Sequence[PoolItem],
    blueprint: Blueprint,
    option_counts: Mapping[UUID, int],
) -> Layout:
    """The paper of this seed; the pool must have passed `check_pool`."""
    chance = _Chance(seed)
    there = _by_place(pool)
    chosen: list[PoolItem] = []
    for cell in blueprint.cells:
        ranked = sorted(there[_place(cell)], key=lambda item: chance.rank("question", item.question_id))
        chosen += ranked[: cell.count]
    chosen.sort(key=lambda item: _place_on_paper(chance, item))
    return Layout(
        slots=tuple(
            Slot(
                slot=str(number),
                version_id=item.version_id,
                function=item.function,
                kind=str(item.kind),
                marks=blueprint.marks[item.kind],
                order=_order(chance, item, option_counts[item.version_id]),
                prompts=_by_chance(chance, "prompt", item, item.prompts),
            )
            for number, item in enumerate(chosen, start=1)
        )
    )


def _place_on_paper(chance: _Chance, item: PoolItem) -> tuple[bool, int, bytes, int]:
    """Single questions by kind; after them the groups, each whole and in its own order."""
    if item.group is None:
        return False, SECTIONS.index(str(item.kind)), chance.rank("place", item.question_id), 0
    return True, 0, chance.rank("place", item.group), item.place_in_group


def _order(chance: _Chance, item: PoolItem, options: int) -> tuple[int, ...]:
    """The order of the options; true comes before false everywhere, and units stand as their author wrote them."""
    if item.kind in {TRUE_FALSE, NUMERIC}:
        return tuple(range(options))
    return _by_chance(chance, "option", item, options)


def _by_chance(chance: _Chance, purpose: str, item: PoolItem, things: int) -> tuple[int, ...]:
    return tuple(sorted(range(things), key=lambda index: chance.rank(purpose, item.question_id, index)))


def draw_different(
    seeds: Iterable[str],
    *,
    already: Iterable[Layout],
    pool: Sequence[PoolItem],
    blueprint: Blueprint,
    option_counts: Mapping[UUID, int],
) -> Drawn:
    """A paper unlike all those drawn already: of other questions if the pool has them, else in another order."""
    known = tuple(already)
    known_questions = {layout.question_versions for layout in known}
    for tries, seed in enumerate(seeds):
        layout = draw(seed, pool=pool, blueprint=blueprint, option_counts=option_counts)
        if layout.question_versions not in known_questions:
            return Drawn(seed=seed, layout=layout)
        if tries >= TRIES_FOR_OTHER_QUESTIONS and layout not in known:
            return Drawn(seed=seed, layout=layout)
    raise ValueError("no seeds left to draw a different paper")
