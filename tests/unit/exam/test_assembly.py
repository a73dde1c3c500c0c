"""Making papers from a bank by the level-3 blueprint."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from uuid import uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam.domain.assembly.feasibility import check
from exam.domain.assembly.measures import target_of
from exam.domain.form import Layout
from kernel.errors import Refused
from schemes.domain.blueprint import Bands, Cell
from tests.support.paper_checker import faults_of
from tests.support.pools import (
    LEVEL_3,
    SPACE,
    WIDE,
    a_bank,
    a_maker,
    a_paper,
    cells_of_a_paper,
    change,
    enemies,
    papers_of,
)


def faults(papers, bank):
    return faults_of([paper.as_data() for paper in papers], [item.as_data() for item in bank])


def refusals(bank, blueprint=LEVEL_3, like=None):
    return check(bank, blueprint, target_of(like or bank, blueprint, Decimal(60))).refusals


def test_thirty_papers_satisfy_the_independent_checker():
    bank = a_bank(times=4)

    assert faults(papers_of(30, bank), bank) == []


def test_enemies_stay_apart_and_groups_together():
    bank = enemies(a_bank(times=4), 0, 1)
    grouped = change(
        bank,
        at_2={"group": "case", "place_in_group": 1},
        at_4={"group": "case", "place_in_group": 2},
        at_40={"group": "case", "place_in_group": 3},
    )

    papers = papers_of(30, grouped)

    asked = [
        {grouped.index(item) for item in grouped if item.version_id in paper.question_versions} for paper in papers
    ]
    assert faults(papers, grouped) == []
    assert any(0 in paper for paper in asked)
    assert any({2, 4, 40} <= paper for paper in asked)
    together = next(paper for paper, places in zip(papers, asked, strict=True) if 2 in places)
    versions = [slot.version_id for slot in together.slots]
    first = versions.index(grouped[2].version_id)
    assert versions[first : first + 3] == [grouped[place].version_id for place in (2, 4, 40)]


def test_a_group_with_a_question_that_no_cell_asks_for_is_left_out():
    bank = change(a_bank(times=4), at_0={"group": "case"})
    outside = replace(bank[0], version_id=SPACE, question_id=SPACE, function="elsewhere")

    assert all(bank[0].version_id not in paper.question_versions for paper in papers_of(8, (*bank, outside)))


def test_the_checker_sees_what_is_wrong():
    bank = a_bank(times=4)
    paper = a_paper("one", bank)
    record = paper.as_data()
    doubled = {"slots": [*record["slots"][:-1], {**record["slots"][0], "slot": "60"}]}
    easy = [replace(item, difficulty=0.9) if item.version_id in paper.question_versions else item for item in bank]
    first, second = sorted(bank.index(item) for item in bank if item.version_id in paper.question_versions)[:2]
    outside = next(index for index, item in enumerate(bank) if item.version_id not in paper.question_versions)
    halved = change(bank, **{f"at_{first}": {"group": "a"}, f"at_{outside}": {"group": "a"}})

    def said(papers, questions):
        return " ".join(faults_of(papers, [item.as_data() for item in questions]))

    assert "papers 0 and 1 are equal" in said([record, record], bank)
    assert "a question stands on 2 papers" in said([record, record], bank)
    assert "two papers share 60.00" in said([record, record], bank)
    assert "a question twice" in said([doubled], bank)
    assert "loses options" in said([{"slots": [{**record["slots"][0], "order": [0]}]}], bank)
    assert "stands beside its enemy" in said([record], enemies(bank, first, second))
    assert "1 of 2 questions of group a" in said([record], halved)
    assert "is scattered" in said(
        [record], change(bank, **{f"at_{place}": {"group": "a"} for place in (first, second)})
    )
    for band in ("expected", "at the pass mark", "information"):
        assert f"{band} is" in said([record], easy)
    slow = [replace(item, reading=99) if item.version_id in paper.question_versions else item for item in bank]
    assert "seconds is" in said([record], slow)


@given(st.text(max_size=40), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_seed_alone_rebuilds_the_paper_in_whatever_order_the_bank_is_read(seed, chance):
    bank = list(a_bank())
    first = a_paper(seed, bank)
    chance.shuffle(bank)

    assert a_paper(seed, bank) == first


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=15, deadline=None)
def test_another_seed_gives_another_paper(one, other):
    bank = a_bank()

    assert (a_paper(one, bank) == a_paper(other, bank)) == (one == other)


@given(cells_of_a_paper(), st.integers(1, 3), st.text(max_size=10))
@settings(max_examples=40, deadline=None)
def test_whatever_the_blueprint_every_cell_gets_its_number(cells, times, seed):
    blueprint = replace(LEVEL_3, cells=cells, bands=WIDE)
    bank = a_bank(times, blueprint)
    of = {item.version_id: item for item in bank}

    paper = a_paper(seed, bank, blueprint)

    got = Counter((of[s.version_id].function, of[s.version_id].kind, of[s.version_id].cognitive) for s in paper.slots)
    assert got == {cell.place: cell.least for cell in cells}
    assert paper.total == blueprint.total_marks


def test_a_bank_without_choice_still_gives_papers_in_different_orders():
    papers = papers_of(5, a_bank(times=1))

    assert len({paper.question_versions for paper in papers}) == 1
    assert len({str(paper) for paper in papers}) == 5


def test_a_bank_that_is_too_thin_names_the_cells_and_what_they_lack():
    bank = [item for item in a_bank(times=1) if (item.function, item.kind) != ("foundations", "multiple_choice")]

    lacks = [
        (r.params["function"], r.params["kind"], r.params["cognitive"], r.params["lacking"]) for r in refusals(bank[1:])
    ]
    assert lacks == [("overview", "single_choice", "know", 1), ("foundations", "multiple_choice", "understand", 1)]
    assert refusals(a_bank()) == ()
    assert len(refusals(())) == len(LEVEL_3.cells)


def test_enemies_can_make_a_cell_too_thin():
    bank = enemies(a_bank(times=1), 0, 1)

    (refusal,) = refusals(bank)

    assert (refusal.code, refusal.params["there"], refusal.params["lacking"]) == ("cell_too_thin", 2, 1)
    with pytest.raises(Refused):
        a_paper("one", bank)


def test_a_group_that_does_not_fit_its_cell_leaves_it_thin():
    """Four questions of one case, where three are asked for and no others are there."""
    bank = [item for item in a_bank(times=2) if item.place != a_bank()[0].place]
    case = [replace(item, group="case") for item in a_bank(times=2)[:4]]

    (refusal,) = refusals([*bank, *case])

    assert (refusal.params["needed"], refusal.params["lacking"]) == (3, 3)


@pytest.mark.parametrize(
    ("change", "band"),
    [
        (lambda item: replace(item, difficulty=min(item.difficulty + 0.1, 0.95)), "score"),
        (lambda item: replace(item, reading=2 * item.reading), "reading"),
    ],
    ids=["easier questions", "longer questions"],
)
def test_where_cells_are_full_the_band_that_cannot_hold_is_named(change, band):
    bank = a_bank(times=2)

    found = refusals([change(item) for item in bank], like=bank)

    assert {refusal.code for refusal in found} == {"band_cannot_hold"}
    assert band in {refusal.params["band"] for refusal in found}
    assert all(refusal.params["off"] > 0 for refusal in found)


def test_a_narrow_band_makes_papers_closer_to_one_another():
    bank = a_bank(times=4)
    narrow = replace(LEVEL_3, bands=Bands(score=Decimal("0.05"), information=Decimal(2), reading=Decimal(5)))
    expected = {item.version_id: float(LEVEL_3.marks[item.kind]) * item.difficulty for item in bank}

    scores = [sum(expected[slot.version_id] for slot in paper.slots) for paper in papers_of(10, bank, narrow)]

    assert max(scores) - min(scores) <= 0.1 + 1e-6


def test_a_paper_survives_its_record():
    paper = a_paper("one", a_bank())
    case = Layout(case_version_id=SPACE)

    assert Layout.from_data(paper.as_data()) == paper
    assert Layout.from_data(case.as_data()) == case


def test_letters_on_the_paper_mean_the_options_behind_them():
    slot = a_paper("one", a_bank()).slots[0]._replace(order=(2, 0, 3, 1))

    assert slot.letters == "ABCD"
    assert slot.options_behind(["A", "D"]) == {2, 1}
    assert a_paper("one", a_bank()).slot("61") is None


def test_every_option_comes_to_every_place_about_equally_often():
    maker = a_maker(a_bank())
    first_places = Counter(
        slot.order[0]
        for number in range(40)
        for slot in maker.make(str(number), {}).slots
        if slot.kind == "single_choice"
    )

    assert all(abs(first_places[option] / (40 * 40) - 0.25) < 0.05 for option in range(4))


@given(st.text(min_size=1))
@settings(max_examples=15, deadline=None)
def test_things_to_match_and_to_order_stand_in_an_order_by_chance_and_units_as_written(seed):
    kinds = {"matching": 3, "ordering": 4, "numeric": 3, "short_text": 0}
    blueprint = replace(
        LEVEL_3,
        cells=tuple(Cell(function="overview", kind=kind, cognitive="know", least=1, most=1) for kind in kinds),
        marks=dict.fromkeys(kinds, Decimal(1)),
    )
    bank = [
        replace(item, options=kinds[item.kind], prompts=3 if item.kind == "matching" else 0)
        for item in a_bank(times=1, blueprint=blueprint)
    ]

    paper = a_paper(seed, bank, blueprint)

    assert [slot.kind for slot in paper.slots] == list(kinds)
    assert [sorted(slot.order) for slot in paper.slots] == [[0, 1, 2], [0, 1, 2, 3], [0, 1, 2], []]
    assert [sorted(slot.prompts) for slot in paper.slots] == [[0, 1, 2], [], [], []]
    assert paper.slots[2].order == (0, 1, 2)
    assert Layout.from_data(paper.as_data()) == paper


def test_questions_on_one_text_come_together_in_their_order_after_the_single_ones():
    kinds = ("true_false", "single_choice", "single_choice")
    cells = [
        Cell(function="overview", kind=kind, cognitive="know", least=number, most=number)
        for kind in set(kinds)
        for number in [kinds.count(kind) * 2]
    ]
    blueprint = replace(LEVEL_3, cells=tuple(cells), bands=WIDE)
    item = a_bank()[0]
    bank = [
        replace(
            item,
            question_id=uuid5(SPACE, name),
            version_id=uuid5(SPACE, f"v{name}"),
            kind=kind,
            group=group,
            place_in_group=place,
        )
        for group in (None, "one", "other")
        for place, kind in enumerate(kinds, start=1)
        for name in [f"{group}{place}"]
    ]
    of = {item.version_id: item for item in bank}

    papers = [[of[slot.version_id] for slot in paper.slots] for paper in papers_of(20, bank, blueprint)]

    for paper in papers:
        whole = [[other.place_in_group for other in paper if other.group == group] for group in ("one", "other")]
        assert all(places in ([], [1, 2, 3]) for places in whole)
        groups = [other.group for other in paper if other.group]
        assert (
            [other.group for other in paper[len(paper) - len(groups) :]] == groups == sorted(groups, key=groups.index)
        )
    assert len({tuple(other.group for other in paper) for paper in papers}) > 2
