"""The invigilator's desk: who is here and how far they are; what is done for some of them, or for everybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from typing_extensions import TypedDict

import accounts.queries
from accounts.domain.person import PersonFacts
from exam import permissions
from exam.domain.desk import Connection, DeskAction, Place, Watched, code_of
from exam.domain.incident import Incident, IncidentKind, unsettled
from exam.domain.timeline import Cause, TimeChange
from exam.forms.desk import AnnouncementForm, DeskForm
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from exam.queries import incidents as logged
from exam.queries import rehearsals
from exam.queries import sittings as planned
from exam.queries.in_view import InView, in_view
from exam.queries.watching import watched
from exam.services import allowing, announcing, supervising, timekeeping
from exam.views.blueprint import bp
from exam.views.naming import names_of
from exam.wording import INCIDENT_KINDS
from kernel import clock
from kernel.errors import Refused
from kernel.verdict import Refusal
from web.access import actor, requires
from web.calls import Moment, call
from web.fields import takes

MILLISECOND = timedelta(milliseconds=1)
TIME = frozenset(TimeChange)


class Row(TypedDict):
    """One candidate at this moment; an incident about them that nobody has answered is named by its number and kind."""

    entry: str
    place: Place
    connection: Connection | None
    answered: int
    saved_at: Moment | None
    remaining_ms: int | None
    ends_at: Moment | None
    incident: int | None
    incident_kind: IncidentKind | None


class Counted(TypedDict):
    """How many have said that they have seen an announcement."""

    number: int
    seen: int


class Desk(TypedDict):
    """Everybody who has a seat, by seat, and what was announced to them."""

    server_time: Moment
    rows: list[Row]
    announcements: list[Counted]


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of the desk."""

    row: Row
    saved_at: datetime | None
    ends_at: datetime | None
    number: int
    code: str
    person: PersonFacts


@bp.get("/sittings/<uuid:sitting_id>/desk")
@requires(permissions.watch_sittings, on=planned.sitting_row)
def desk(sitting: Sitting) -> ResponseReturnValue:
    """Who is here, how far they are, when they last saved."""
    return _desk(sitting, DeskForm())


@bp.get("/api/sittings/<uuid:sitting_id>/desk")
@requires(permissions.watch_sittings, on=planned.sitting_row)
@call()
def desk_state(sitting: Sitting) -> Desk:
    """The same for the desk's page, which asks every few seconds."""
    return state_of_everybody(in_view(sitting, actor()))


def state_of_everybody(view: InView) -> Desk:
    """How all of them stand now."""
    said = announcing.announced(view.sitting.id, view.room_id)
    return {
        "server_time": clock.now().isoformat(),
        "rows": [row for _, row in _rows(view)],
        "announcements": [{"number": one.number, "seen": seen} for one, seen in said],
    }


@bp.post("/sittings/<uuid:sitting_id>/time")
@requires(permissions.watch_sittings, on=planned.sitting_row)
@takes(DeskForm)
def act_at_desk(sitting: Sitting) -> ResponseReturnValue:
    """Do something for those who are chosen, or for everybody."""
    form = DeskForm()
    if not form.validate():
        return _desk(sitting, form), 422
    view = in_view(sitting, actor())
    room_id = view.room_id if form.everybody.data else view.room_named(form.room.data)
    whole = timekeeping.Whole(room_id) if form.everybody.data or room_id else None
    seated = [entry for entry in view.seated if whole is None or whole.holds(entry)]
    chosen = [one.id for one in seated if whole or str(one.id) in request.form.getlist("entry")]
    try:
        done = _do(sitting, chosen, whole, form)
    except Refused as refused:
        return _desk(sitting, form, refused.refusals), 409
    flash(done, "success")
    return redirect(url_for("exam.desk", sitting_id=sitting.id))


def _do(sitting: Sitting, chosen: list[UUID], whole: timekeeping.Whole | None, form: DeskForm) -> str:
    """Do it, and say for how many people it was."""
    now, reason = clock.now(), form.reason.data
    if form.change.data in TIME:
        change = TimeChange(form.change.data)
        minutes = form.minutes.data or 0
        cause = Cause(form.cause.data)
        people = timekeeping.change_time(
            sitting, chosen, change, cause=cause, reason=reason, minutes=minutes, whole=whole, actor=actor(), now=now
        )
        return _time_changed(change, people)
    action = DeskAction(form.change.data)
    if action is DeskAction.END and not form.confirmed.data:
        raise Refused(Refusal("not_confirmed_end"))
    return _acted(action, supervising.act(sitting, chosen, action, reason=reason, actor=actor(), now=now))


def _time_changed(change: TimeChange, people: int) -> str:
    done: str
    match change:
        case TimeChange.PAUSE:
            done = ngettext("The clock of %(num)d person stands.", "The clocks of %(num)d people stand.", people)
        case TimeChange.RESUME:
            done = ngettext("The clock of %(num)d person goes on.", "The clocks of %(num)d people go on.", people)
        case TimeChange.GIVE:
            done = ngettext("%(num)d person was given time.", "%(num)d people were given time.", people)
    return done


def _acted(action: DeskAction, people: int) -> str:
    done: str
    match action:
        case DeskAction.RELEASE:
            done = ngettext("%(num)d person is let in.", "%(num)d people are let in.", people)
        case DeskAction.TAKE_BACK:
            done = ngettext("%(num)d person is not let in any more.", "%(num)d people are not let in any more.", people)
        case DeskAction.MOVE_DEVICE:
            done = ngettext(
                "The paper of %(num)d person is free for another device.",
                "The papers of %(num)d people are free for other devices.",
                people,
            )
        case DeskAction.END:
            done = ngettext(
                "The examination of %(num)d person is ended.", "The examination of %(num)d people is ended.", people
            )
        case DeskAction.NOTE:
            done = ngettext(
                "A note about %(num)d person is in the log.", "Notes about %(num)d people are in the log.", people
            )
    return done


def _desk(sitting: Sitting, form: DeskForm, refusals: tuple[Refusal, ...] = ()) -> str:
    view = in_view(sitting, actor())
    rows = _rows(view)
    rooms = [(str(room.room_id), room.room.name) for room in view.rooms]
    form.room.choices = [("", ""), *rooms]
    if view.room:
        form.everybody.label.text = _("Everybody in this room")
    saying = AnnouncementForm(formdata=None)
    saying.to.choices = rooms if view.room else [("", _("Everybody in this sitting")), *rooms]
    candidates = {entry.id: entry.candidate_id for entry in view.seated}
    people = accounts.queries.people(candidates.values())
    return render_template(
        "exam/desk.html",
        sitting=sitting,
        rehearsal=rehearsals.rehearsal_of(sitting.id),
        view=view,
        name=names_of([sitting.facts])[sitting.id],
        seats=[
            Seat(
                row=row,
                saved_at=one.saved_at,
                ends_at=one.ends_at(clock.now()),
                number=one.seat,
                code=code_of(one.entry_id),
                person=people[candidates[one.entry_id]],
            )
            for one, row in rows
        ],
        attempts=[one for one in sat.attempts_of_sitting(sitting.id, clock.now()) if one.candidate_id in people],
        names_by_candidate={candidate: person.name for candidate, person in people.items()},
        allowances={str(key): value for key, value in allowing.allowances_of(sitting.entries).items()},
        questions=sat.questions_on_a_form(sitting.id),
        everywhere=Place,
        connections=Connection,
        kinds=INCIDENT_KINDS,
        announced=announcing.announced(sitting.id, view.room_id),
        saying=saying,
        form=form,
        chosen=request.form.getlist("entry"),
        refusals=refusals,
        now=clock.now(),
    )


def _rows(view: InView) -> list[tuple[Watched, Row]]:
    sitting = view.sitting
    happened = unsettled(logged.incidents_of(sitting.id), clock.now())
    here = (one for one in watched(sitting.id) if view.has_seat(one.seat))
    absent_at = {entry.id: entry.absent_at(clock.now()) for entry in view.seated} if sitting.stops else {}
    return [
        (one, _row(one, sitting, happened.get(one.entry_id), absent_at.get(one.entry_id, sitting.absent_at)))
        for one in here
    ]


def _row(one: Watched, sitting: Sitting, incident: Incident | None, absent_at: datetime) -> Row:
    now = clock.now()
    remaining, ends_at = one.remaining(now), one.ends_at(now)
    return {
        "entry": str(one.entry_id),
        "place": one.place(starts_at=sitting.starts_at, absent_at=absent_at, now=now),
        "connection": one.connection(now),
        "answered": one.answered,
        "saved_at": one.saved_at.isoformat() if one.saved_at else None,
        "remaining_ms": None if remaining is None else remaining // MILLISECOND,
        "ends_at": ends_at.isoformat() if ends_at else None,
        "incident": incident.number if incident else None,
        "incident_kind": incident.kind if incident else None,
    }
