"""How many questions each value of a facet would leave."""

from hypothesis import given
from hypothesis import strategies as st

from question_bank.domain.bank import FACETS, Alike, tally
from question_bank.domain.searching import searchable
from tests.support.questions import QUESTION

VALUES = {"state": ["draft", "approved", "in_use"], "due": ["", "yes"]}
groups = st.lists(
    st.builds(
        Alike,
        st.fixed_dictionaries({facet: st.sampled_from(VALUES.get(facet, ["a", "b"])) for facet in FACETS}),
        st.integers(1, 9),
    )
)
wishes = st.fixed_dictionaries(
    {}, optional={facet: st.sampled_from([*VALUES.get(facet, ["a", "b"]), "usable"]) for facet in FACETS}
)


def agrees(group, facet, value):
    said = group.values[facet]
    return said == value or (facet == "state" and value == "usable" and said in ("approved", "in_use"))


@given(groups, wishes)
def test_what_is_found_agrees_with_the_whole_wish(many, asked):
    asked = {facet: value for facet, value in asked.items() if value}
    wanted = [group for group in many if all(agrees(group, facet, value) for facet, value in asked.items())]

    assert tally(many, asked).found == sum(group.count for group in wanted)


@given(groups, wishes, st.sampled_from(FACETS), st.data())
def test_choosing_a_value_leaves_as_many_questions_as_stand_beside_it(many, asked, facet, data):
    asked = {name: value for name, value in asked.items() if value}
    counts = tally(many, asked).counts[facet]
    value = data.draw(st.sampled_from([*VALUES.get(facet, ["a", "b"]), "usable"]))

    if value:
        assert tally(many, asked | {facet: value}).found == counts.get(value, 0)


def test_a_search_looks_through_stem_and_options_in_both_languages_and_never_through_the_rationale():
    words = searchable(QUESTION)

    assert "a dealer in another town" in words
    assert "仓储部的同事" in words
    assert "canary" not in words
