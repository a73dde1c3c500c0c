"""Schemes may ask every kind of question, and say which of them earn marks in part."""

import pytest

from kernel.errors import BadInput
from schemes.services import loading, reading
from tests.support.kinds import scheme_text


def test_a_paper_may_ask_every_kind():
    blueprint = reading.read(scheme_text(), "kinds.yaml").level(3).blueprint

    assert blueprint.questions == 8
    assert blueprint.total_marks == 100
    assert blueprint.partial == {"multiple_choice", "matching", "ordering"}


def test_the_shipped_papers_earn_whole_marks_only():
    assert loading.shipped("csm-national").level(3).blueprint.partial == frozenset()


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        pytest.param("matching: partial", "matching: somehow", "scheme_not_allowed", id="an unknown rule"),
        pytest.param("      ordering: partial\n", "", "scheme_missing_key", id="no rule for a kind that is asked"),
        pytest.param("numeric: 15, ", "", "scheme_unknown_key", id="a cell of a kind without marks"),
    ],
)
def test_a_blueprint_that_leaves_something_open_is_refused(before, after, code):
    text = scheme_text()
    assert before in text

    with pytest.raises(BadInput) as refused:
        reading.read(text.replace(before, after), "kinds.yaml")

    assert refused.value.refusal.code == code
