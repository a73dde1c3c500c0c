"""Figures of items and tests agree with those that are printed in books and packages."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.domain.statistics.calibration import rasch, two_parameter
from question_bank.domain.statistics.items import Flag, figures
from question_bank.domain.statistics.report import report
from question_bank.domain.statistics.responses import Asked, Given, Missing, responses
from question_bank.domain.statistics.table import key_of, table
from question_bank.domain.statistics.whole import kappa, kr20, whole

LSAT = table((Path(__file__).parent / "data/lsat6.csv").read_text())
"""Section 6 of the Law School Admission Test (Bock and Lieberman 1970), as the R package ltm prints its figures."""


def of_text(*lines: str, key: str | None = None, times: int = 1):
    return table("\n".join(lines[:1] + lines[1:] * times), key and key_of(key))


def test_classical_figures_are_the_published_ones():
    items = figures(LSAT)

    assert [item.facility for item in items] == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870], abs=1e-9)
    assert [item.discrimination for item in items] == pytest.approx([0.1128, 0.1532, 0.1728, 0.1444, 0.1216], abs=6e-5)
    assert kr20(LSAT) == pytest.approx(0.294997, abs=5e-7)


def test_rasch_figures_are_the_published_ones():
    found = rasch(LSAT)

    assert list(found.difficulties.values()) == pytest.approx([-2.8720, -1.0630, -0.2576, -1.3881, -2.2188], abs=1e-4)
    assert found.log_likelihood == pytest.approx(-2473.054, abs=1e-3)
    assert found.converged
    assert not found.has_prior


def test_two_parameter_figures_are_the_published_ones():
    found = two_parameter(LSAT)

    assert found.log_likelihood == pytest.approx(-2466.653, abs=1e-3)
    assert list(found.slopes.values()) == pytest.approx([0.8254, 0.7229, 0.8905, 0.6886, 0.6575], abs=2e-3)


def test_kappa_is_the_published_one():
    assert kappa(20, 5, 10, 15) == pytest.approx(0.4, abs=1e-9)


def test_the_order_of_questions_and_people_changes_nothing():
    turned = [[Given(column, float(row[column])) for column in reversed(range(5))] for row in LSAT.scores[::-1]]

    found = report(responses(LSAT.questions, turned))
    expected = report(LSAT)

    assert found["test"] == expected["test"]
    assert [item["b"] for item in found["rasch"]["items"]] == pytest.approx(
        [item["b"] for item in expected["rasch"]["items"]], abs=1e-4
    )


def test_omitted_and_not_reached_are_kept_apart():
    found = of_text("a,b,c,d", "1,,0,", "1,1,1,1", "0,1,,")
    a, b, c, d = figures(found)

    assert [(item.n, item.omitted, item.not_reached) for item in (a, b, c, d)] == [
        (3, 0, 0), (3, 1, 0), (2, 0, 1), (1, 0, 2),
    ]  # fmt: skip
    assert b.facility == pytest.approx(2 / 3), "omitted is wrong"
    assert c.facility == pytest.approx(1 / 2), "not reached is left out"


def test_calibration_leaves_out_what_was_not_answered():
    some = [[Given(i, float(s)) for i, s in enumerate(row)] for row in LSAT.scores]
    nothing = [[Missing(column) for column in range(5)]] * 50

    alone, together = rasch(LSAT), rasch(responses(LSAT.questions, some + nothing))

    assert together.n == 1000
    assert together.difficulties == pytest.approx(alone.difficulties, abs=1e-6)


def test_people_may_be_asked_different_questions():
    """As on papers of their own: the figures of a question rest on those who were asked it."""
    halves = [
        [Given(i, float(s)) for i, s in enumerate(row) if i in ((0, 1, 2) if place % 2 else (2, 3, 4))]
        for place, row in enumerate(LSAT.scores)
    ]
    found = responses(LSAT.questions, halves)

    assert [item.n for item in figures(found)] == [500, 500, 1000, 500, 500]
    assert list(rasch(found).difficulties.values()) == pytest.approx(list(rasch(LSAT).difficulties.values()), abs=0.35)


def test_small_samples_have_a_prior_that_draws_to_the_middle():
    few = responses(LSAT.questions, [[Given(i, float(s)) for i, s in enumerate(row)] for row in LSAT.scores[::25]])

    found = rasch(few)

    assert found.has_prior
    assert all(abs(b) < 4 for b in found.difficulties.values())
    assert two_parameter(few) is None


def test_questions_that_all_answered_alike_are_screened():
    found = rasch(of_text("easy,one,two,hard", "1,1,0,0", "1,0,1,0", "1,1,1,0", "1,0,0,0", times=10))

    assert found.screened == ("easy", "hard")
    assert list(found.difficulties) == ["one", "two"]


def flags_of(*lines: str, key: str, times: int):
    return [set(item.flags) for item in figures(of_text(*lines, key=key, times=times))]


def test_a_wrong_key_shows():
    good, bad = ["A,A,A,B"] * 10 + ["A,A,A,C"], ["B,C,B,A"] * 8 + ["C,B,C,A"] * 2

    first, _, _, last = flags_of("a,b,c,d", *good, *bad, key="AAAA", times=2)

    assert Flag.WRONG_KEY in last
    assert Flag.WRONG_KEY not in first


def test_a_distractor_that_the_better_ones_take_points_to_the_key():
    good, bad = ["A,A,A,B"] * 6 + ["A,A,A,A"] * 4, ["B,C,B,C"] * 9 + ["C,B,C,A"]

    assert Flag.WRONG_KEY in flags_of("a,b,c,d", *good, *bad, key="AAAA", times=2)[3]


def test_dead_distractors_and_easy_questions_show():
    first, second = flags_of("a,b", *["A,A"] * 30, *["A,B"] * 15, "B,C", *["C,C"] * 9, key="AA", times=1)

    assert {Flag.DEAD_DISTRACTOR} <= first
    assert Flag.DEAD_DISTRACTOR not in second


def test_under_thirty_answers_nothing_is_said_against_a_question():
    found = of_text("a,b,c", *["A,B,C"] * 14, *["B,B,B"] * 15, key="BAA")

    assert all(item.is_provisional and not item.flags for item in figures(found))
    assert report(found)["rasch"].keys() == {"reason"}
    assert report(found)["provisional"]


def test_every_option_has_its_takers():
    (item, _) = figures(of_text("a,b", "A,A", "B,A", "B,B", "AB,B", ",A", key="B,A"))

    assert [(option.option, option.count, option.is_correct) for option in item.options] == [
        ("A", 2, False),
        ("B", 3, True),
    ]


cells = st.sampled_from(["0", "1", ""])
tables = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=45)
)


def numbers(value):
    if isinstance(value, dict):
        return [each for inner in value.values() for each in numbers(inner)]
    if isinstance(value, list):
        return [each for inner in value for each in numbers(inner)]
    return [value] if isinstance(value, float) else []


@given(tables)
def test_whatever_was_answered_every_figure_is_a_number_in_its_range_or_absent(rows):
    names = ",".join(f"q{place}" for place in range(len(rows[0])))
    found = report(table("\n".join([names, *(",".join(row) or '""' for row in rows)])))

    assert np.isfinite(numbers(found)).all()
    for item in found["items"]:
        assert item["facility"] is None or 0 <= item["facility"] <= 1
        assert item["discrimination"] is None or -1 <= item["discrimination"] <= 1
        assert item["n"] + item["not_reached"] == found["persons"]
    assert found["test"]["kr20"] is None or found["test"]["kr20"] <= 1 + 1e-9
    consistency = found["test"]["decision_consistency"]
    assert consistency is None or 0.5 - 1e-9 <= consistency["agreement"] <= 1


@given(st.floats(0.05, 1))
def test_decisions_are_the_more_consistent_the_farther_people_are_from_the_pass_mark(pass_mark):
    lines = ["a,b,c,d,e,f", "1,1,1,1,1,1", "0,0,0,0,0,0"]
    found = whole(of_text(*lines, times=20), pass_mark)

    assert found.kr20 == pytest.approx(1)
    assert found.consistency.agreement == pytest.approx(1)
    assert found.consistency.kappa == pytest.approx(1)


@given(
    st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0, None]), min_size=8, max_size=8), min_size=1, max_size=35),
    st.data(),
)
def test_papers_of_ones_own_never_make_figures_that_are_no_numbers(people, data):
    """Each person is asked four of eight questions, as on papers that differ."""
    rows = []
    for scores in people:
        columns = data.draw(st.permutations(range(8)))[:4]
        rows.append([Missing(each) if scores[each] is None else Given(each, scores[each], "A") for each in columns])
    found = report(responses([Asked(name=f"q{each}", options="AB", correct="A") for each in range(8)], rows))

    assert np.isfinite(numbers(found)).all()
    assert found["test"]["kr20"] is None or found["test"]["kr20"] <= 1
