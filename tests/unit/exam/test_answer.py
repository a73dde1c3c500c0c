"""What a candidate enters, and what of it stands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exam.domain.answer import (
    Answer,
    Choices,
    Line,
    Matches,
    Order,
    answered,
    characters,
    check_shape,
    fold,
    is_answered,
    shape_of,
)
from exam.domain.form import Layout
from exam.forms.paper import Save
from kernel.errors import BadInput
from tests.support.pools import a_bank, a_paper

SHAPE = {
    "1": Choices(options=4, several=False),
    "2": Choices(options=4, several=True),
    "match": Matches(options=4, prompts=3),
    "order": Order(options=3),
    "number": Line(units=2),
    "line": Line(),
    "text": None,
}

histories = st.lists(
    st.builds(Answer, seq=st.integers(1, 30), slot=st.sampled_from("123"), value=st.just({})), unique_by=lambda a: a.seq
)


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("第四周 73%\n", 6), ("two words", 8), ("\t \u3000\n", 0), ("𠮷野家", 3)]
)
def test_characters_are_counted_as_the_page_counts_them(text, count):
    assert characters(text) == count


@given(histories, st.randoms(use_true_random=False))
def test_r13_what_stands_does_not_depend_on_the_order_of_arrival_nor_on_repeats(history, chance):
    numbered = [Answer(one.seq, one.slot, {"chosen": [str(one.seq)]}) for one in history]
    arrived = numbered * 2
    chance.shuffle(arrived)

    assert fold(arrived) == fold(numbered)
    for slot, value in fold(arrived).items():
        assert value["chosen"] == [str(max(one.seq for one in history if one.slot == slot))]


def test_a_flag_alone_is_no_answer():
    assert not is_answered({"chosen": [], "flagged": True})
    assert not is_answered({"text": "  \n"})
    assert not is_answered({"chosen": ["", "A"], "flagged": False})
    assert is_answered({"chosen": ["B", "A"], "flagged": False})
    assert is_answered({"text": "5", "unit": "", "flagged": False})
    assert answered({"1": {"chosen": ["A"], "flagged": False}, "2": {"chosen": [], "flagged": True}}) == 1


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        pytest.param("1", {"chosen": ["B"], "flagged": False}, id="one option"),
        pytest.param("1", {"chosen": [], "flagged": True}, id="nothing but a flag"),
        pytest.param("2", {"chosen": ["A", "D"], "flagged": False}, id="several options"),
        pytest.param("text", {"text": "客户投诉 🙂"}, id="a text"),
        pytest.param("match", {"chosen": ["B", "", "B"], "flagged": False}, id="some matched, one twice"),
        pytest.param("match", {"chosen": [], "flagged": True}, id="nothing matched"),
        pytest.param("order", {"chosen": ["C", "A", "B"], "flagged": False}, id="an order"),
        pytest.param("order", {"chosen": [], "flagged": False}, id="no order yet"),
        pytest.param("number", {"text": "1.", "unit": "B", "flagged": False}, id="half a number"),
        pytest.param("number", {"text": "", "unit": "", "flagged": True}, id="no number yet"),
        pytest.param("line", {"text": "帕累托图", "unit": "", "flagged": False}, id="a short text"),
    ],
)
def test_what_fits_its_slot_is_accepted(slot, value):
    check_shape([Answer(1, slot, value)], SHAPE)


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        pytest.param("1", {"chosen": ["A", "B"], "flagged": False}, id="two options on single choice"),
        pytest.param("1", {"chosen": ["E"], "flagged": False}, id="an option not on this form"),
        pytest.param("1", {"chosen": [""], "flagged": False}, id="no letter"),
        pytest.param("1", {"chosen": [0], "flagged": False}, id="a number"),
        pytest.param("2", {"chosen": ["A", "A"], "flagged": False}, id="an option twice"),
        pytest.param("2", {"chosen": ["AB"], "flagged": False}, id="two letters in one"),
        pytest.param("1", {"chosen": "A", "flagged": False}, id="a string for a list"),
        pytest.param("1", {"chosen": ["A"]}, id="no flag"),
        pytest.param("1", {"chosen": ["A"], "flagged": 1}, id="a number for a flag"),
        pytest.param("1", {"chosen": ["A"], "flagged": False, "score": 100}, id="an unknown field"),
        pytest.param("1", {"text": "A"}, id="a text for a choice"),
        pytest.param("61", {"chosen": ["A"], "flagged": False}, id="another form's slot"),
        pytest.param("text", {"text": "x" * 50_001}, id="a text too long"),
        pytest.param("text", {"text": "a\0b"}, id="NUL"),
        pytest.param("text", {"text": "\ud800"}, id="half a character"),
        pytest.param("text", {"chosen": ["A"], "flagged": False}, id="a choice for a text"),
        pytest.param("match", {"chosen": ["A", "B"], "flagged": False}, id="a prompt left out"),
        pytest.param("match", {"chosen": ["A", "B", "E"], "flagged": False}, id="matched with nothing on this form"),
        pytest.param("match", {"chosen": ["A", "B", None], "flagged": False}, id="nothing for a letter"),
        pytest.param("order", {"chosen": ["A", "B"], "flagged": False}, id="a part of an order"),
        pytest.param("order", {"chosen": ["A", "B", "B"], "flagged": False}, id="something twice in an order"),
        pytest.param("order", {"chosen": ["A", "B", ""], "flagged": False}, id="a gap in an order"),
        pytest.param("number", {"text": "1", "unit": "C", "flagged": False}, id="a unit not on this form"),
        pytest.param("number", {"text": 1, "unit": "A", "flagged": False}, id="a number as number"),
        pytest.param("number", {"text": "1", "flagged": False}, id="no place for the unit"),
        pytest.param("number", {"text": "1" * 101, "unit": "", "flagged": False}, id="a number too long"),
        pytest.param("number", {"text": "1", "unit": "A", "flagged": False, "right": True}, id="a field too many"),
        pytest.param("line", {"text": "a\0b", "unit": "", "flagged": False}, id="NUL in a line"),
        pytest.param("line", {"text": "a", "unit": "A", "flagged": False}, id="a unit for a text"),
        pytest.param("line", {"chosen": ["A"], "flagged": False}, id="a choice for a line"),
    ],
)
def test_a18_what_does_not_fit_its_slot_is_bad_input(slot, value):
    with pytest.raises(BadInput):
        check_shape([Answer(1, slot, value)], SHAPE)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(None, id="nothing"),
        pytest.param({}, id="an object"),
        pytest.param([{}], id="an empty entry"),
        pytest.param([{"seq": True, "slot": "1", "value": {}}], id="true for one"),
        pytest.param([{"seq": 1.0, "slot": "1", "value": {}}], id="a fraction"),
        pytest.param([{"seq": 0, "slot": "1", "value": {}}], id="zero"),
        pytest.param([{"seq": 2**31, "slot": "1", "value": {}}], id="a number too high"),
        pytest.param([{"seq": 1, "slot": 1, "value": {}}], id="a number for a slot"),
        pytest.param([{"seq": 1, "slot": "1", "value": []}], id="a list for a value"),
        pytest.param([{"seq": 1, "slot": "1", "value": {}, "at": 3}], id="an unknown field"),
        pytest.param([{"seq": 1, "slot": "1", "value": {}}] * 2, id="a number twice"),
        pytest.param([{"seq": n, "slot": "1", "value": {}} for n in range(1, 202)], id="too many at once"),
        pytest.param(json.loads('[{"seq": 1e308, "slot": "1", "value": {}}]'), id="a huge number"),
        pytest.param(json.loads('[{"seq": NaN, "slot": "1", "value": {}}]'), id="no number"),
    ],
)
def test_a10_a_save_is_read_strictly(sent):
    with pytest.raises(ValidationError):
        Save.model_validate({"writer": "page-one-0001", "answers": sent})


def test_a_save_is_read():
    value = {"chosen": ["B"], "flagged": False}

    sent = Save.model_validate({"writer": "page-one-0001", "answers": [{"seq": 7, "slot": "3", "value": value}]})

    assert sent.entries == (Answer(7, "3", value),)


def test_a_forms_shape_says_where_several_options_may_be_chosen():
    shape = shape_of(a_paper("one", a_bank()))

    assert shape["1"] == Choices(options=4, several=False)
    assert shape["41"] == Choices(options=4, several=True)
    assert shape["60"] == Choices(options=2, several=False)
    assert shape_of(Layout(case_version_id=a_bank()[0].version_id)) == {"text": None}
