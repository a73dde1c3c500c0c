"""An examiner chooses described levels, and the marks follow from them."""

from decimal import Decimal

import pytest

from grading.domain.rubric import LONGEST_COMMENT, Judgement, judgements, out_of, total, undecided
from kernel.errors import BadInput
from kernel.words import Words
from question_bank.domain.case_study import Criterion, Level

LEVELS = tuple(Level(marks=Decimal(marks), description=Words(marks, marks)) for marks in ("20", "12.5", "0"))
RUBRIC = (
    Criterion(id="figures", title=Words("数据", "Figures"), marks=Decimal(20), levels=LEVELS),
    Criterion(id="causes", title=Words("原因", "Causes"), marks=Decimal(20), levels=LEVELS),
)


def test_the_marks_of_the_chosen_levels_add_up():
    given = judgements(RUBRIC, {"figures": "0", "causes": "1"}, {"causes": " 引用了数据。\x07 "})

    assert total(RUBRIC, given) == Decimal("32.5")
    assert out_of(RUBRIC) == 40
    assert undecided(given) == ()
    assert given[1] == Judgement(criterion="causes", level=1, comment="引用了数据。")


def test_what_is_not_decided_earns_nothing_yet():
    given = judgements(RUBRIC, {"figures": "2", "unknown": "0"}, {})

    assert total(RUBRIC, given) == 0
    assert undecided(given) == ("causes",)


@pytest.mark.parametrize("level", ["3", "-1", "1.0", "one", "１"])
def test_a_level_that_is_not_described_is_refused(level):
    with pytest.raises(BadInput) as refused:
        judgements(RUBRIC, {"figures": level}, {})

    assert (refused.value.refusal.code, refused.value.where) == ("no_such_level", "figures")


def test_an_endless_comment_is_refused():
    with pytest.raises(BadInput):
        judgements(RUBRIC, {}, {"figures": "字" * (LONGEST_COMMENT + 1)})


def test_a_judgement_survives_the_record():
    judgement = Judgement(criterion="figures", level=2, comment="好")

    assert Judgement.from_data(judgement.as_data()) == judgement
