"""A sitting is held at another time or place, and everybody who has entered hears of it."""

from datetime import timedelta

import pytest

from tests.support.exam_room import admit, enter, plan_sitting

THERE = {"starts_at": "2026-03-06T14:00", "place": "机房 202", "address": "科技路 8 号"}
MOMENTS = (
    "entries_close_at",
    "withdraw_until",
    "door_opens_at",
    "starts_at",
    "latest_start_at",
    "absent_at",
    "hand_in_from",
)


@pytest.fixture
def sitting(in_room, candidate, other_candidate, the_clock):
    def planned():
        for person in (candidate, other_candidate):
            admit(person.id, the_clock.now)
        made = plan_sitting(the_clock.now, capacity=1, starts_in=timedelta(days=2))
        enter(made, [candidate.id, other_candidate.id], the_clock.now)
        return made

    return in_room(planned)


def moments(in_room, sitting):
    from exam.queries.sittings import sitting_row

    return in_room(lambda: [getattr(sitting_row(sitting), moment) for moment in MOMENTS])


def test_everything_moves_with_the_start_and_everybody_is_told(in_room, sitting, registrar, candidate, other_candidate):
    from exam.queries.sittings import sitting_row

    before = moments(in_room, sitting)
    revision = in_room(lambda: sitting_row(sitting).revision)

    assert registrar.post(f"/sittings/{sitting}/time-and-place", THERE).status_code == 302

    assert {after - then for after, then in zip(moments(in_room, sitting), before, strict=True)} == {
        timedelta(days=2, hours=5)
    }
    row = in_room(lambda: sitting_row(sitting))
    assert (row.place, row.address, row.revision) == ("机房 202", "科技路 8 号", revision + 1)
    for person in (candidate, other_candidate):
        told = person.get("/notices").text
        assert "考试场次的时间或地点有变" in told
        assert "2026年3月6日 14:00" in told


@pytest.mark.parametrize(
    ("wish", "status", "words"),
    [
        pytest.param({"starts_at": "2026-03-01T09:00"}, 409, "必须晚于现在", id="in the past"),
        pytest.param({"place": ""}, 422, "地点", id="nowhere"),
        pytest.param({"capacity": "500"}, 400, "", id="what nobody asked for"),
    ],
)
def test_what_cannot_be_changes_nothing(in_room, sitting, registrar, wish, status, words):
    before = moments(in_room, sitting)

    answer = registrar.post(f"/sittings/{sitting}/time-and-place", THERE | wish)

    assert answer.status_code == status
    assert words in answer.text
    assert moments(in_room, sitting) == before


def test_what_has_started_or_was_called_off_stays_where_it_is(in_room, sitting, registrar, candidate, the_clock):
    assert candidate.post(f"/sittings/{sitting}/time-and-place", THERE).status_code in {403, 404}
    the_clock.moves_on(days=2)
    registrar.signs_in()
    assert registrar.post(f"/sittings/{sitting}/time-and-place", THERE).status_code == 409
