"""Banks of questions and papers made from them, for tests of rules; nothing is stored."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid5

from hypothesis import strategies as st

from exam.domain.assembly.making import Maker, asked_by
from exam.domain.assembly.measures import target_of
from exam.domain.assembly.pinned import PinnedQuestion
from schemes.domain.blueprint import Bands, Blueprint, Cell, Part, Range

WEIGHTS = {
    "overview": 20,
    "department": 15,
    "product": 14,
    "information": 17,
    "communication": 14,
    "complaints": 15,
    "foundations": 5,
}
SPACE = UUID("11111111-1111-1111-1111-111111111111")
WIDE = Bands(score=Decimal(100), information=Decimal(100), reading=Decimal(100))
KINDS = ("single_choice", "multiple_choice", "true_false")
COUNTS = {
    "overview": ((3, 3, 2), (0, 1, 1), (1, 1, 0)),
    "department": ((2, 2, 2), (0, 1, 0), (2, 1, 0)),
    "product": ((2, 2, 2), (0, 0, 1), (1, 1, 0)),
    "information": ((2, 3, 2), (0, 1, 1), (0, 1, 0)),
    "communication": ((2, 2, 2), (0, 0, 1), (1, 1, 0)),
    "complaints": ((1, 3, 2), (0, 1, 1), (0, 0, 0)),
    "foundations": ((1, 0, 0), (0, 1, 0), (0, 0, 0)),
}
LEVEL_3 = Blueprint(
    cells=tuple(
        Cell(function=function, kind=kind, cognitive=level, least=number, most=number)
        for function, kinds in COUNTS.items()
        for kind, numbers in zip(KINDS, kinds, strict=True)
        for level, number in zip(("know", "understand", "master"), numbers, strict=True)
        if number
    ),
    marks={"single_choice": Decimal("1.5"), "multiple_choice": Decimal(3), "true_false": Decimal(1)},
)

RANGED = replace(
    LEVEL_3,
    cells=tuple(
        replace(cell, least=cell.least - 1, most=cell.most + 2) if cell.kind == "single_choice" else cell
        for cell in LEVEL_3.cells
    ),
    sums={
        Part(): Range(Decimal(60), Decimal(60)),
        Part(in_marks=True): Range(Decimal(100), Decimal(100)),
        Part(cognitive="know"): Range(Decimal(17), Decimal(21)),
        **{
            Part(function=function, in_marks=True): Range(Decimal(weight - 1), Decimal(weight + 1))
            for function, weight in WEIGHTS.items()
        },
    },
)
"""The same, but the cells of single choices are ranges, and the length and the marks of a paper are not."""


def a_bank(times=2, blueprint=LEVEL_3):
    """So many questions in each cell as a paper needs, and as often as asked; no two quite alike."""
    return tuple(
        PinnedQuestion(
            question_id=uuid5(SPACE, f"{cell}{number}"),
            version_id=uuid5(SPACE, f"v{cell}{number}"),
            function=cell.function,
            kind=cell.kind,
            cognitive=cell.cognitive,
            options=2 if cell.kind == "true_false" else 4,
            difficulty=round(0.5 + 0.4 * chance(cell, number, "difficulty"), 2),
            reading=10 + round(20 * chance(cell, number, "reading")),
        )
        for cell in blueprint.cells
        for number in range(cell.most * times)
    )


def chance(*name):
    return uuid5(SPACE, str(name)).int % 1000 / 1000


def a_maker(bank, blueprint=LEVEL_3):
    return Maker(bank, blueprint, target_of(bank, blueprint, Decimal(60)))


def a_paper(seed, bank, blueprint=LEVEL_3):
    return a_maker(bank, blueprint).make(seed, {})


def papers_of(number, bank, blueprint=LEVEL_3):
    maker, papers = a_maker(bank, blueprint), []
    for index in range(number):
        papers.append(maker.make(f"seed {index}", asked_by(papers)))
    return papers


def change(bank, **changes):
    """The bank with the questions at these places changed: `change(bank, at_3={"group": "a"})`."""
    places = {int(place.removeprefix("at_")): change for place, change in changes.items()}
    return tuple(replace(item, **places.get(index, {})) for index, item in enumerate(bank))


def enemies(bank, one, other):
    return change(
        bank,
        **{
            f"at_{one}": {"enemies": frozenset({bank[other].question_id})},
            f"at_{other}": {"enemies": frozenset({bank[one].question_id})},
        },
    )


def cells_of_a_paper():
    """Any few cells with a number of questions each."""
    return st.lists(
        st.builds(
            lambda number, **place: Cell(**place, least=number, most=number),
            function=st.sampled_from(["a", "b", "c"]),
            kind=st.sampled_from(KINDS),
            cognitive=st.sampled_from(["know", "understand", "master"]),
            number=st.integers(1, 4),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda cell: (cell.function, cell.kind, cell.cognitive),
    ).map(tuple)
