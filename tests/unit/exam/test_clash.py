"""What cannot be in two places at once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.domain.clash import Booking, first_clash
from kernel.words import Words

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def at(minutes):
    return NINE + timedelta(minutes=minutes)


def booking(start, *, minutes=90, door=30, late=25, number=1):
    return Booking(
        sitting_id=UUID(int=number),
        what=Words("理论", "Theory"),
        begins=at(start - door),
        starts_at=at(start),
        latest_start_at=at(start + late),
        done_at=at(start + minutes),
        ends=at(start + late + minutes),
    )


@pytest.mark.parametrize(
    ("start", "apart", "meets"),
    [
        pytest.param(0, 0, True, id="at the same time"),
        pytest.param(145, 0, False, id="the door opens when the other has ended"),
        pytest.param(144, 0, True, id="a minute too early"),
        pytest.param(145, 30, True, id="without time between them"),
        pytest.param(174, 30, True, id="a minute too little between them"),
        pytest.param(175, 30, False, id="with the time between them"),
    ],
)
def test_two_sittings_share_a_room_only_with_time_between_them(start, apart, meets):
    one, other = booking(0), booking(start, number=2)

    assert one.meets(other, timedelta(minutes=apart)) is meets
    assert other.meets(one, timedelta(minutes=apart)) is meets


@pytest.mark.parametrize(
    ("start", "late", "excludes"),
    [
        pytest.param(0, 25, True, id="at the same time"),
        pytest.param(0, 90, False, id="at the same time, but one may come after the other"),
        pytest.param(64, 25, True, id="the other starts too early"),
        pytest.param(65, 25, False, id="in time for the last start of the other"),
    ],
)
def test_a_candidate_can_take_both_where_one_can_be_started_after_the_other(start, late, excludes):
    one, other = booking(0), booking(start, late=late, number=2)

    assert one.excludes(other) is other.excludes(one) is excludes


@given(st.lists(st.integers(-600, 600), max_size=6), st.integers(0, 60))
def test_the_first_clash_is_the_earliest_of_those_that_clash_and_never_the_wish_itself(starts, apart):
    wish, gap = booking(0), timedelta(minutes=apart)
    others = [booking(start, number=number + 2) for number, start in enumerate(starts)]

    found = first_clash(wish, [wish, *others], lambda other: wish.meets(other, gap))

    met = [other for other in others if wish.meets(other, gap)]
    assert (found is None) is not bool(met)
    assert found is None or (found in met and found.begins == min(other.begins for other in met))
