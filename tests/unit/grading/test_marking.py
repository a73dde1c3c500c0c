"""A theory paper earns what its key says, whole questions only, the same every time."""

from decimal import Decimal
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.domain.form import LETTERS, Layout, Slot
from grading.domain.marking import MultipleChoiceRule, is_right, mark_paper
from kernel.errors import NotFound
from question_bank.domain.kind import Kind
from question_bank.domain.question import Key

ALL = MultipleChoiceRule.ALL_OR_NOTHING
SPACE = UUID(int=7)


def slot(name: str, kind: Kind, order: tuple[int, ...], marks: str = "1.5", function: str = "overview") -> Slot:
    return Slot(
        slot=name, version_id=uuid5(SPACE, name), function=function, kind=kind, marks=Decimal(marks), order=order
    )


def key_of(place: Slot, *correct: int) -> Key:
    return Key(kind=Kind(place.kind), correct=frozenset(correct))


SINGLE = slot("1", Kind.SINGLE_CHOICE, (2, 0, 3, 1))
MULTIPLE = slot("2", Kind.MULTIPLE_CHOICE, (3, 1, 0, 2), marks="3", function="complaints")
STATEMENT = slot("3", Kind.TRUE_FALSE, (0, 1), marks="1")
PAPER = Layout(slots=(SINGLE, MULTIPLE, STATEMENT))
KEYS = {
    SINGLE.version_id: key_of(SINGLE, 0),
    MULTIPLE.version_id: key_of(MULTIPLE, 0, 3),
    STATEMENT.version_id: key_of(STATEMENT, 1),
}


def answers(**chosen: str):
    return {name.removeprefix("s"): {"chosen": list(letters), "flagged": False} for name, letters in chosen.items()}


def test_the_letters_mean_what_stood_behind_them_on_this_form():
    paper = mark_paper(PAPER, answers(s1="B", s2="CA", s3="B"), KEYS, ALL)

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
    paper = mark_paper(PAPER, answers(s2=chosen), KEYS, ALL)

    assert paper.slots[1].earned == 0


def test_what_was_not_answered_earns_nothing():
    assert mark_paper(PAPER, {}, KEYS, ALL).earned == 0
    assert mark_paper(PAPER, {"1": {"chosen": [], "flagged": True}}, KEYS, ALL).earned == 0


def test_marks_are_gathered_by_function_in_the_order_of_the_form():
    paper = mark_paper(PAPER, answers(s1="B", s3="A"), KEYS, ALL)

    assert [(part.function, part.earned, part.out_of) for part in paper.by_function] == [
        ("overview", Decimal("1.5"), Decimal("2.5")),
        ("complaints", Decimal(0), Decimal(3)),
    ]


def test_a_case_study_has_no_key():
    with pytest.raises(NotFound):
        is_right(Key(kind=Kind.CASE_STUDY, correct=frozenset()), frozenset(), ALL)


@given(
    order=st.permutations(range(5)),
    correct=st.frozensets(st.integers(0, 4), min_size=1),
    chosen=st.frozensets(st.sampled_from(LETTERS[:5])),
)
def test_marks_are_nothing_or_everything_and_do_not_depend_on_the_order_of_options(order, correct, chosen):
    place = slot("1", Kind.MULTIPLE_CHOICE, tuple(order), marks="3")
    keys = {place.version_id: key_of(place, *correct)}

    earned = mark_paper(Layout(slots=(place,)), answers(s1="".join(chosen)), keys, ALL).earned

    plain = frozenset(order[LETTERS.index(letter)] for letter in chosen)
    assert earned == (3 if plain == correct else 0)
    again = mark_paper(Layout(slots=(place,)), answers(s1="".join(sorted(chosen, reverse=True))), keys, ALL).earned
    assert again == earned


@given(
    chosen=st.dictionaries(
        st.sampled_from(["1", "2", "3"]), st.lists(st.sampled_from("AB"), unique=True, max_size=2).map("".join)
    )
)
def test_a_paper_lies_between_nothing_and_everything(chosen):
    paper = mark_paper(PAPER, answers(**{f"s{name}": letters for name, letters in chosen.items()}), KEYS, ALL)

    assert 0 <= paper.earned <= paper.out_of
    assert sum(part.earned for part in paper.by_function) == paper.earned
