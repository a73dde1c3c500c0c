"""What several markers' marks come to, by the rule of the scheme."""

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.domain.resolution import Status, closest, resolve
from kernel.errors import BadInput
from schemes.domain.marking import Marking
from tests.unit.grading.test_score import THEORY

ONE = replace(THEORY, marking=Marking(markers=1, tolerance=Decimal(10)))
TWO = replace(THEORY, marking=Marking(markers=2, tolerance=Decimal(10)))
MARKS = st.decimals(min_value=0, max_value=100, places=2)


def marks(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("component", "given_marks", "score", "reason"),
    [
        pytest.param(THEORY, marks("61.5"), "61.50", "one_mark_suffices", id="a key gives one mark"),
        pytest.param(ONE, marks("61.5"), "61.50", "one_mark_suffices", id="one marker suffices"),
        pytest.param(ONE, marks("60", "63"), "61.50", "marks_agree", id="a second mark is averaged"),
        pytest.param(TWO, marks("61"), None, "second_mark_needed", id="two are needed"),
        pytest.param(TWO, marks("55", "65"), "60.00", "marks_agree", id="as far apart as may be"),
        pytest.param(TWO, marks("55", "65.01"), None, "marks_differ", id="a hundredth too far apart"),
        pytest.param(TWO, marks("59.99", "60"), "59.99", "marks_agree", id="the mean is not rounded up"),
        pytest.param(TWO, marks("50", "70", "66"), "68.00", "closest_marks_count", id="the two closest count"),
        pytest.param(TWO, marks("70", "50", "60"), "60.00", "closest_marks_count", id="the middle of equal steps"),
        pytest.param(TWO, marks("60", "64", "90"), "62.00", "marks_agree", id="two that agree need no third"),
    ],
)
def test_marks_come_to_a_score_or_to_another_marker(component, given_marks, score, reason):
    outcome = resolve(component, given_marks)

    assert outcome.score == (None if score is None else Decimal(score))
    assert outcome.is_final == (score is not None)
    assert outcome.reason.code == reason


@pytest.mark.parametrize(
    ("component", "given_marks", "code"),
    [
        pytest.param(TWO, [], "wrong_number_of_marks", id="none"),
        pytest.param(TWO, marks("1", "2", "3", "4"), "wrong_number_of_marks", id="four"),
        pytest.param(THEORY, marks("60", "61"), "wrong_number_of_marks", id="a second mark beside a key"),
        pytest.param(TWO, marks("100.01"), "mark_out_of_range", id="more than there is"),
        pytest.param(TWO, marks("-1"), "mark_out_of_range", id="less than nothing"),
    ],
)
def test_what_cannot_be_marks_is_refused(component, given_marks, code):
    with pytest.raises(BadInput) as refused:
        resolve(component, given_marks)

    assert refused.value.refusal.code == code


@given(MARKS, MARKS, MARKS)
def test_three_marks_always_settle_it_between_the_lowest_and_the_highest(first, second, third):
    outcome = resolve(TWO, [first, second, third])

    assert outcome.status is Status.FINAL
    lowest, highest = min(first, second, third), max(first, second, third)
    assert lowest - Decimal("0.01") < outcome.score <= highest


@given(MARKS, MARKS)
def test_the_order_of_two_markers_does_not_matter(first, second):
    assert resolve(TWO, [first, second]).score == resolve(TWO, [second, first]).score


@given(MARKS, MARKS, MARKS)
def test_the_order_of_three_marks_does_not_change_which_are_closest(first, second, third):
    assert len({closest(order) for order in permutations((first, second, third))}) == 1
