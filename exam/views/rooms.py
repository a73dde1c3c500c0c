"""The registrar's list of rooms, and which rooms, seats and invigilators a sitting has."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from exam import permissions
from exam.domain.clash import SeatOrder
from exam.forms.sittings import Assignment, Dealing, RoomFacts, RoomsOfSitting
from exam.models.rooms import Room
from exam.models.sittings import Sitting
from exam.queries import bookings
from exam.queries import sittings as planned
from exam.services import invigilating, rooms, seating
from exam.views.blueprint import bp
from exam.views.naming import names_of
from exam.views.occupancy import occupancy_of
from exam.views.staff import sitting_page
from kernel import clock
from kernel.errors import Refused
from web.access import actor, requires
from web.fields import takes


def sitting_and_room(sitting_id: UUID, room_id: UUID) -> tuple[Sitting, Room]:
    """Both rows; raises NotFound."""
    return planned.real_sitting_row(sitting_id), bookings.room_row(room_id)


@bp.get("/rooms")
@requires(permissions.plan_sitting)
def rooms_list() -> ResponseReturnValue:
    """All rooms."""
    return render_template("exam/rooms.html", rooms=bookings.rooms())


@bp.get("/rooms/new")
@requires(permissions.plan_sitting)
def room_form() -> ResponseReturnValue:
    """The form for a room that is not on the list."""
    return _room(None, RoomFacts())


@bp.post("/rooms")
@requires(permissions.plan_sitting)
@takes(RoomFacts)
def add_room() -> ResponseReturnValue:
    """Put a room on the list."""
    return _keep(None)


@bp.get("/rooms/<uuid:room_id>")
@requires(permissions.plan_sitting, on=bookings.room_row)
def room(room: Room) -> ResponseReturnValue:
    """One room, and for which sittings it is taken."""
    return _room(room, RoomFacts(obj=room))


@bp.post("/rooms/<uuid:room_id>")
@requires(permissions.plan_sitting, on=bookings.room_row)
@takes(RoomFacts)
def change_room(room: Room) -> ResponseReturnValue:
    """Correct what the list says of a room."""
    return _keep(room)


@bp.post("/rooms/<uuid:room_id>/closing")
@requires(permissions.plan_sitting, on=bookings.room_row)
@takes("closed")
def close_room(room: Room) -> ResponseReturnValue:
    """No sitting takes the room any more, or one may again."""
    rooms.close_room(room, closed=request.form.get("closed") == "y", actor=actor(), now=clock.now())
    return redirect(url_for("exam.rooms_list"))


@bp.post("/sittings/<uuid:sitting_id>/rooms")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
@takes(RoomsOfSitting)
def take_rooms(sitting: Sitting) -> ResponseReturnValue:
    """Hold a sitting in these rooms too."""
    here = occupancy_of(sitting)
    form = here.taking
    if not form.validate():
        return sitting_page(sitting, occupancy=here), 422
    wanted = [bookings.room_row(UUID(chosen)) for chosen in form.rooms.data]
    return _answer(
        sitting,
        lambda: rooms.take_rooms(sitting, wanted, actor=actor(), now=clock.now()),
        _("The sitting has these rooms now, and their seats."),
    )


@bp.post("/sittings/<uuid:sitting_id>/rooms/<uuid:room_id>/removal")
@requires(permissions.plan_sitting, on=sitting_and_room)
def leave_room(pair: tuple[Sitting, Room]) -> ResponseReturnValue:
    """Do without a room."""
    sitting, room = pair
    return _answer(
        sitting,
        lambda: rooms.leave_room(sitting, room, actor=actor(), now=clock.now()),
        _("The sitting does without this room. Whoever has another seat now has been told."),
    )


@bp.post("/sittings/<uuid:sitting_id>/seats")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
@takes(Dealing)
def deal_seats(sitting: Sitting) -> ResponseReturnValue:
    """Deal out the seats."""
    here = occupancy_of(sitting)
    form = here.dealing
    if not form.validate():
        return sitting_page(sitting, occupancy=here), 422
    try:
        moved = seating.deal(sitting, SeatOrder(form.order.data), actor=actor(), now=clock.now())
    except Refused as refused:
        return sitting_page(sitting, refused.refusals), 409
    flash(
        ngettext(
            "The seats are dealt. %(num)d person has another one and was told.",
            "The seats are dealt. %(num)d people have another one and were told.",
            moved,
        )
    )
    return redirect(url_for("exam.sitting", sitting_id=sitting.id))


@bp.post("/sittings/<uuid:sitting_id>/invigilators")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
@takes(Assignment)
def assign_invigilator(sitting: Sitting) -> ResponseReturnValue:
    """Ask somebody to watch."""
    here = occupancy_of(sitting)
    form = here.assigning
    if not form.validate():
        return sitting_page(sitting, occupancy=here), 422
    where = UUID(form.room.data) if form.room.data else None
    return _answer(
        sitting,
        lambda: invigilating.assign(sitting, UUID(form.person.data), room_id=where, actor=actor(), now=clock.now()),
        _("The invigilator is assigned and has been told."),
    )


@bp.post("/sittings/<uuid:sitting_id>/invigilators/<uuid:person_id>/removal")
@requires(permissions.plan_sitting, on=lambda sitting_id, person_id: (planned.real_sitting_row(sitting_id), person_id))
def release_invigilator(pair: tuple[Sitting, UUID]) -> ResponseReturnValue:
    """Somebody need not watch."""
    sitting, person_id = pair
    return _answer(
        sitting,
        lambda: invigilating.release(sitting, person_id, actor=actor(), now=clock.now()),
        _("The invigilator need not come and has been told."),
    )


def _answer(sitting: Sitting, wish: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        wish()
    except Refused as refused:
        return sitting_page(sitting, refused.refusals), 409
    flash(done)
    return redirect(url_for("exam.sitting", sitting_id=sitting.id))


def _keep(room: Room | None) -> ResponseReturnValue:
    form = RoomFacts()
    if not form.validate():
        return _room(room, form), 422
    try:
        rooms.keep_room(
            room,
            name=form.name.data,
            address=form.address.data or "",
            seats=form.seats.data,
            step_free=form.step_free.data,
            changeover=timedelta(minutes=form.changeover_minutes.data),
            actor=actor(),
            now=clock.now(),
        )
    except Refused as refused:
        return _room(room, form, refused.refusals), 409
    flash(_("The room is on the list as you wrote."))
    return redirect(url_for("exam.rooms_list"))


def _room(room: Room | None, form: RoomFacts, refusals: object = ()) -> str:
    uses = bookings.uses_of(room) if room else []
    return render_template(
        "exam/room.html",
        form=form,
        room=room,
        uses=uses,
        names=names_of(use.facts for use in uses),
        refusals=refusals,
        now=clock.now(),
    )
