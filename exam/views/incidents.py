"""The log of a sitting: what happened, written down at once, read later, taken along as a file."""

from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
from exam import permissions
from exam.domain.incident import Incident, IncidentKind, followed_by
from exam.forms.desk import IncidentForm
from exam.forms.sittings import on_the_wall_if_any
from exam.models.sittings import Entry, Sitting
from exam.queries import incidents as logged
from exam.queries import sittings as planned
from exam.queries.in_view import in_view
from exam.services import incident_table, incidents
from exam.views.blueprint import bp
from exam.views.naming import names_of
from exam.wording import INCIDENT_KINDS
from kernel import clock
from kernel.errors import Refused
from kernel.verdict import Refusal
from web.access import actor, requires
from web.fields import takes
from web.times import moment


@bp.get("/sittings/<uuid:sitting_id>/incidents")
@requires(permissions.watch_sittings, on=planned.sitting_row)
def incident_log(sitting: Sitting) -> ResponseReturnValue:
    """Everything that was written down, and the form for more."""
    form = incident_form(sitting)
    form.entry.data, form.follows.data = request.args.get("entry", ""), request.args.get("follows", type=int)
    return _log(sitting, form)


@bp.post("/sittings/<uuid:sitting_id>/incidents")
@requires(permissions.watch_sittings, on=planned.sitting_row)
@takes(IncidentForm)
def report_incident(sitting: Sitting) -> ResponseReturnValue:
    """Write down what happened; what was written before stays as it is."""
    form = incident_form(sitting)
    if not form.validate():
        return _log(sitting, form), 422
    follows = form.follows.data
    if follows is not None and follows not in {one.number for one in _found(sitting)}:
        return _log(sitting, form, (Refusal("no_such_incident", number=follows),)), 409
    try:
        incidents.report(
            sitting.id,
            IncidentKind(form.kind.data),
            form.text.data or "",
            entry_id=UUID(form.entry.data) if form.entry.data else None,
            happened_at=on_the_wall_if_any(form.happened_at.data),
            follows=follows,
            actor=actor(),
            now=clock.now(),
        )
    except Refused as refused:
        return _log(sitting, form, refused.refusals), 409
    flash(_("It is written down."), "success")
    return redirect(url_for("exam.incident_log", sitting_id=sitting.id))


@bp.get("/sittings/<uuid:sitting_id>/incidents.csv")
@requires(permissions.watch_sittings, on=planned.sitting_row)
def incidents_csv(sitting: Sitting) -> ResponseReturnValue:
    """The log as a plain table."""
    content = incident_table.as_csv(_headings(), _rows(sitting))
    return send_file(BytesIO(content), mimetype=incident_table.CSV, as_attachment=True, download_name="incidents.csv")


@bp.get("/sittings/<uuid:sitting_id>/incidents.xlsx")
@requires(permissions.watch_sittings, on=planned.sitting_row)
def incidents_xlsx(sitting: Sitting) -> ResponseReturnValue:
    """The log as an Excel file."""
    content = incident_table.as_workbook(_headings(), _rows(sitting))
    return send_file(BytesIO(content), mimetype=incident_table.XLSX, as_attachment=True, download_name="incidents.xlsx")


def incident_form(sitting: Sitting) -> IncidentForm:
    """The form with the candidates who have a seat."""
    form = IncidentForm()
    seated = in_view(sitting, actor()).seated
    people = accounts.queries.people(entry.candidate_id for entry in seated)
    form.entry.choices = [
        ("", _("everybody, or nobody in particular")),
        *((str(entry.id), f"{entry.seat} · {people[entry.candidate_id].name}") for entry in seated),
    ]
    return form


def _found(sitting: Sitting) -> list[Incident]:
    """What was written down of those who are in view, and of nobody in particular."""
    found, view = logged.incidents_of(sitting.id), in_view(sitting, actor())
    if view.room is None:
        return found
    here = {None, *(entry.id for entry in view.seated)}
    return [one for one in found if one.entry_id in here]


def _log(sitting: Sitting, form: IncidentForm, refusals: tuple[Refusal, ...] = ()) -> str:
    found = _found(sitting)
    entries, people = _concerned(sitting, found)
    return render_template(
        "exam/incidents.html",
        sitting=sitting,
        name=names_of([sitting.facts])[sitting.id],
        incidents=found,
        followed=followed_by(found),
        entries=entries,
        people=people,
        kinds=INCIDENT_KINDS,
        form=form,
        refusals=refusals,
        now=clock.now(),
    )


def _concerned(sitting: Sitting, found: list[Incident]) -> tuple[dict[UUID, Entry], dict[UUID, str]]:
    """The entries by their ids, and the names of whom the log is about and of who wrote it."""
    entries = {entry.id: entry for entry in sitting.entries}
    wanted = {entries[one.entry_id].candidate_id for one in found if one.entry_id} | {one.reporter_id for one in found}
    people = accounts.queries.people(each for each in wanted if each)
    return entries, {key: person.name for key, person in people.items()}


def _headings() -> list[str]:
    return [
        _("Entry number"),
        _("Happened at"),
        _("Written down at"),
        _("Kind of entry"),
        _("Seat"),
        _("Candidate"),
        _("What happened"),
        _("Written down by"),
        _("Corrects or adds to"),
    ]


def _rows(sitting: Sitting) -> list[list[str]]:
    zone = names_of([sitting.facts])[sitting.id].zone
    found = _found(sitting)
    entries, people = _concerned(sitting, found)
    return [
        [
            str(one.number),
            moment(one.happened_at, zone),
            moment(one.recorded_at, zone),
            str(INCIDENT_KINDS[one.kind]),
            str(entries[one.entry_id].seat or "") if one.entry_id else "",
            people[entries[one.entry_id].candidate_id] if one.entry_id else "",
            one.text,
            people[one.reporter_id] if one.reporter_id else _("the platform"),
            str(one.follows or ""),
        ]
        for one in found
    ]
