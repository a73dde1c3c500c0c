"""Rosters and training records: upload, look at what would happen, then do it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

import schemes.queries
from centres import permissions
from centres.forms import CompletedTraining, RosterUpload
from centres.models import Cohort, UploadedRoster
from centres.queries import cohorts as queries
from centres.services import cohorts, rosters, workbooks
from centres.services.spreadsheet import MOST_BYTES
from centres.views.blueprint import NO_OBJECTION, bp
from centres.views.cohorts import as_workbook
from centres.wording import COLUMN_NAMES
from kernel import clock
from kernel.dates import local_date
from kernel.errors import BadInput, Refused
from storage.files import files
from web.access import actor, requires
from web.fields import takes
from web.times import ZONE
from web.wording import sentence


@bp.get("/rosters/template.xlsx")
@requires(permissions.see_cohorts)
def roster_template() -> ResponseReturnValue:
    """An empty roster with an example row and notes."""
    return as_workbook(workbooks.template(), "roster-template.xlsx")


@bp.get("/cohorts/<uuid:cohort_id>/rosters/new")
@requires(permissions.import_roster, on=queries.cohort)
def new_roster(cohort: Cohort) -> ResponseReturnValue:
    """Where a roster is uploaded."""
    return render_template("centres/new_roster.html", cohort=cohort, form=RosterUpload(), column_names=COLUMN_NAMES)


@bp.post("/cohorts/<uuid:cohort_id>/rosters")
@requires(permissions.import_roster, on=queries.cohort)
@takes(RosterUpload)
def upload_roster(cohort: Cohort) -> ResponseReturnValue:
    """Keep it and show what importing would do."""
    form, refusals = RosterUpload(), NO_OBJECTION
    if form.validate():
        file = form.file.data
        try:
            roster_id = rosters.upload_roster(
                cohort,
                name=file.filename or "",
                content=file.stream.read(MOST_BYTES + 1),
                actor=actor(),
                now=clock.now(),
            )
            return redirect(url_for("centres.roster", roster_id=roster_id))
        except BadInput as bad:
            refusals = (bad.refusal,)
    page = render_template(
        "centres/new_roster.html", cohort=cohort, form=form, refusals=refusals, column_names=COLUMN_NAMES
    )
    return page, 422


@bp.get("/rosters/<uuid:roster_id>")
@requires(permissions.import_roster, on=queries.roster)
def roster(uploaded: UploadedRoster) -> ResponseReturnValue:
    """Before the import: what would happen. After it: what happened."""
    report = rosters.look_through(uploaded.cohort, files.read(uploaded.file_key))
    return render_template("centres/roster.html", uploaded=uploaded, report=report, column_names=COLUMN_NAMES)


@bp.post("/rosters/<uuid:roster_id>/import")
@requires(permissions.import_roster, on=queries.roster)
def import_roster(uploaded: UploadedRoster) -> ResponseReturnValue:
    """Import the good rows."""
    report = rosters.import_uploaded(uploaded, actor=actor(), now=clock.now())
    flash(ngettext("One person is imported and invited.", "%(num)d people are imported and invited.", report.imported))
    if report.wrong:
        return redirect(url_for("centres.roster", roster_id=uploaded.id))
    return redirect(url_for("centres.cohort", cohort_id=uploaded.cohort_id))


@bp.get("/rosters/<uuid:roster_id>/corrections.xlsx")
@requires(permissions.import_roster, on=queries.roster)
def corrections(uploaded: UploadedRoster) -> ResponseReturnValue:
    """The wrong rows, marked, to be corrected and uploaded."""
    report = rosters.look_through(uploaded.cohort, files.read(uploaded.file_key))
    return as_workbook(workbooks.corrections(report.wrong, report.errors, sentence), "roster-corrections.xlsx")


@bp.get("/cohorts/<uuid:cohort_id>/trainings/new")
@requires(permissions.record_training, on=queries.cohort)
def new_training(cohort: Cohort) -> ResponseReturnValue:
    """The form for completed training, with everybody ticked who has none yet."""
    form = _training_form(cohort)
    recorded = queries.trainings_of([member.id for member in queries.member_rows(cohort.id)])
    form.members.data = [key for key, _name in form.members.choices if key not in {str(each) for each in recorded}]
    form.hours.data = _standard_hours(cohort)
    return render_template("centres/new_training.html", cohort=cohort, form=form, standard=_standard_hours(cohort))


@bp.post("/cohorts/<uuid:cohort_id>/trainings")
@requires(permissions.record_training, on=queries.cohort)
@takes(CompletedTraining, "members")
def record_training(cohort: Cohort) -> ResponseReturnValue:
    """Certify it for the ticked people."""
    form, refusals = _training_form(cohort), NO_OBJECTION
    if form.validate():
        wanted = set(request.form.getlist("members"))
        try:
            new = cohorts.record_training(
                cohort,
                [member for member in queries.member_rows(cohort.id) if str(member.id) in wanted],
                hours=form.hours.data,
                completed_on=form.completed_on.data,
                actor=actor(),
                now=clock.now(),
            )
            flash(ngettext("Training recorded for one person.", "Training recorded for %(num)d people.", new))
            return redirect(url_for("centres.cohort", cohort_id=cohort.id))
        except Refused as refused:
            refusals = refused.refusals
    page = render_template(
        "centres/new_training.html", cohort=cohort, form=form, standard=_standard_hours(cohort), refusals=refusals
    )
    return page, 422


def _training_form(cohort: Cohort) -> CompletedTraining:
    form = CompletedTraining()
    joined = [member for member in queries.member_rows(cohort.id) if member.joined_at is not None]
    form.offer((str(member.id), f"{member.name} ({member.email})") for member in joined)
    return form


def _standard_hours(cohort: Cohort) -> int | None:
    scheme = schemes.queries.current(cohort.scheme_code, local_date(clock.now(), ZONE))
    return scheme.standard_hours.get(cohort.level)
