"""Drawing papers from a bank by the level-3 blueprint."""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam.domain.drawing import check_pool, draw, draw_different
from exam.domain.form import Layout
from schemes.domain.blueprint import Blueprint, Cell
from tests.support.paper_checker import faults_of

SPACE = UUID("11111111-1111-1111-1111-111111111111")
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
        Cell(function=function, kind=kind, cognitive=level, count=number)
        for function, kinds in COUNTS.items()
        for kind, numbers in zip(KINDS, kinds, strict=True)
        for level, number in zip(("know", "understand", "master"), numbers, strict=True)
        if number
    ),
    marks={"single_choice": Decimal("1.5"), "multiple_choice": Decimal(3), "true_false": Decimal(1)},
)


@dataclass(frozen=True)
class Question:
    question_id: UUID
    version_id: UUID
    function: str
    kind: str
    cognitive: str
    prompts: int = 0
    group: str | None = None
    place_in_group: int = 0


def a_bank(times=2, blueprint=LEVEL_3):
    """So many questions in each cell as a paper needs, and as often as asked."""
    return tuple(
        Question(
            uuid5(SPACE, f"{cell}{number}"), uuid5(SPACE, f"v{cell}{number}"), cell.function, cell.kind, cell.cognitive
        )
        for cell in blueprint.cells
        for number in range(cell.count * times)
    )


def options_of(bank):
    return {item.version_id: 2 if item.kind == "true_false" else 4 for item in bank}


def a_paper(seed, bank, blueprint=LEVEL_3):
    return draw(seed, pool=bank, blueprint=blueprint, option_counts=options_of(bank))


def different_papers(number, bank, blueprint=LEVEL_3):
    papers = []
    seeds = (f"seed {index}" for index in count())
    for _ in range(number):
        papers.append(
            draw_different(
                seeds, already=papers_of(papers), pool=bank, blueprint=blueprint, option_counts=options_of(bank)
            )
        )
    return papers


def papers_of(drawn):
    return [one.layout for one in drawn]


def test_a_hundred_papers_satisfy_the_independent_checker():
    bank = a_bank()
    by_version = {str(item.version_id): (item.function, item.kind, options_of(bank)[item.version_id]) for item in bank}

    papers = [drawn.layout.as_data() for drawn in different_papers(100, bank)]

    assert faults_of(papers, by_version) == []


def test_the_checker_sees_what_is_wrong():
    bank = a_bank()
    by_version = {str(item.version_id): (item.function, item.kind, options_of(bank)[item.version_id]) for item in bank}
    paper = a_paper("one", bank).as_data()
    doubled = {"slots": [*paper["slots"][:-1], {**paper["slots"][0], "slot": "60"}]}

    assert "papers 0 and 1 are equal" in faults_of([paper, paper], by_version)
    assert any("a question twice" in fault for fault in faults_of([doubled], by_version))
    assert any(
        "loses options" in fault for fault in faults_of([{"slots": [{**paper["slots"][0], "order": [0]}]}], by_version)
    )


@given(st.text(max_size=40), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_seed_alone_rebuilds_the_paper_in_whatever_order_the_bank_is_read(seed, chance):
    bank = list(a_bank())
    first = a_paper(seed, bank)
    chance.shuffle(bank)

    assert a_paper(seed, bank) == first


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_another_seed_gives_another_paper(one, other):
    bank = a_bank()

    assert (a_paper(one, bank) == a_paper(other, bank)) == (one == other)


cells = st.lists(
    st.builds(
        Cell,
        function=st.sampled_from(["a", "b", "c"]),
        kind=st.sampled_from(KINDS),
        cognitive=st.sampled_from(["know", "understand", "master"]),
        count=st.integers(1, 4),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda cell: (cell.function, cell.kind, cell.cognitive),
).map(tuple)


@given(cells, st.integers(1, 3), st.text(max_size=10))
@settings(max_examples=100, deadline=None)
def test_whatever_the_blueprint_every_cell_gets_its_number(cells, times, seed):
    blueprint = replace(LEVEL_3, cells=cells)
    bank = a_bank(times, blueprint)
    of = {item.version_id: item for item in bank}

    paper = a_paper(seed, bank, blueprint)

    got = Counter((of[s.version_id].function, of[s.version_id].kind, of[s.version_id].cognitive) for s in paper.slots)
    assert got == {(cell.function, cell.kind, cell.cognitive): cell.count for cell in cells}
    assert paper.total == blueprint.total_marks


def test_a_bank_without_choice_still_gives_papers_in_different_orders():
    papers = papers_of(different_papers(5, a_bank(times=1)))

    assert len({paper.question_versions for paper in papers}) == 1
    assert len({str(paper) for paper in papers}) == 5


def test_a_bank_that_is_too_thin_names_the_cells_and_what_they_lack():
    bank = [item for item in a_bank(times=1) if (item.function, item.kind) != ("foundations", "multiple_choice")]

    verdict = check_pool(bank[1:], LEVEL_3)

    lacks = [
        (r.params["function"], r.params["kind"], r.params["cognitive"], r.params["lacking"]) for r in verdict.refusals
    ]
    assert lacks == [("overview", "single_choice", "know", 1), ("foundations", "multiple_choice", "understand", 1)]
    assert check_pool(a_bank(), LEVEL_3)


def test_seeds_that_end_are_an_error():
    bank = a_bank(times=1)
    paper = a_paper("one", bank)

    with pytest.raises(ValueError, match="no seeds left"):
        draw_different(["one"] * 30, already=[paper], pool=bank, blueprint=LEVEL_3, option_counts=options_of(bank))


def test_a_paper_survives_its_record():
    paper = a_paper("one", a_bank())
    case = Layout(case_version_id=SPACE)

    assert Layout.from_data(paper.as_data()) == paper
    assert Layout.from_data(case.as_data()) == case


def test_letters_on_the_paper_mean_the_options_behind_them():
    slot = replace(a_paper("one", a_bank()).slots[0], order=(2, 0, 3, 1))

    assert slot.letters == "ABCD"
    assert slot.options_behind(["A", "D"]) == {2, 1}
    assert a_paper("one", a_bank()).slot("61") is None


def test_every_option_comes_to_every_place_about_equally_often():
    bank = a_bank()
    first_places = Counter(
        slot.order[0]
        for number in range(200)
        for slot in a_paper(str(number), bank).slots
        if slot.kind == "single_choice"
    )

    assert all(abs(first_places[option] / (200 * 40) - 0.25) < 0.03 for option in range(4))


@given(st.text(min_size=1))
@settings(max_examples=30)
def test_things_to_match_and_to_order_stand_in_an_order_by_chance_and_units_as_written(seed):
    kinds = {"matching": 3, "ordering": 4, "numeric": 3, "short_text": 0}
    bank = tuple(
        Question(uuid5(SPACE, kind), uuid5(SPACE, f"v{kind}"), "overview", kind, "know", 3 if kind == "matching" else 0)
        for kind in kinds
    )
    blueprint = Blueprint(
        cells=tuple(Cell(function="overview", kind=kind, cognitive="know", count=1) for kind in kinds),
        marks=dict.fromkeys(kinds, Decimal(1)),
    )

    paper = draw(
        seed, pool=bank, blueprint=blueprint, option_counts={each.version_id: kinds[each.kind] for each in bank}
    )

    assert [slot.kind for slot in paper.slots] == list(kinds)
    assert [sorted(slot.order) for slot in paper.slots] == [[0, 1, 2], [0, 1, 2, 3], [0, 1, 2], []]
    assert [sorted(slot.prompts) for slot in paper.slots] == [[0, 1, 2], [], [], []]
    assert paper.slots[2].order == (0, 1, 2)
    assert Layout.from_data(paper.as_data()) == paper


def test_questions_on_one_text_come_together_in_their_order_after_the_single_ones():
    kinds = ("true_false", "single_choice", "single_choice")
    bank = tuple(
        Question(uuid5(SPACE, name), uuid5(SPACE, f"v{name}"), "overview", kind, "know", 0, group, place)
        for group in (None, "one", "other")
        for place, kind in enumerate(kinds, start=1)
        for name in [f"{group}{place}"]
    )
    cells = [Cell(function="overview", kind=kind, cognitive="know", count=kinds.count(kind) * 3) for kind in set(kinds)]
    blueprint = Blueprint(cells=tuple(cells), marks=dict.fromkeys(kinds, Decimal(1)))
    of = {item.version_id: item for item in bank}

    papers = [[of[slot.version_id] for slot in a_paper(str(seed), bank, blueprint).slots] for seed in range(20)]

    for paper in papers:
        assert [item.group for item in paper[:3]] == [None] * 3
        for group in (paper[3:6], paper[6:]):
            assert len({item.group for item in group}) == 1
            assert [item.place_in_group for item in group] == [1, 2, 3]
    assert len({paper[3].group for paper in papers}) == 2
