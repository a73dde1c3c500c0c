"""The report on the papers of a sitting."""

from decimal import Decimal

import pytest

from exam.domain.assembly.exposure import forced, least_exposure, least_papers
from exam.domain.assembly.measures import target_of
from exam.domain.equivalence import deviations, equivalence
from exam.domain.fairness import fairness
from tests.support.paper_checker import bands_of, figures
from tests.support.pools import LEVEL_3, a_bank, a_paper, papers_of

WEIGHTS = {"overview": Decimal(20), "foundations": Decimal(5)}


def report(papers, bank=None):
    bank = bank or a_bank()
    asked = {item.version_id: item for item in bank}
    return fairness(papers, blueprint=LEVEL_3, weights=WEIGHTS, pool=bank, asked=asked)


def compared(papers, bank):
    target = target_of(bank, LEVEL_3, Decimal(60))
    asked = {item.version_id: item for item in bank}
    return equivalence(papers, asked=asked, marks=LEVEL_3.marks, target=target, pass_mark=Decimal(60))


def test_the_report_tells_how_much_papers_share_and_that_none_are_equal():
    told = report(papers_of(10, a_bank()))

    assert (told.forms, told.equal_pairs) == (10, 0)
    assert 0 < told.mean_shared <= told.most_shared < 60
    assert told.chance_shared == 30
    assert [(row.function, row.least, row.most) for row in told.functions] == [
        ("overview", Decimal("20.0"), Decimal("20.0")),
        ("foundations", Decimal("4.5"), Decimal("4.5")),
    ]
    assert all(cell.available == 2 * cell.needed for cell in told.cells)
    assert all(cell.least == cell.most == cell.needed for cell in told.cells)
    assert all(cell.seldom <= 5 <= cell.often for cell in told.cells)


def test_equal_papers_are_counted_and_no_papers_are_no_error():
    paper = a_paper("one", a_bank())

    assert report([paper, paper]).equal_pairs == 1
    assert (report([]).forms, report([]).mean_shared, report([]).most_exposed) == (0, 0, 0)


def test_figures_of_papers_are_those_of_the_independent_checker():
    bank = a_bank(times=4)
    papers = papers_of(6, bank)
    bands = bands_of([item.as_data() for item in bank])

    told = compared(papers, bank)

    assert told.ability == pytest.approx(bands["ability"], abs=1e-4)
    names = ("expected", "at the pass mark", "information", "seconds")
    for band, name in zip(told.bands, names, strict=True):
        assert (band.target - band.width, band.target + band.width) == pytest.approx(bands[name], abs=0.01)
        assert (
            band.target - band.width - 0.01 <= band.least <= band.mean <= band.most <= band.target + band.width + 0.01
        )
    of = {item.version_id: item.as_data() for item in bank}
    for paper, layout in zip(told.papers, papers, strict=True):
        items = [figures(of[slot.version_id], bands["ability"]) for slot in layout.slots]
        got = (paper.score, paper.border_score, paper.information, paper.reading)
        assert got == pytest.approx([sum(item[name] for item in items) for name in names], abs=0.01)


def test_simulated_candidates_pass_about_as_often_as_their_scores_say():
    told = compared(papers_of(6, a_bank(times=4)), a_bank(times=4))

    assert all(0.4 < share < 0.6 for share in told.border_passes)
    assert all(0.5 < share < 0.9 for share in told.passes)
    assert told.passes[1] - told.passes[0] < 0.02
    assert told == compared(papers_of(6, a_bank(times=4)), a_bank(times=4))


def test_information_is_highest_where_questions_are_neither_easy_nor_hard():
    points = compared(papers_of(3, a_bank(times=4)), a_bank(times=4)).curves

    best = max(points, key=lambda point: point.mean)
    assert -1.5 < best.ability < 0
    assert all(point.least <= point.mean <= point.most for point in points)


def test_a_deviation_is_never_told_too_small():
    bank = a_bank(times=4)
    papers = papers_of(5, bank)
    scores = [paper.score for paper in compared(papers, bank).papers]

    told = deviations(papers, {item.version_id: item for item in bank}, LEVEL_3.marks)

    mean = sum(scores) / 5
    assert all(
        abs(score - mean) - 1e-3 <= off <= abs(score - mean) + 0.012
        for score, off in zip(scores, map(float, told), strict=True)
    )


def test_no_paper_can_do_without_the_only_questions_of_a_cell():
    bank = [item for item in a_bank(times=4) if item.place != a_bank()[-1].place] + list(a_bank()[-1:])
    target = target_of(bank, LEVEL_3, Decimal(60))

    assert least_exposure(bank, LEVEL_3, target) == pytest.approx(1)
    everywhere = [item.version_id for item in bank if item.place == bank[-1].place]
    assert forced(bank, LEVEL_3, target, everywhere) == {bank[-1].version_id: pytest.approx(1)}
    assert forced(bank, LEVEL_3, target, [bank[0].version_id]) == {}


def test_the_thinnest_cell_bounds_the_exposure():
    bank = a_bank(times=4)

    share = least_exposure(bank, LEVEL_3, target_of(bank, LEVEL_3, Decimal(60)))

    assert share == pytest.approx(0.25)
    assert (least_papers(share, 10), least_papers(share, 8), least_papers(share, 1)) == (3, 2, 1)
