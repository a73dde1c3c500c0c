"""A theory paper earns what its key and its scheme's rules say, exactly, the same every time."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.domain.form import LETTERS, Layout, Slot
from grading.domain.marking import mark_paper
from question_bank.domain.key import ChoiceKey, Key, MatchingKey, NumericKey, OrderingKey, TextKey
from question_bank.domain.kind import Kind
from question_bank.domain.numeric import Tolerance

SPACE = UUID(int=7)


def slot(name: str, kind: Kind, order: tuple[int, ...], marks: str = "1.5", function: str = "overview") -> Slot:
    return Slot(
        slot=name, version_id=uuid5(SPACE, name), function=function, kind=kind, marks=Decimal(marks), order=order
    )


def key_of(*correct: int) -> ChoiceKey:
    return ChoiceKey(correct=frozenset(correct))


SINGLE = slot("1", Kind.SINGLE_CHOICE, (2, 0, 3, 1))
MULTIPLE = slot("2", Kind.MULTIPLE_CHOICE, (3, 1, 0, 2), marks="3", function="complaints")
STATEMENT = slot("3", Kind.TRUE_FALSE, (0, 1), marks="1")
PAPER = Layout(slots=(SINGLE, MULTIPLE, STATEMENT))
KEYS = {
    SINGLE.version_id: key_of(0),
    MULTIPLE.version_id: key_of(0, 3),
    STATEMENT.version_id: key_of(1),
}


def answers(**chosen: str):
    return {name.removeprefix("s"): {"chosen": list(letters), "flagged": False} for name, letters in chosen.items()}


def test_the_letters_mean_what_stood_behind_them_on_this_form():
    paper = mark_paper(PAPER, answers(s1="B", s2="CA", s3="B"), KEYS)

    assert [mark.earned for mark in paper.slots] == [Decimal("1.5"), Decimal(3), Decimal(1)]
    assert paper.earned == paper.out_of == Decimal("5.5")


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param("A", id="half of it"),
        pytest.param("ACB", id="one too many"),
        pytest.param("ABCD", id="ticking everything does not pay"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_multiple_choice_earns_all_or_nothing(chosen):
    paper = mark_paper(PAPER, answers(s2=chosen), KEYS)

    assert paper.slots[1].earned == 0


def test_what_was_not_answered_earns_nothing():
    assert mark_paper(PAPER, {}, KEYS).earned == 0
    assert mark_paper(PAPER, {"1": {"chosen": [], "flagged": True}}, KEYS).earned == 0


def test_marks_are_gathered_by_function_in_the_order_of_the_form():
    paper = mark_paper(PAPER, answers(s1="B", s3="A"), KEYS)

    assert [(part.function, part.earned, part.out_of) for part in paper.by_function] == [
        ("overview", Decimal("1.5"), Decimal("2.5")),
        ("complaints", Decimal(0), Decimal(3)),
    ]


@given(
    order=st.permutations(range(5)),
    correct=st.frozensets(st.integers(0, 4), min_size=1),
    chosen=st.frozensets(st.sampled_from(LETTERS[:5])),
)
def test_marks_are_nothing_or_everything_and_do_not_depend_on_the_order_of_options(order, correct, chosen):
    place = slot("1", Kind.MULTIPLE_CHOICE, tuple(order), marks="3")
    keys = {place.version_id: key_of(*correct)}

    earned = mark_paper(Layout(slots=(place,)), answers(s1="".join(chosen)), keys).earned

    plain = frozenset(order[LETTERS.index(letter)] for letter in chosen)
    assert earned == (3 if plain == correct else 0)
    again = mark_paper(Layout(slots=(place,)), answers(s1="".join(sorted(chosen, reverse=True))), keys).earned
    assert again == earned


@given(
    chosen=st.dictionaries(
        st.sampled_from(["1", "2", "3"]), st.lists(st.sampled_from("AB"), unique=True, max_size=2).map("".join)
    )
)
def test_a_paper_lies_between_nothing_and_everything(chosen):
    paper = mark_paper(PAPER, answers(**{f"s{name}": letters for name, letters in chosen.items()}), KEYS)

    assert 0 <= paper.earned <= paper.out_of
    assert sum(part.earned for part in paper.by_function) == paper.earned


def marks_for(place: Slot, key: Key, value: dict, *partial: str) -> Fraction:
    return mark_paper(Layout(slots=(place,)), {place.slot: value}, {place.version_id: key}, partial).earned


several = st.integers(3, 8).flatmap(
    lambda offered: st.tuples(
        st.permutations(range(offered)),
        st.frozensets(st.integers(0, offered - 1), min_size=1, max_size=offered - 1),
        st.frozensets(st.sampled_from(LETTERS[:offered])),
    )
)


@given(several)
def test_a_partial_multiple_choice_earns_for_each_right_one_and_loses_for_each_wrong_one(case):
    order, correct, chosen = case
    place = slot("1", Kind.MULTIPLE_CHOICE, tuple(order), marks="3")

    def earned(letters) -> Fraction:
        return marks_for(place, key_of(*correct), {"chosen": list(letters)}, "multiple_choice")

    assert 0 <= earned(chosen) <= 3
    assert earned(place.letters) == earned("") == 0
    for letter in set(place.letters) - chosen:
        better = order[LETTERS.index(letter)] in correct
        more = earned(chosen | {letter})
        assert more >= earned(chosen) if better else more <= earned(chosen)
    rights = frozenset(letter for letter in place.letters if order[LETTERS.index(letter)] in correct)
    assert (earned(chosen) == 3) is (chosen == rights)


def test_half_of_a_multiple_choice_earns_half_where_the_scheme_says_so():
    half = {"chosen": ["A"], "flagged": False}
    key = KEYS[MULTIPLE.version_id]

    assert marks_for(MULTIPLE, key, half, "multiple_choice") == Fraction(3, 2)
    assert marks_for(MULTIPLE, key, half, "matching") == 0


@given(st.permutations(range(4)), st.permutations(range(3)), st.tuples(*[st.integers(0, 3)] * 3), st.data())
def test_each_prompt_that_has_its_option_earns_its_part(order, prompts, correct, data):
    place = slot("1", Kind.MATCHING, tuple(order), marks="3")._replace(prompts=tuple(prompts))
    chosen = data.draw(st.lists(st.sampled_from(["", *"ABCD"]), min_size=3, max_size=3))

    right = sum(
        letter != "" and order[LETTERS.index(letter)] == correct[prompt]
        for prompt, letter in zip(prompts, chosen, strict=True)
    )
    assert marks_for(place, MatchingKey(correct=correct), {"chosen": chosen}, "matching") == right
    assert marks_for(place, MatchingKey(correct=correct), {"chosen": chosen}) == (3 if right == 3 else 0)
    assert marks_for(place, MatchingKey(correct=correct), {"chosen": []}, "matching") == 0


@given(st.integers(3, 8).flatmap(lambda size: st.tuples(*[st.permutations(range(size))] * 3)), st.data())
def test_an_order_earns_the_more_the_fewer_pairs_stand_the_wrong_way_round(orders, data):
    shown, correct, given_ = orders
    place = slot("1", Kind.ORDERING, tuple(shown), marks="2")
    key = OrderingKey(correct=tuple(correct))

    def earned(order, *partial) -> Fraction:
        return marks_for(place, key, {"chosen": [LETTERS[shown.index(option)] for option in order]}, *partial)

    assert earned(correct, "ordering") == earned(correct) == 2
    assert earned(correct[::-1], "ordering") == 0
    assert 0 <= earned(given_, "ordering") <= 2
    assert earned(given_) == (2 if given_ == correct else 0)
    at = data.draw(st.integers(0, len(given_) - 2))
    one, other = given_[at : at + 2]
    mended = [*given_[:at], other, one, *given_[at + 2 :]]
    if correct.index(one) > correct.index(other):
        assert earned(mended, "ordering") >= earned(given_, "ordering")


def test_an_order_by_chance_earns_little():
    place = slot("1", Kind.ORDERING, (0, 1, 2, 3), marks="1")
    key = OrderingKey(correct=(0, 1, 2, 3))
    earned = [marks_for(place, key, {"chosen": list(letters)}, "ordering") for letters in permutations(place.letters)]

    assert sum(earned) / len(earned) < Fraction(1, 5)
    assert marks_for(place, key, {"chosen": []}, "ordering") == 0


MINUTES = NumericKey(
    correct=Decimal(5), tolerance=Tolerance(size=Decimal(1), percent=True), factors=(Fraction(1), Fraction(60))
)


@pytest.mark.parametrize(
    ("text", "unit", "right"),
    [
        pytest.param("5", "A", True, id="the number itself"),
        pytest.param("５．００", "A", True, id="full width"),
        pytest.param("4.95", "A", True, id="just near enough"),
        pytest.param("4.949", "A", False, id="just too far"),
        pytest.param("0.0833", "B", True, id="in hours"),
        pytest.param("5", "B", False, id="the wrong unit"),
        pytest.param("5", "", False, id="no unit"),
        pytest.param("", "A", False, id="nothing"),
        pytest.param("five", "A", False, id="a word"),
    ],
)
def test_a_number_is_right_in_any_unit_if_it_is_near_enough(text, unit, right):
    place = slot("1", Kind.NUMERIC, (0, 1), marks="2")

    assert marks_for(place, MINUTES, {"text": text, "unit": unit}, "multiple_choice") == (2 if right else 0)


@pytest.mark.parametrize("factors", [(), (Fraction(1),)], ids=["no unit", "one unit"])
def test_where_there_is_nothing_to_choose_the_unit_is_understood(factors):
    place = slot("1", Kind.NUMERIC, tuple(range(len(factors))), marks="2")

    assert marks_for(place, replace(MINUTES, factors=factors), {"text": "5", "unit": ""}) == 2


def test_a_short_text_is_right_on_any_keyboard():
    place, key = slot("1", Kind.SHORT_TEXT, ()), TextKey(accepted=("帕累托图", "Pareto chart"))

    assert marks_for(place, key, {"text": "帕累託圖", "unit": ""}) == Fraction("1.5")
    assert marks_for(place, key, {"text": "PARETO  Chart.", "unit": ""}) == Fraction("1.5")
    assert marks_for(place, key, {"text": "帕累托", "unit": ""}) == 0
    assert mark_paper(Layout(slots=(place,)), {}, {place.version_id: key}).earned == 0


def test_marks_in_thirds_are_kept_exactly():
    places = [slot(str(number), Kind.MATCHING, (0, 1, 2), marks="1")._replace(prompts=(0, 1, 2)) for number in range(3)]
    paper = mark_paper(
        Layout(slots=tuple(places)),
        {place.slot: {"chosen": ["A", "", ""]} for place in places},
        {place.version_id: MatchingKey(correct=(0, 1, 2)) for place in places},
        {"matching"},
    )

    assert paper.earned == paper.by_function[0].earned == 1


def test_a_unit_that_is_a_part_of_the_first_is_exact():
    place = slot("1", Kind.NUMERIC, (0, 1))
    exactly = NumericKey(correct=Decimal(5), tolerance=Tolerance(), factors=(Fraction(1), Fraction(1, 60)))

    assert marks_for(place, exactly, {"text": "300", "unit": "B"}) == Fraction("1.5")
    assert marks_for(place, exactly, {"text": "300.01", "unit": "B"}) == 0
