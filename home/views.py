"""The first page of each role, the front page for visitors, and notices."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
import jobs.services
import messages.services
import schemes.queries
from centres.wording import PHASE_NAMES
from home import permissions
from home.domain.path import ApplicationStanding, ComponentStanding, NextStep, Path
from home.queries import staff
from home.queries.candidate import CandidateHome, Outlook, candidate_home
from home.queries.path import whole_path
from home.wording import (
    APPLICATION_NAMES,
    APPLICATION_TONES,
    CERTIFICATE_NAMES,
    COMPONENT_NAMES,
    COMPONENT_TONES,
    EVENTS,
    JOB_NAMES,
    NEXT_STEPS,
    OUTCOME_NAMES,
)
from jobs.models import Job
from kernel import clock
from kernel.actor import Actor, Role
from kernel.dates import local_date
from messages.models import Notice
from web.access import actor, public, requires
from web.times import ZONE
from web.wording import say

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """For visitors what this is; for everybody else what to do next, in each of their roles."""
    who, now = actor(), clock.now()
    if who.id is None:
        return render_template("home/front.html")
    shown: dict[str, Any] = {role.value: _of_role(role, who, who.id, now) for role in who}
    notices = [notice for notice in messages.services.notices_of(who.id, 20) if notice.read_at is None]
    return render_template(
        "home/home.html",
        shown=shown,
        notices=notices[:3],
        unread=messages.services.unread_count(who.id),
        today=local_date(now, ZONE),
        now=now,
        component_title=_component_title,
        phase_names=PHASE_NAMES,
        job_names=JOB_NAMES,
    )


def _of_role(role: Role, who: Actor, person_id: UUID, now: datetime) -> object:  # noqa: PLR0911 -- one home for each role
    match role:
        case Role.CANDIDATE:
            found = candidate_home(person_id, now)
            return _candidate(found) if found else None
        case Role.AUTHOR:
            return staff.author_home(person_id)
        case Role.EXAMINER:
            return staff.examiner_home(person_id)
        case Role.REGISTRAR:
            return staff.registrar_home(now)
        case Role.INVIGILATOR:
            return {"today": staff.sittings_today(person_id, now, ZONE), "next": staff.next_sitting(person_id, now)}
        case Role.ACCOMMODATIONS_OFFICER:
            return staff.accommodations_home(now, ZONE)
        case Role.CENTRE_MANAGER:
            return {
                "lines": staff.manager_home(who.organisation_ids, now),
                "centres": accounts.queries.organisations_of(person_id),
            }
        case Role.ADMINISTRATOR:
            return staff.administrator_home()


def _candidate(found: CandidateHome) -> dict[str, object]:
    here = found.outlook
    return {"invitations": found.invitations} | _next_step(here) | {"steps": _steps(here)}


def _next_step(found: Outlook) -> dict[str, object]:
    step = found.path.next
    return {
        "home": found,
        "step": step,
        "words": NEXT_STEPS[step],
        "url": _address_of(step, found),
        "is_waiting": step in WAITING,
    }


WAITING = frozenset(
    {NextStep.WAIT_FOR_DECISION, NextStep.WAIT_FOR_EXAM, NextStep.WAIT_FOR_RESULT, NextStep.WAIT_FOR_CERTIFICATE}
)


def _address_of(step: NextStep, found: Outlook) -> str:  # noqa: PLR0911 -- one address for each step
    match step:
        case NextStep.CONTINUE_EXAM if found.running and found.running.attempt:
            return url_for("exam.attempt", attempt_id=found.running.attempt.id)
        case NextStep.GO_TO_EXAM | NextStep.WAIT_FOR_EXAM if found.coming:
            return url_for("exam.lobby", entry_id=found.coming.entry_id)
        case NextStep.SEEK_FULL_ADMISSION:
            return url_for("eligibility.admission", scheme=found.scheme.code, _anchor=f"level-{found.level.number}")
        case (
            NextStep.SHOW_EVIDENCE
            | NextStep.COMPLETE_EVIDENCE
            | NextStep.APPLY
            | NextStep.APPLY_FOR_MODULES
            | NextStep.APPLY_FOR_MORE
        ):
            return url_for("eligibility.application_form", code=found.scheme.code, level=found.level.number)
        case NextStep.WAIT_FOR_DECISION | NextStep.ANSWER_QUESTION if found.application:
            return url_for("eligibility.application", application_id=found.application.id)
        case NextStep.WAIT_FOR_RESULT | NextStep.WAIT_FOR_CERTIFICATE:
            return url_for("grading.results")
        case NextStep.KEEP_CERTIFICATE if found.certificate:
            return url_for("certificates.certificate", certificate_id=found.certificate.id)
        case _:
            return url_for("exam.exams")


def _steps(found: Outlook) -> list[dict[str, object]]:
    path = found.path
    steps: list[dict[str, object]] = [
        {
            "label": _("Show evidence"),
            "url": url_for("eligibility.application_form", code=found.scheme.code, level=found.level.number),
            "text": _("Schooling, work, certificates, training"),
            "state": path.evidence_step.value,
            "status": _("meets a condition") if path.evidence_step == "done" else _("no condition met yet"),
        },
        {
            "label": _("Apply and be admitted"),
            "url": url_for("eligibility.admission"),
            "text": _("A registrar decides, with a reason"),
            "state": path.application_step.value,
            "status": _("approved for module assessment only")
            if path.modules_only and path.application is ApplicationStanding.APPROVED
            else APPLICATION_NAMES[_shown_application(path)],
            "tone": "bad" if path.application is ApplicationStanding.REFUSED and not path.is_certified else "",
        },
    ]
    for code, standing in path.components.items():
        steps.append(
            {
                "label": _("Pass: %(component)s", component=say(path.titles[code])),
                "url": url_for("grading.results" if standing in WITH_RESULT else "exam.exams"),
                "state": path.component_step(code).value,
                "status": COMPONENT_NAMES[standing],
                "tone": COMPONENT_TONES.get(standing, ""),
            }
        )
    steps.append(
        {
            "label": _("Receive the certificate"),
            "url": url_for("certificates.mine") if path.is_certified else "",
            "text": _("Not by module assessment alone: admission to the full qualification is needed")
            if path.modules_only
            else _("All components passed and valid on one day"),
            "state": path.certificate_step.value,
            "status": _("issued") if path.is_certified else _("to come"),
        }
    )
    return steps


WITH_RESULT = frozenset(
    {ComponentStanding.EXEMPT, ComponentStanding.PASSED, ComponentStanding.FAILED, ComponentStanding.AWAITING}
)


def _shown_application(path: Path) -> ApplicationStanding:
    return ApplicationStanding.APPROVED if path.is_certified else path.application


def _component_title(scheme_version_id: UUID, level: int, component: str) -> str:
    return say(schemes.queries.version(scheme_version_id).level(level).components[component].title)


@bp.get("/path")
@requires(permissions.see_path)
def path() -> ResponseReturnValue:
    """The whole path through a scheme (`?scheme=`): every level, what comes next, and all dates on one line."""
    who, now = actor().id, clock.now()
    assert who is not None  # noqa: S101 -- the permission says so
    found = whole_path(who, request.args.get("scheme", ""), now)
    levels = [_next_step(each) | {"badge": _badge(each, now)} for each in found.levels] if found else []
    return render_template(
        "home/path.html",
        found=found,
        levels=levels,
        schemes=schemes.queries.all_current(local_date(now, ZONE)),
        component_names=COMPONENT_NAMES,
        component_tones=COMPONENT_TONES,
        events=EVENTS,
    )


def _badge(of: Outlook, now: datetime) -> tuple[object, str]:
    """Where somebody stands on a level, in a word and its tone."""
    if of.certificate is not None:
        return CERTIFICATE_NAMES[of.certificate.standing(now)]
    if of.path.application in APPLICATION_TONES:
        return APPLICATION_NAMES[of.path.application], APPLICATION_TONES[of.path.application]
    return OUTCOME_NAMES[of.reading.outcome]


@bp.get("/notices")
@requires(permissions.see_notices)
def notices() -> ResponseReturnValue:
    """What this person was told, newest first."""
    who = actor().id
    assert who is not None  # noqa: S101 -- the permission says so
    return render_template("home/notices.html", notices=messages.services.notices_of(who))


@bp.post("/notices/<uuid:notice_id>/opening")
@requires(permissions.read_notice, on=messages.services.notice)
def open_notice(notice: Notice) -> ResponseReturnValue:
    """Mark a notice as read and lead to what it is about."""
    messages.services.mark_read(notice, now=clock.now())
    return redirect(notice.link)


@bp.post("/notices/readings")
@requires(permissions.see_notices)
def read_all() -> ResponseReturnValue:
    """Mark all notices as read."""
    who, now = actor().id, clock.now()
    assert who is not None  # noqa: S101 -- the permission says so
    for notice in messages.services.notices_of(who):
        messages.services.mark_read(notice, now=now)
    return redirect(url_for("home.notices"))


def job_of(job_id: UUID) -> Job:
    """The job of an address; raises NotFound."""
    return jobs.services.job(job_id)


@bp.post("/jobs/<uuid:job_id>/retry")
@requires(permissions.try_job_again, on=job_of)
def try_again(job: Job) -> ResponseReturnValue:
    """Queue a job once more that was given up."""
    jobs.services.try_again(job, now=clock.now())
    flash(_("The job is queued again."))
    return redirect(url_for("home.home"))
