"""Who watches a sitting sees its desk, hears of it, and is in one place at a time."""

from datetime import timedelta

import pytest

from kernel.actor import Role
from tests.support.exam_room import admit, enter, plan_sitting
from tests.support.people import Somebody

IN_TWO_DAYS = timedelta(days=2)


@pytest.fixture
def sitting(in_room, invigilator, candidate, the_clock):
    def planned():
        admit(candidate.id, the_clock.now)
        made = plan_sitting(the_clock.now, starts_in=IN_TWO_DAYS, watched=False)
        enter(made, [candidate.id], the_clock.now)
        return made

    return in_room(planned)


def assigns(registrar, sitting, person, room=""):
    return registrar.post(f"/sittings/{sitting}/invigilators", {"person": str(person.id), "room": room})


def told(person, what):
    return what in person.get("/notices").text


def test_an_invigilator_sees_the_desks_they_are_assigned_to_and_no_other(
    app, in_room, registrar, invigilator, candidate, sitting
):
    from exam.queries.entries import find_entry

    entry = in_room(lambda: find_entry(sitting, candidate.id).id)
    pages = (f"/sittings/{sitting}/desk", f"/desk/entries/{entry}", f"/entries/{entry}/ticket.pdf")
    writes = (f"/sittings/{sitting}/time", f"/sittings/{sitting}/problems")
    assert [invigilator.get(page).status_code for page in pages] == [404, 404, 404]
    assert [invigilator.post(page, {}).status_code for page in writes] == [404, 404]
    assert "尚未安排您监考" in invigilator.get("/sittings").text

    assert assigns(registrar, sitting, invigilator).status_code == 302

    assert [invigilator.get(page).status_code for page in pages] == [200, 200, 200]
    assert f"/sittings/{sitting}/desk" in invigilator.get("/sittings").text
    assert told(invigilator, "请您监考")
    stranger = Somebody(app, "周监考", Role.INVIGILATOR)
    assert stranger.get(pages[0]).status_code == 404
    assert registrar.get(pages[0]).status_code == 200

    assert registrar.post(f"/sittings/{sitting}/invigilators/{invigilator.id}/removal").status_code == 302
    assert invigilator.get(pages[0]).status_code == 404
    assert told(invigilator, "您不必监考了")


def test_who_was_made_no_invigilator_any_more_sees_nothing(app, in_room, registrar, invigilator, sitting):
    from accounts.models import Person
    from storage.database import db

    assigns(registrar, sitting, invigilator)

    def demote():
        db.session.get_one(Person, invigilator.id).roles = ["examiner"]

    in_room(demote)
    assert invigilator.get(f"/sittings/{sitting}/desk").status_code == 404


def test_nobody_watches_two_sittings_at_once(in_room, registrar, invigilator, sitting, the_clock):
    other = in_room(
        lambda: plan_sitting(the_clock.now, "case_study", starts_in=IN_TWO_DAYS + timedelta(hours=2), watched=False)
    )
    later = in_room(lambda: plan_sitting(the_clock.now, "case_study", starts_in=timedelta(days=3), watched=False))
    assigns(registrar, sitting, invigilator)

    refused = assigns(registrar, other, invigilator)
    assert refused.status_code == 409
    assert "孙监考届时要监考" in refused.text
    assert assigns(registrar, later, invigilator).status_code == 302

    there = {"starts_at": "2026-03-04T10:00", "place": "机房 101", "address": ""}
    refused = registrar.post(f"/sittings/{later}/time-and-place", there)
    assert refused.status_code == 409
    assert "孙监考届时要监考" in refused.text


@pytest.mark.parametrize("who", ["candidate", "registrar"])
def test_only_invigilators_are_assigned(request, registrar, sitting, who):
    assert assigns(registrar, sitting, request.getfixturevalue(who)).status_code == 422


def test_who_sits_an_examination_does_not_watch_it(app, in_room, registrar, sitting, the_clock):
    both = Somebody(app, "两用", Role.CANDIDATE, Role.INVIGILATOR)

    def enters():
        admit(both.id, the_clock.now)
        enter(sitting, [both.id], the_clock.now)

    in_room(enters)
    refused = assigns(registrar, sitting, both)
    assert refused.status_code == 409
    assert "不能监考本场次" in refused.text


def test_who_watches_a_sitting_does_not_enter_it_and_nobody_helps_themselves(
    app, in_room, registrar, sitting, the_clock
):
    both = Somebody(app, "两用", Role.CANDIDATE, Role.INVIGILATOR)
    in_room(lambda: admit(both.id, the_clock.now))
    assert assigns(registrar, sitting, both).status_code == 302
    refused = both.post(f"/sittings/{sitting}/entries", {})
    assert (refused.status_code, "不能监考本场次" in refused.text) == (409, True)

    from exam.queries.entries import find_entry

    registrar_too = Somebody(app, "也考", Role.CANDIDATE, Role.REGISTRAR)

    def enters():
        admit(registrar_too.id, the_clock.now)
        enter(sitting, [registrar_too.id], the_clock.now)
        return find_entry(sitting, registrar_too.id).id

    entry = in_room(enters)
    for change in ("give", "note", "release"):
        wish = {"change": change, "cause": "outage", "reason": "x", "minutes": "30", "entry": str(entry)}
        own = registrar_too.post(f"/sittings/{sitting}/time?lang=en", wish)
        assert (own.status_code, "Nobody does this for their own paper" in own.text) == (409, True)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        pytest.param(
            ("time-and-place", {"starts_at": "2026-03-06T14:00", "place": "机房 202", "address": ""}),
            "2026年3月6日 14:00",
            id="moved",
        ),
        pytest.param(("cancellation", {}), "已取消", id="called off"),
    ],
)
def test_everybody_concerned_hears_of_a_change(app, in_room, registrar, invigilator, candidate, sitting, wish, words):
    manager = Somebody(app, "周机构", Role.CENTRE_MANAGER)
    stranger = Somebody(app, "别机构", Role.CENTRE_MANAGER)
    centre, _other = manager.works_for("朝阳培训中心"), stranger.works_for("滨海学校")
    join(in_room, centre, candidate)
    assigns(registrar, sitting, invigilator)

    path, fields = wish
    assert registrar.post(f"/sittings/{sitting}/{path}", fields).status_code == 302

    for person in (candidate, invigilator, manager):
        assert told(person, words), person.name
    assert told(manager, "贵机构有1名学员已报名")
    assert not told(stranger, words)


def join(in_room, centre, candidate):
    from datetime import date

    from centres.models import Cohort, Member
    from kernel import clock
    from storage.database import db

    def do():
        now = clock.now()
        cohort = Cohort(
            organisation_id=centre,
            title="三级班",
            scheme_code="csm-national",
            level=3,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 3, 1),
            opened_at=now,
        )
        db.session.add(cohort)
        db.session.flush()
        db.session.add(
            Member(
                cohort_id=cohort.id,
                person_id=candidate.id,
                name="王小明",
                email=candidate.email,
                brought_account=False,
                invited_at=now,
                joined_at=now,
            )
        )

    in_room(do)
