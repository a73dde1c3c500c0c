"""Rooms with their seats: taken once at a time, dealt out, and given up again, with a word to everybody concerned."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.support.exam_room import admit, enter, entry_of, places, plan_sitting
from tests.support.people import Somebody

FACTS = {"name": "机房 201", "address": "科技路 8 号", "seats": "2", "changeover_minutes": "30"}
IN_TWO_DAYS = timedelta(days=2)


@pytest.fixture
def room(in_room):
    """`room("机房 201", 2)`: on the list; its id."""

    def keep(name, seats=2):
        from exam.services.rooms import keep_room
        from kernel import clock
        from kernel.actor import PLATFORM

        facts = {"address": "科技路 8 号", "seats": seats, "step_free": True}
        return in_room(lambda: keep_room(None, name=name, **facts, actor=PLATFORM, now=clock.now()))

    return keep


@pytest.fixture
def plan(in_room, the_clock):
    def make(*rooms, starts_in=IN_TWO_DAYS, **chosen):
        return in_room(lambda: plan_sitting(the_clock.now, starts_in=starts_in, room_ids=rooms, **chosen))

    return make


@pytest.fixture
def people(app, in_room, the_clock):
    """`people("甲", "乙")`: candidates who may enter."""
    from kernel.actor import Role

    def come(*names):
        found = [Somebody(app, name, Role.CANDIDATE, sign_in=False) for name in names]
        in_room(lambda: [admit(person.id, the_clock.now) for person in found])
        return found

    return come


def row(in_room, sitting):
    from exam.queries.sittings import sitting_row

    def look():
        found = sitting_row(sitting)
        return found.place, found.address, found.capacity, [(room.first_seat, room.seats) for room in found.rooms]

    return in_room(look)


def takes(registrar, sitting, *rooms):
    return registrar.post(f"/sittings/{sitting}/rooms", {"rooms": [str(room) for room in rooms]})


def test_a_registrar_keeps_the_list_of_rooms(registrar, in_room):
    from exam.queries import bookings

    assert registrar.get("/rooms/new").status_code == 200
    assert registrar.post("/rooms", FACTS).status_code == 302
    assert registrar.post("/rooms", FACTS).status_code == 409
    assert registrar.post("/rooms", FACTS | {"seats": "0"}).status_code == 422
    page = registrar.get("/rooms").text
    assert "机房 201" in page

    (room,) = in_room(lambda: [found.id for found in bookings.rooms()])
    assert registrar.post(f"/rooms/{room}", FACTS | {"name": "机房 301"}).status_code == 302
    assert registrar.post(f"/rooms/{room}/closing", {"closed": "y"}).status_code == 302
    assert "机房 301" in registrar.get(f"/rooms/{room}").text
    assert "已停用" in registrar.get("/rooms").text


@pytest.mark.parametrize("who", ["candidate", "invigilator", "examiner"])
def test_rooms_are_the_registrars_business(request, who, plan, room):
    somebody, sitting = request.getfixturevalue(who), plan()

    for address in ("/rooms", "/rooms/new", "/sittings/calendar"):
        assert somebody.get(address).status_code == 403
    assert somebody.get(f"/rooms/{room('机房 201')}").status_code == 404
    assert takes(somebody, sitting, room("机房 202")).status_code == 404
    assert somebody.post(f"/sittings/{sitting}/seats", {"order": "by_name"}).status_code == 404


def test_a_sitting_has_the_seats_and_the_place_of_its_rooms(registrar, in_room, plan, room):
    sitting = plan(room("机房 201", 2))
    assert row(in_room, sitting) == ("机房 201", "科技路 8 号", 2, [(1, 2)])

    assert takes(registrar, sitting, room("机房 202", 3)).status_code == 302

    assert row(in_room, sitting) == ("机房 201、机房 202", "科技路 8 号", 5, [(1, 2), (3, 3)])
    page = registrar.get(f"/sittings/{sitting}").text
    assert "3–5" in page
    assert registrar.post(f"/sittings/{sitting}/capacity", {"capacity": "6"}).status_code == 409


def test_a_room_is_taken_once_at_a_time_and_the_refusal_names_the_other_sitting(registrar, in_room, plan, room):
    shared = room("机房 201", 20)
    first, second = plan(shared), plan(starts_in=IN_TWO_DAYS + timedelta(hours=1), component="case_study")

    refused = takes(registrar, second, shared)

    assert refused.status_code == 409
    assert "机房 201已被" in refused.text
    assert "2026年3月4日 09:00" in refused.text
    assert row(in_room, second)[3] == []
    assert row(in_room, first)[3] == [(1, 20)]


@pytest.mark.parametrize(
    ("hours", "status"),
    [
        pytest.param(2.99, 409, id="without time to clear the room"),
        pytest.param(3, 302, id="with time to clear the room"),
    ],
)
def test_between_two_sittings_a_room_is_cleared(registrar, plan, room, hours, status):
    """The door opens half an hour before; 90 minutes from the latest start half an hour after; half an hour between."""
    shared = room("机房 201", 20)
    plan(shared)

    assert takes(registrar, plan(starts_in=IN_TWO_DAYS + timedelta(hours=hours)), shared).status_code == status


def test_a_sitting_does_not_move_into_the_time_of_another_in_its_room(registrar, in_room, plan, room, invigilator):
    shared = room("机房 201", 20)
    plan(shared)
    later = plan(shared, starts_in=timedelta(days=3))
    before = row(in_room, later)

    there = {"starts_at": "2026-03-04T09:30", "place": "机房 201", "address": ""}
    refused = registrar.post(f"/sittings/{later}/time-and-place", there)

    assert refused.status_code == 409
    assert "机房 201已被" in refused.text
    assert row(in_room, later) == before
    assert registrar.post(f"/sittings/{later}/time-and-place", there | {"starts_at": "2026-03-04T19:00"}).location


def test_the_same_room_for_two_at_the_same_moment_goes_to_one(app, in_room, plan, room):
    from exam.queries.bookings import room_row
    from exam.queries.sittings import sitting_row
    from exam.services.rooms import take_rooms
    from kernel import clock
    from kernel.actor import PLATFORM
    from kernel.errors import Refused
    from storage.transaction import transaction
    from tests.support.at_once import at_once

    shared, sittings = room("机房 201", 20), [plan(component=kind) for kind in ("theory", "case_study")]

    def take(number):
        try:
            with app.app_context(), transaction():
                take_rooms(sitting_row(sittings[number]), [room_row(shared)], actor=PLATFORM, now=clock.now())
        except Refused:
            return False
        return True

    assert sorted(at_once(take, 2)) == [False, True]


def test_who_gives_up_a_room_has_seats_elsewhere_and_everybody_is_told(
    registrar, in_room, plan, room, people, the_clock
):
    first, second = room("机房 201", 2), room("机房 202", 3)
    sitting = plan(first, second)
    four = people("甲", "乙", "丙", "丁")
    in_room(lambda: enter(sitting, [person.id for person in four], the_clock.now))
    assert registrar.post(f"/sittings/{sitting}/rooms/{first}/removal").status_code == 409
    third = room("机房 203", 2)
    takes(registrar, sitting, third)

    assert registrar.post(f"/sittings/{sitting}/rooms/{first}/removal").status_code == 302

    assert places(in_room, sitting) == [("seated", 5), ("seated", 6), ("seated", 3), ("seated", 4)]
    for person, moved in zip(four, (True, True, False, False), strict=True):
        person.signs_in()
        assert ("您的座位有变" in person.get("/notices").text) is moved
    assert "机房 202" in four[0].get(f"/entries/{entry_of(in_room, sitting, four[0]).id}").text


def test_the_seat_is_in_its_room_on_every_page_that_names_it(registrar, in_room, plan, room, people, the_clock):
    sitting = plan(room("机房 201", 1), room("机房 202", 1))
    _, second = people("甲", "乙")
    in_room(lambda: enter(sitting, [_.id, second.id], the_clock.now))
    second.signs_in()
    entry = entry_of(in_room, sitting, second).id

    for address in (f"/entries/{entry}", "/exams", f"/entries/{entry}/calendar.ics"):
        shown = second.get(address).text
        assert "机房 202" in shown, address
        assert "机房 201" not in shown.split("机房 202")[0][-200:], address
    assert "机房 202" in registrar.get(f"/desk/entries/{entry}").text
    assert second.get(f"/entries/{entry}/ticket.pdf").status_code == 200


def test_seats_are_dealt_once_and_later_only_to_those_who_came_since(registrar, in_room, plan, room, people, the_clock):
    sitting = plan(room("机房 201", 3), room("机房 202", 3))
    early = people("Zhang", "Wang", "Li")
    in_room(lambda: enter(sitting, [person.id for person in early], the_clock.now))

    assert registrar.post(f"/sittings/{sitting}/seats", {"order": "by_name"}).status_code == 302
    assert places(in_room, sitting) == [("seated", 3), ("seated", 2), ("seated", 1)]
    early[0].signs_in()
    assert "您的座位有变" in early[0].get("/notices").text
    assert registrar.post(f"/sittings/{sitting}/seats", {"order": "by_chance"}).status_code == 409

    late = people("Chen", "An")
    in_room(lambda: enter(sitting, [person.id for person in late], the_clock.now))
    assert registrar.post(f"/sittings/{sitting}/seats", {"order": "by_name"}).status_code == 302
    assert [seat for _, seat in places(in_room, sitting)] == [3, 2, 1, 5, 4]
    assert registrar.post(f"/sittings/{sitting}/seats", {"order": "at all"}).status_code == 422


def test_nothing_is_changed_once_the_door_is_open(registrar, in_room, plan, room, people, the_clock):
    sitting = plan(room("机房 201", 5))
    in_room(lambda: enter(sitting, [people("甲")[0].id], the_clock.now))
    other = room("机房 202")
    the_clock.moves_on(days=2, minutes=-30)
    registrar.signs_in()

    for path, wish in (("rooms", {"rooms": str(other)}), ("seats", {"order": "by_name"})):
        assert registrar.post(f"/sittings/{sitting}/{path}", wish).status_code == 409
    assert row(in_room, sitting)[2] == 5


def test_nobody_enters_two_sittings_of_which_only_one_can_be_taken(in_room, plan, people, the_clock):
    from kernel.errors import Refused

    theory, case = plan(), plan(component="case_study", starts_in=IN_TWO_DAYS + timedelta(minutes=45))
    later = plan(component="case_study", starts_in=IN_TWO_DAYS + timedelta(hours=2))
    (person,) = people("甲")
    in_room(lambda: enter(theory, [person.id], the_clock.now))

    with pytest.raises(Refused) as refused:
        in_room(lambda: enter(case, [person.id], the_clock.now))
    (why,) = refused.value.refusals
    assert (why.code, why.params["what"].en) == ("entered_at_the_same_time", "Theory examination")
    in_room(lambda: enter(later, [person.id], the_clock.now))


def test_a_sitting_that_moves_names_the_candidates_who_cannot_take_both(registrar, in_room, plan, people, the_clock):
    theory, case = plan(), plan(component="case_study", starts_in=timedelta(days=5))
    (person,) = people("甲某人")
    in_room(lambda: [enter(sitting, [person.id], the_clock.now) for sitting in (theory, case)])

    there = {"starts_at": "2026-03-04T09:30", "place": "机房 101", "address": ""}
    assert registrar.post(f"/sittings/{case}/time-and-place", there).status_code == 302

    page = registrar.get(f"/sittings/{case}").text
    assert "时间冲突的其他场次" in page
    assert f'<li>甲某人：<a href="/sittings/{theory}">' in page


def test_the_calendar_shows_a_month_or_a_week_and_what_is_lacking(registrar, plan, room, in_room, the_clock):
    plan(room("机房 201", 5))
    plan(starts_in=timedelta(days=20))

    month = registrar.get("/sittings/calendar").text
    assert "2026年3月4日" in month
    assert "2026年3月22日" in month
    assert "尚未安排" in month
    week = registrar.get("/sittings/calendar?span=week&day=2026-03-05").text
    assert "2026年3月4日" in week
    assert "2026年3月22日" not in week
    for odd in ("day=", "day=9999-12-31", "day=nonsense&span=x"):
        assert registrar.get(f"/sittings/calendar?{odd}").status_code == 200


def test_a_sitting_may_be_planned_in_rooms_and_is_not_where_they_are_taken(registrar, plan, room, in_room):
    shared = room("机房 201", 7)
    wish = {
        "component": "csm-national|3|theory",
        "rooms": str(shared),
        "place": "",
        "starts_at": "2026-03-04T09:00",
        "capacity": "25",
        "window": "",
    }

    made = registrar.post("/sittings", wish)
    assert made.status_code == 302
    assert row(in_room, UUID(made.location.rpartition("/")[2]))[:3] == ("机房 201", "科技路 8 号", 7)
    refused = registrar.post("/sittings", wish)
    assert refused.status_code == 422
    assert "机房 201已被" in refused.text
    assert registrar.post("/sittings", wish | {"rooms": ""}).status_code == 422
    assert registrar.get("/sittings").text.count("机房 201") == 1
