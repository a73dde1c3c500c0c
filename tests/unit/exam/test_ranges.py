"""Making papers by blueprints with ranges."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from exam.domain.assembly.feasibility import check
from exam.domain.assembly.measures import average, target_of
from schemes.domain.blueprint import Part, Range
from tests.support.paper_checker import faults_of
from tests.support.pools import LEVEL_3, RANGED, WIDE, a_bank, a_paper, cells_of_a_paper, papers_of


def refusals(bank, blueprint):
    return check(bank, blueprint, target_of(bank, blueprint, Decimal(60))).refusals


def test_papers_by_ranges_satisfy_the_independent_checker():
    bank = a_bank(times=3, blueprint=RANGED)
    papers = papers_of(30, bank, RANGED)
    cells = {cell.place: (cell.least, cell.most) for cell in RANGED.cells}
    know = (None, None, "know")

    def said(papers, **known):
        return faults_of(
            [paper.as_data() for paper in papers], [item.as_data() for item in bank], **{"cells": cells, **known}
        )

    assert said(papers, parts=[(know, 17, 21)]) == []
    assert any("questions of (None, None, 'know')" in fault for fault in said(papers, parts=[(know, 17, 17)]))
    assert len({tuple(sorted(Counter(cells_of(paper, bank)).items())) for paper in papers}) > 1


def cells_of(paper, bank):
    of = {item.version_id: item for item in bank}
    return [of[slot.version_id].place for slot in paper.slots]


@st.composite
def blueprints_with_ranges(draw):
    """Around numbers that make one paper, ranges of cells and sums that let it be."""
    exact = draw(cells_of_a_paper())
    marks = LEVEL_3.marks
    wider = st.integers(0, 2)
    whole, total = sum(cell.least for cell in exact), sum(cell.least * marks[cell.kind] for cell in exact)
    axis = draw(st.sampled_from(["function", "kind", "cognitive"]))
    name = getattr(exact[0], axis)
    part = sum(cell.least for cell in exact if getattr(cell, axis) == name)
    return replace(
        LEVEL_3,
        cells=tuple(
            replace(cell, least=max(cell.least - draw(wider), 0), most=cell.most + draw(wider)) for cell in exact
        ),
        bands=WIDE,
        sums={
            Part(): Range(Decimal(whole), Decimal(whole)),
            Part(in_marks=True): Range(total, total),
            Part(**{axis: name}): Range(Decimal(part - draw(wider)), Decimal(part + draw(wider))),
        },
    )


@given(blueprints_with_ranges(), st.text(max_size=10))
@settings(max_examples=40, deadline=None)
def test_whatever_the_ranges_a_paper_keeps_them_all_and_has_its_length_and_marks(blueprint, seed):
    bank = a_bank(1, blueprint)

    paper = a_paper(seed, bank, blueprint)

    got = Counter(cells_of(paper, bank))
    assert all(cell.least <= got[cell.place] <= cell.most for cell in blueprint.cells)
    assert (len(paper.slots), paper.total) == (blueprint.questions, blueprint.total_marks)
    for part, stated in blueprint.sums.items():
        assert stated.least <= sum(blueprint.worth(part, place) * got[place] for place in got) <= stated.most
    assert refusals(bank, blueprint) == ()


@given(blueprints_with_ranges())
@settings(max_examples=40, deadline=None)
def test_the_average_paper_is_a_paper_and_the_nearest_to_the_middle(blueprint):
    """Nearest: whoever walks from it to any other paper does not come nearer to the middle at first."""
    there = {cell.place: cell.most for cell in blueprint.cells}
    middle = {cell.place: (cell.least + cell.most) / 2 for cell in blueprint.cells}

    found = average(there, blueprint)

    assert all(cell.least - 1e-5 <= found[cell.place] <= cell.most + 1e-5 for cell in blueprint.cells)
    for part, stated in blueprint.sums.items():
        comes_to = sum(float(blueprint.worth(part, place)) * found[place] for place in found)
        assert float(stated.least) - 1e-4 <= comes_to <= float(stated.most) + 1e-4
    for seed in range(3):
        other = Counter(cells_of(a_paper(str(seed), (bank := a_bank(1, blueprint)), blueprint), bank))
        assert sum((middle[place] - found[place]) * (other[place] - found[place]) for place in found) < 1e-3


def test_where_ranges_cannot_be_filled_the_fewest_cells_are_named():
    bank = [item for item in a_bank(times=1, blueprint=RANGED) if item.function != "foundations"]

    lacks = {(r.params["kind"], r.params["there"], r.params["lacking"]) for r in refusals(bank, RANGED)}

    assert ("multiple_choice", 0, 1) in lacks
    assert all(there == 0 and lacking > 0 for _, there, lacking in lacks)
