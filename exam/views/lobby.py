"""The lobby: everything to know before the clock starts, how long that still is, and whether the device will do."""

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from typing_extensions import TypedDict

from exam import permissions
from exam.domain.attempt import AttemptState
from exam.domain.desk import code_of
from exam.domain.entry import EntryState
from exam.domain.form import SECTIONS
from exam.domain.sitting import Phase
from exam.domain.timing import NETWORK_GRACE, remaining_ms
from exam.forms.candidate import Readiness
from exam.models.sittings import Entry
from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import safeguards as asked
from exam.queries.starts import EntryToStart, entry_to_start
from exam.services import allowing, announcing, calendar, hearing, leaving, safeguarding, starting, ticket
from exam.services.door import pin_of
from exam.views import paper, safe_browser
from exam.views.blueprint import bp
from exam.views.entries import goal_form
from exam.views.naming import scheme_of
from kernel import clock
from kernel.errors import Refused
from web.access import actor, requires
from web.calls import Moment, call
from web.fields import takes
from web.wording import sentence


class ServerClock(TypedDict):
    """What time it is for the server."""

    server_time: Moment


class Countdown(ServerClock):
    """The time until the next moment that matters, if there is one, and a name for all that the lobby shows."""

    remaining_ms: int | None
    edition: str


@bp.get("/entries/<uuid:entry_id>")
@requires(permissions.see_own_entry, on=entered.entry_row)
def lobby(entry: Entry) -> ResponseReturnValue:
    """Everything to know before the clock starts."""
    attempt = sat.find_attempt(entry.id)
    if attempt is not None:
        return redirect(url_for("exam.attempt", attempt_id=attempt.id))
    return _lobby(entry, Readiness())


@bp.post("/attempts/of/<uuid:entry_id>")
@requires(permissions.see_own_entry, on=entry_to_start)
@takes(Readiness)
def start(entry: EntryToStart) -> ResponseReturnValue:
    """Let the clock run and show the paper at once; the page itself takes the address of the attempt.

    This address is below those of papers, so that the worker that brings them back looks after this page as well.
    """
    now = clock.now()
    if not safe_browser.is_proven(entry.id, entry.sitting.id):
        return _lobby(entered.entry_row(entry.id), Readiness()), 409
    if entry.has_to_agree or not request.form.get("ready"):
        form = Readiness()
        agreed = _signed(entry, form, now) if form.validate() else None
        if agreed is None:
            return _lobby(entered.entry_row(entry.id), form), 422
        entry = agreed
    attempt = starting.start(entry, now=now)
    address = url_for("exam.attempt", attempt_id=attempt.id)
    if entry.attempt_id is not None or attempt.state_at(now) is not AttemptState.IN_PROGRESS:
        return redirect(address)
    return paper.page(attempt, now), HTTPStatus.CREATED, {"Location": address}


def _signed(entry: EntryToStart, form: Readiness, now: datetime) -> EntryToStart | None:
    """The entry, where somebody who may start has to agree with that done; None where the form says why it is not."""
    if not (entry.has_to_agree and starting.verdict_on(entry, now=now)):
        return entry
    typed, version = form.agreed_name.data or "", form.agreed_version.data or 0
    try:
        safeguarding.sign(entry.id, entry.sitting.id, typed, version=version, name=actor().name, now=now)
    except Refused as refused:
        form.agreed_name.errors = [sentence(each) for each in refused.refusals]
        return None
    return replace(entry, has_to_agree=False)


@bp.get("/api/entries/<uuid:entry_id>/lobby")
@requires(permissions.see_own_entry, on=entered.entry_row)
@call()
def lobby_state(entry: Entry) -> Countdown:
    """What the lobby counts down to, by the server's clock; another `edition` means that the page is out of date."""
    said = _countdown(entry)
    hearing.heard(hearing.LOBBY, entry.id, now=clock.now())
    return said


@bp.get("/entries/<uuid:entry_id>/calendar.ics")
@requires(permissions.see_own_entry, on=entered.entry_row)
def calendar_file(entry: Entry) -> ResponseReturnValue:
    """The sitting for the candidate's own calendar."""
    address = current_app.config["BASE_URL"].rstrip("/")
    response = Response(calendar.calendar_file(entry, address, now=clock.now()), mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename="examination.ics")
    return response


@bp.get("/entries/<uuid:entry_id>/ticket.pdf")
@requires(permissions.see_ticket, on=entered.entry_row)
def ticket_file(entry: Entry) -> ResponseReturnValue:
    """The admission ticket, made at this moment from what holds now."""
    address = current_app.config["BASE_URL"].rstrip("/")
    pdf = ticket.ticket(entry, address, actor=actor(), now=clock.now())
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"admission-ticket-{entry.seat}.pdf")
    return response


@bp.get("/exams/check")
@requires(permissions.sit_exams)
def system_check() -> ResponseReturnValue:
    """Whether this device and this network will do, tried out where it will matter."""
    return render_template("exam/system_check.html")


@bp.get("/api/clock")
@requires(permissions.sit_exams)
@call()
def server_clock() -> ServerClock:
    """What time it is, for comparing."""
    return {"server_time": clock.now().isoformat()}


def _countdown(entry: Entry) -> Countdown:
    """The next moment that matters, and a name for everything that the lobby shows; the paper is made ready by then."""
    now, sitting = clock.now(), entry.sitting
    times = entry.times(now)
    phase = times.phase(now)
    until = {
        Phase.ENTRIES: sitting.door_opens_at,
        Phase.DOOR_OPEN: sitting.starts_at,
        Phase.STARTING: times.latest_start_at,
    }.get(phase)
    to_start = entry_to_start(entry.id)
    verdict = starting.verdict_on(to_start, now=now)
    if to_start.form_id is not None and phase in {Phase.DOOR_OPEN, Phase.STARTING}:
        paper.make_ready(to_start.form_id, sitting.id)
    allowance = allowing.allowance_of(entry)
    measures = allowance.accommodation.written.values() if allowance.accommodation else ()
    place = entered.place_in_line(entry) if entry.state is EntryState.WAITING else None
    latest = "stands" if entry.stop_id else times.latest_start_at
    shown: list[object] = [
        sitting.state,
        phase,
        sitting.starts_at,
        latest,
        allowance.total,
        *measures,
        entry.state,
        place,
    ]
    shown += [each.code for each in verdict.refusals]
    shown += [one.number for one in announcing.said_to(entry)[-1:]]
    return {
        "server_time": now.isoformat(),
        "remaining_ms": None if until is None else remaining_ms(until, now),
        "edition": " ".join(map(str, shown)),
    }


def _lobby(entry: Entry, form: Readiness) -> str:
    now, sitting, to_start = clock.now(), entry.sitting, entry_to_start(entry.id)
    times = entry.times(now)
    scheme = scheme_of(sitting.facts)
    level = scheme.level(sitting.level)
    return render_template(
        "exam/lobby.html" if entry.state is EntryState.SEATED else "exam/waiting.html",
        entry=entry,
        sitting=sitting,
        allowance=allowing.allowance_of(entry),
        scheme=scheme,
        level=level,
        component=level.components[sitting.component],
        blueprint=level.blueprint if sitting.kind == "theory" else None,
        sections=SECTIONS,
        times=times,
        hand_in_from=entry.hand_in_from(now),
        phase=times.phase(now),
        deadline=starting.timeline_from(to_start, max(now, sitting.starts_at)).timing.deadline,
        countdown=_countdown(entry),
        announced=announcing.said_to(entry),
        place=entered.place_in_line(entry),
        ticket_number=code_of(entry.id),
        pin=pin_of(entry.id),
        verdict=starting.verdict_on(to_start, now=now),
        agreement=asked.agreement_of(sitting.id) if to_start.has_to_agree else None,
        signature=asked.signature_of(entry.id),
        safe_browser_missing=not safe_browser.is_proven(entry.id, sitting.id),
        leaving=leaving.verdict_on(entry, by_staff=False, now=now),
        goals=goal_form(entry),
        grace=int(NETWORK_GRACE.total_seconds()),
        form=form,
    )
