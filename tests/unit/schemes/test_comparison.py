"""Two versions are compared place by place, and whatever differs is told."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemes.domain.comparison import Change, Difference, compare
from schemes.services import loading, reading

NATIONAL = next(path for path in loading.shipped_files() if path.stem == "csm-national")
CONTENT = json.loads(reading.plain(reading.text_of(NATIONAL), NATIONAL.name))


@pytest.fixture
def newer():
    return deepcopy(CONTENT)


def differences(newer):
    return list(compare(CONTENT, newer))


def test_a_version_does_not_differ_from_itself(newer):
    assert differences(newer) == []


def test_a_changed_number_is_told_with_its_place(newer):
    newer["levels"][0]["components"][0]["pass_mark"] = 65

    assert differences(newer) == [
        Change(
            difference=Difference.CHANGED,
            path=("levels", "3", "components", "theory", "pass_mark"),
            before=60,
            after=65,
        )
    ]


def test_a_new_condition_is_one_addition(newer):
    added = deepcopy(newer["levels"][1]["conditions"][0]) | {"id": "8"}
    newer["levels"][1]["conditions"].append(added)

    assert differences(newer) == [
        Change(difference=Difference.ADDED, path=("levels", "2", "conditions", "8"), after=added)
    ]


def test_a_condition_taken_out_is_one_removal(newer):
    gone = newer["levels"][1]["conditions"].pop(3)

    assert differences(newer) == [
        Change(difference=Difference.REMOVED, path=("levels", "2", "conditions", "4"), before=gone)
    ]


def test_another_order_is_told_without_the_items(newer):
    newer["levels"][0]["functions"].reverse()

    (change,) = differences(newer)

    assert change.difference is Difference.REORDERED
    assert change.path == ("levels", "3", "functions")
    assert change.after == change.before[::-1]


def test_each_language_of_a_text_is_a_place_of_its_own(newer):
    newer["title"]["en"] = "Manager of Customer Service"

    assert [change.path for change in differences(newer)] == [("title", "en")]


def test_the_requirements_of_a_condition_are_compared_as_a_whole(newer):
    newer["levels"][0]["conditions"][3]["requires"][1]["years"] = 2

    (change,) = differences(newer)

    assert change.path == ("levels", "3", "conditions", "4", "requires")
    assert [each["kind"] for each in change.after] == ["degree", "work"]


VALUES = st.recursive(
    st.integers(0, 3) | st.sampled_from(["a", "b"]),
    lambda inner: (
        st.dictionaries(st.sampled_from(["title", "zh", "marks"]), inner, max_size=3)
        | st.lists(inner, max_size=3)
        | st.lists(
            st.builds(lambda code, value: {"code": code, "value": value}, st.sampled_from(["x", "y", "z"]), inner),
            max_size=3,
            unique_by=lambda item: item["code"],
        )
    ),
    max_leaves=8,
)


@given(VALUES, VALUES)
def test_there_is_a_difference_exactly_where_the_contents_differ(one, other):
    assert bool(list(compare(one, other))) == (one != other)


@given(VALUES, VALUES)
def test_what_is_added_one_way_is_removed_the_other_way(one, other):
    there, back = list(compare(one, other)), list(compare(other, one))

    def of(changes, kind):
        return sorted(change.path for change in changes if change.difference is kind)

    assert of(there, Difference.ADDED) == of(back, Difference.REMOVED)
    assert of(there, Difference.CHANGED) == of(back, Difference.CHANGED)
