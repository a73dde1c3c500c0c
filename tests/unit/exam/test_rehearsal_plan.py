"""What happens in a rehearsal: whatever the sitting is like, everybody does something, and the same again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.domain.rehearsal_check import Call, Doors, Wish, high, is_right, pauses_of, stood_throughout
from exam.domain.rehearsal_plan import AT_THE_DESK, Act, Frame, plan
from exam.domain.timeline import Cause, TimeEvent, TimeKind, Timeline

FRAMES = st.builds(
    Frame,
    door=st.integers(0, 120),
    latest=st.integers(0, 120),
    hand_in_from=st.integers(0, 120),
    minutes=st.integers(1, 600),
    closes=st.none() | st.integers(1, 700),
)
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
DOORS = Doors(starts_at=NINE, latest_start_at=NINE + timedelta(minutes=30), hand_in_from=NINE + timedelta(minutes=40))


@given(frame=FRAMES, candidates=st.integers(1, 40), seed=st.text(max_size=4))
def test_whatever_the_sitting_is_like_everybody_starts_and_what_is_stopped_goes_on(frame, candidates, seed):
    steps = plan(frame, candidates, seed)

    assert steps == plan(frame, candidates, seed)
    assert [step.minute for step in steps] == sorted(step.minute for step in steps)
    assert {step.place for step in steps if step.act is Act.START} == set(range(candidates))
    assert all(step.place in range(candidates) for step in steps if step.act not in AT_THE_DESK)
    desk = [step.act for step in steps if step.act in AT_THE_DESK]
    assert desk == [
        Act.RELEASE_ALL, Act.PAUSE_ALL, Act.RESUME_ALL, Act.PAUSE_ONE, Act.RESUME_ONE, Act.GIVE_ONE,
    ]  # fmt: skip


def test_many_do_everything_that_can_be_done():
    usual = Frame(door=30, latest=25, hand_in_from=30, minutes=90)

    assert {step.act for step in plan(usual, 20, "1")} == set(Act)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def call(wish: str, minutes: float, code: str = "", took: float = 0, **more) -> Call:
    return Call(wish=Wish(wish), began=at(minutes), done=at(minutes + took), seconds=0.1, code=code, **more)


STOOD = [
    TimeEvent(kind=TimeKind.PAUSED, at=at(20), cause=Cause.OUTAGE),
    TimeEvent(kind=TimeKind.RESUMED, at=at(25), cause=Cause.OUTAGE),
]
TIMELINE = Timeline(started_at=NINE, minutes=90, events=STOOD)
"""Over at 95 minutes."""


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        pytest.param(call("start", 0), True, id="at the start"),
        pytest.param(call("start", -1), False, id="let in too early"),
        pytest.param(call("start", 31), False, id="let in too late"),
        pytest.param(call("start", -1, "too_early"), True, id="refused too early"),
        pytest.param(call("start", 31, "too_late"), True, id="refused too late"),
        pytest.param(call("start", 10, "not_started"), False, id="refused for nothing"),
        pytest.param(call("save", 10), True, id="in time"),
        pytest.param(call("save", 95.9), True, id="within the grace"),
        pytest.param(call("save", 96.1), False, id="taken too late"),
        pytest.param(call("save", 22), False, id="taken while the clock stands"),
        pytest.param(call("save", 24.9, took=0.2), True, id="while it begins to go on"),
        pytest.param(call("save", 22, "paused"), True, id="refused while it stands"),
        pytest.param(call("save", 10, "paused"), False, id="refused though it goes"),
        pytest.param(call("save", 19.9, "paused", took=0.2), True, id="refused while it begins to stand"),
        pytest.param(call("save", 97, "late"), True, id="refused after the grace"),
        pytest.param(call("save", 95, "late"), False, id="refused within the grace"),
        pytest.param(call("save", 61, "handed_in"), True, id="after the hand-in"),
        pytest.param(call("save", 59, "handed_in"), False, id="before the hand-in"),
        pytest.param(call("save", 10, "elsewhere"), False, id="nobody else wrote"),
        pytest.param(call("save", 10, "elsewhere", is_elsewhere=True), True, id="another window wrote"),
        pytest.param(call("save", 10, "conflict"), False, id="a refusal that nothing explains"),
        pytest.param(call("hand_in", 10, "too_early_to_hand_in"), True, id="nobody may go yet"),
        pytest.param(call("hand_in", 50, "too_early_to_hand_in"), False, id="everybody may go"),
        pytest.param(call("hand_in", 99), True, id="handed in when time had run out"),
    ],
)
def test_an_answer_is_held_against_the_clock_and_what_was_recorded(asked, right):
    assert is_right(asked, DOORS, TIMELINE, at(60)) is right


def test_who_has_no_paper_can_have_saved_nothing_and_who_is_not_let_in_cannot_start():
    assert not is_right(call("save", 10), DOORS, None, None)
    assert not is_right(call("save", 61, "handed_in"), DOORS, TIMELINE, None)
    at_the_door = Doors(starts_at=NINE, latest_start_at=at(30), hand_in_from=at(40), needs_release=True)
    assert is_right(call("start", 10, "not_released"), at_the_door, None, None)


def test_the_figures_of_a_report():
    assert (high([]), high([3.0]), high([float(n) for n in range(1, 101)])) == (0.0, 3.0, 95.0)
    assert pauses_of(TIMELINE) == 1
    assert (stood_throughout(call("save", 21), TIMELINE), stood_throughout(call("save", 26), TIMELINE)) == (True, False)
