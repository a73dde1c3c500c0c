"""The candidate's pages: my exams, the paper, the files handed in with it."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import eligibility.queries.applications
import schemes.queries
from eligibility.domain.exemption import ExemptionFacts
from exam import permissions
from exam.domain.attempt import OPEN, AttemptState
from exam.domain.entry import EntryState
from exam.models.attempts import Attempt
from exam.models.sittings import Resit, Sitting
from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import exemptions, resits
from exam.queries import sittings as planned
from exam.queries.uploads import content_of
from exam.services import allowing, entering, starting
from exam.views import paper, safe_browser
from exam.views.blueprint import bp
from exam.views.naming import names_of
from kernel import clock
from kernel.dates import local_date
from kernel.errors import NotFound
from kernel.words import Words
from web.access import actor, requires
from web.files import send_back
from web.times import ZONE


@bp.get("/exams")
@requires(permissions.sit_exams)
def exams() -> ResponseReturnValue:
    """What I have entered, and what I may enter."""
    who, now = _me(), clock.now()
    today = local_date(now, ZONE)
    freed = exemptions.exemptions_on(who, today)
    need_not_sit = {(each.scheme_code, each.level, each.component) for each in freed}
    rights = [each for each in resits.rights_of(who, today) if _examined(each) not in need_not_sit]
    entries = entered.entries_of(who)
    attempts = {attempt.entry_id: attempt for attempt in sat.attempt_rows_of(who)}
    taken_by_me = {entry.sitting_id for entry in entries}
    offered = [
        sitting
        for sitting in exemptions.not_exempt(who, planned.sittings_to_come(now))
        if sitting.id not in taken_by_me
        and eligibility.queries.applications.approved(who, sitting.scheme_code, sitting.level) is not None
    ]
    return render_template(
        "exam/exams.html",
        entries=entries,
        attempts=attempts,
        allowances=allowing.allowances_of(entries),
        offered=offered,
        taken=entered.seats_taken(sitting.id for sitting in offered),
        waiting=entered.waiting_count(sitting.id for sitting in offered),
        turns={entry.id: entered.place_in_line(entry) for entry in entries if entry.state is EntryState.WAITING},
        rights=[(right, component_named(*_examined(right), today), _assumed(right, today)) for right in rights],
        need_not_sit=need_not_sit,
        freed=[(each, component_named(*_examined(each), today)) for each in freed],
        names=names_of([entry.sitting.facts for entry in entries] + offered),
        now=now,
    )


@bp.post("/sittings/<uuid:sitting_id>/entries")
@requires(permissions.enter_sitting, on=planned.published_sitting_row)
def enter(sitting: Sitting) -> ResponseReturnValue:
    """Take a seat, or a place on the waiting list."""
    entry_id = entering.enter(sitting, _me(), actor=actor(), now=clock.now())
    has_seat = entered.entry_row(entry_id).state is EntryState.SEATED
    flash(_("You have entered. Your seat is reserved.") if has_seat else _("You are on the waiting list."))
    return redirect(url_for("exam.lobby", entry_id=entry_id))


@bp.get("/attempts/<uuid:attempt_id>")
@requires(permissions.sit_attempt, on=sat.attempt_to_show)
def attempt(attempt: Attempt) -> ResponseReturnValue:
    """The paper while it can be written on; afterwards its receipt."""
    now = clock.now()
    is_paused = attempt.state_at(now) is AttemptState.PAUSED
    if attempt.state not in OPEN or not (is_paused or attempt.timing.accepts_answers(now)):
        return redirect(url_for("exam.receipt", attempt_id=attempt.id))
    if is_paused:
        sitting = planned.sitting_row(attempt.sitting_id).facts
        return render_template(
            "exam/paused.html",
            attempt=attempt,
            left=attempt.timing.remaining(now),
            name=names_of([sitting])[sitting.id],
        )
    if not safe_browser.is_proven(attempt.entry_id, attempt.sitting_id):
        return safe_browser.needed(attempt)
    starting.require_device(attempt, safe_browser.session_id())
    return paper.page(attempt, now)


@bp.get("/attempts/<uuid:attempt_id>/files/<uuid:file_id>")
@requires(permissions.see_attempt_file, on=sat.attempt_file_row)
def attempt_file(kept: sat.OwnedFile) -> ResponseReturnValue:
    """A file of one's own, as it was handed in; never shown inside the browser."""
    return send_back(content_of(kept.file), name=kept.file.name, media_type="application/octet-stream")


def component_named(scheme_code: str, level: int, component: str, on: date) -> Words:
    """What a component of a scheme's level is called on a day."""
    scheme = schemes.queries.current(scheme_code, on)
    of, named = scheme.level(level), scheme.level(level).components[component].title
    return Words(
        zh=f"{named.zh}（{scheme.title.zh}，{of.title.zh}）", en=f"{named.en} ({scheme.title.en}, {of.title.en})"
    )


def _assumed(right: Resit, on: date) -> Words | None:
    """The note on what the scheme assumes of free resits."""
    return schemes.queries.current(right.scheme_code, on).assumed("free_resit")


def _examined(each: Resit | ExemptionFacts) -> tuple[str, int, str]:
    return (each.scheme_code, each.level, each.component)


def _me() -> UUID:
    who = actor().id
    if who is None:
        raise NotFound
    return who
