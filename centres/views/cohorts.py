"""A centre's cohorts: who is on the way, how far they are, what is due."""

from datetime import date
from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
import schemes.queries
from centres import permissions
from centres.domain.membership import Progress
from centres.domain.stage import Stage, funnel
from centres.forms import NewCohort
from centres.models import Cohort, Member
from centres.queries import cohorts as queries
from centres.queries.progress import progress_of, progress_of_all
from centres.services import cohorts, joining, workbooks
from centres.views.blueprint import NO_OBJECTION, bp
from centres.wording import COLUMN_NAMES, PHASE_NAMES, STAGE_NAMES
from kernel import clock
from kernel.dates import local_date
from kernel.errors import Refused
from kernel.words import Words
from web.access import actor, requires
from web.fields import takes
from web.times import ZONE
from web.wording import say, sentence


@bp.get("/cohorts")
@requires(permissions.see_cohorts)
def overview() -> ResponseReturnValue:
    """All cohorts with how many have come how far."""
    now = clock.now()
    found = queries.cohorts_of(actor().organisation_ids)
    progress = progress_of_all(found, now)
    shown = [
        {
            "cohort": cohort,
            "funnel": funnel(each.stage for each in progress[cohort.id]),
            "total": len(progress[cohort.id]),
        }
        for cohort in found
    ]
    return render_template(
        "centres/overview.html",
        cohorts=shown,
        centres=_own_centres(),
        levels=_level_titles(),
        today=local_date(now, ZONE),
        stage_names=STAGE_NAMES,
        phase_names=PHASE_NAMES,
    )


@bp.get("/cohorts/new")
@requires(permissions.open_cohort)
def new_cohort() -> ResponseReturnValue:
    """The form for another cohort."""
    return render_template("centres/new_cohort.html", form=_cohort_form())


@bp.post("/cohorts")
@requires(permissions.open_cohort)
@takes(NewCohort)
def create_cohort() -> ResponseReturnValue:
    """Open it."""
    form, refusals = _cohort_form(), NO_OBJECTION
    if form.validate():
        code, level = form.aim.data.rsplit(":", 1)
        chosen = next(each for each in actor().organisation_ids if str(each) == form.organisation.data)
        try:
            cohort_id = cohorts.create_cohort(
                organisation_id=chosen,
                title=form.title.data,
                scheme_code=code,
                level=int(level),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                actor=actor(),
                now=clock.now(),
            )
            flash(_("The cohort is open. Next, upload its roster."))
            return redirect(url_for("centres.cohort", cohort_id=cohort_id))
        except Refused as refused:
            refusals = refused.refusals
    return render_template("centres/new_cohort.html", form=form, refusals=refusals), 422


@bp.get("/cohorts/<uuid:cohort_id>")
@requires(permissions.see_cohort, on=queries.cohort)
def cohort(cohort: Cohort) -> ResponseReturnValue:
    """One cohort: the members with stage and what is due; `?stage=` shows those at one stage."""
    now = clock.now()
    everybody = progress_of(cohort.facts, now)
    chosen = next((stage for stage in Stage if stage == request.args.get("stage")), None)
    return render_template(
        "centres/cohort.html",
        cohort=cohort.facts,
        centre=accounts.queries.organisation_name(cohort.organisation_id),
        level=_level_titles()[cohort.scheme_code, cohort.level],
        everybody=everybody,
        shown=[each for each in everybody if chosen is None or each.stage is chosen],
        chosen=chosen,
        funnel=funnel(each.stage for each in everybody),
        rosters=queries.rosters_of(cohort.id),
        free_resits=_free_resits(everybody),
        assumed=schemes.queries.current(cohort.scheme_code, local_date(now, ZONE)).assumed("free_resit"),
        today=local_date(now, ZONE),
        stage_names=STAGE_NAMES,
        phase_names=PHASE_NAMES,
    )


@bp.get("/cohorts/<uuid:cohort_id>/progress.xlsx")
@requires(permissions.see_cohort, on=queries.cohort)
def progress_workbook(cohort: Cohort) -> ResponseReturnValue:
    """The same as an Excel file."""
    headings = [*map(str, COLUMN_NAMES.values()), _("Stage"), _("What is due"), _("Certificate")]
    content = workbooks.progress(
        progress_of(cohort.facts, clock.now()),
        headings=headings,
        stage_names=lambda stage: str(STAGE_NAMES[stage]),
        say=sentence,
    )
    return as_workbook(content, "progress.xlsx")


@bp.post("/memberships/<uuid:member_id>/reminders")
@requires(permissions.invite_member, on=queries.member)
def invite_again(member: Member) -> ResponseReturnValue:
    """Send the invitation once more."""
    joining.invite_again(member, actor=actor(), now=clock.now())
    flash(_("%(name)s is invited once more.", name=member.name))
    return redirect(url_for("centres.cohort", cohort_id=member.cohort_id))


@bp.post("/memberships/<uuid:member_id>/consent")
@requires(permissions.answer_invitation, on=queries.member)
def join(member: Member) -> ResponseReturnValue:
    """The person invited says yes."""
    joining.join(member, actor=actor(), now=clock.now())
    flash(_("You have joined “%(cohort)s”.", cohort=member.cohort.title))
    return redirect(url_for("home.home"))


@bp.post("/memberships/<uuid:member_id>/refusal")
@requires(permissions.answer_invitation, on=queries.member)
def decline(member: Member) -> ResponseReturnValue:
    """The person invited says no."""
    joining.decline(member, actor=actor(), now=clock.now())
    flash(_("You have not joined “%(cohort)s”; the training centre sees nothing of you.", cohort=member.cohort.title))
    return redirect(url_for("home.home"))


def _free_resits(everybody: list[Progress]) -> list[tuple[str, Words, date]]:
    """Who may join the next intake free of charge: the name, what was failed, and until when."""
    found = [
        (each.member.name, each.path.to_pass[code], until)
        for each in everybody
        for code, until in each.path.free_until.items()
    ]
    return sorted(found, key=lambda one: one[2])


def as_workbook(content: bytes, name: str) -> ResponseReturnValue:
    """An Excel file to be saved."""
    return send_file(BytesIO(content), mimetype=workbooks.MEDIA_TYPE, as_attachment=True, download_name=name)


def _cohort_form() -> NewCohort:
    form = NewCohort()
    form.organisation.choices = [(str(key), name) for key, name in _own_centres().items()]
    form.aim.choices = [(f"{code}:{level}", title) for (code, level), title in _level_titles().items()]
    return form


def _own_centres() -> dict[UUID, str]:
    who = actor()
    return accounts.queries.organisations_of(who.id) if who.id else {}


def _level_titles() -> dict[tuple[str, int], str]:
    """Every level of every scheme, entry level first."""
    return {
        (scheme.code, number): f"{say(scheme.title)} · {say(scheme.level(number).title)}"
        for scheme in schemes.queries.all_current(local_date(clock.now(), ZONE))
        for number in sorted(scheme.levels, reverse=True)
    }
