"""Announcements: said at the desk, shown on the papers, seen by the candidates."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from typing_extensions import TypedDict

from exam import permissions
from exam.forms.desk import AnnouncementForm
from exam.forms.paper import SeenAnnouncement
from exam.models.attempts import Attempt
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from exam.queries import sittings as planned
from exam.queries.in_view import in_view
from exam.services import announcing
from exam.views.blueprint import bp
from kernel import clock
from kernel.errors import NotFound, Refused
from kernel.words import Words
from web.access import actor, requires
from web.calls import Moment, call
from web.fields import takes
from web.wording import sentence


class Announcement(TypedDict):
    """What was said, in both languages, and whether it was before they started."""

    number: int
    before_start: bool
    at: Moment
    zh: str
    en: str


class Announcements(TypedDict):
    """What the candidate has not said to have seen, the first first."""

    announcements: list[Announcement]


@bp.post("/sittings/<uuid:sitting_id>/announcements")
@requires(permissions.watch_sittings, on=planned.sitting_row)
@takes(AnnouncementForm)
def announce(sitting: Sitting) -> ResponseReturnValue:
    """Say something to everybody who writes, as far as whoever says it has them in view."""
    form, view = AnnouncementForm(), in_view(sitting, actor())
    words = Words(form.zh.data or "", form.en.data or "")
    room_id = view.room_id or view.room_named(form.to.data)
    if form.to.data and room_id is None:
        raise NotFound
    try:
        announcing.announce(sitting, words, room_id=room_id, actor=actor(), now=clock.now())
    except Refused as refused:
        flash(sentence(refused.refusals[0]), "error")
    else:
        flash(_("It is said; it is on their pages within five seconds."), "success")
    return redirect(url_for("exam.desk", sitting_id=sitting.id, _anchor="announcements"))


@bp.get("/api/attempts/<uuid:attempt_id>/announcements")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@call()
def announcements(attempt: Attempt) -> Announcements:
    """What is to be shown on the paper."""
    return _unseen(attempt)


@bp.post("/api/attempts/<uuid:attempt_id>/announcements")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@call(sends=SeenAnnouncement)
def see_announcement(attempt: Attempt, sent: SeenAnnouncement) -> Announcements:
    """The candidate has seen it."""
    announcing.see(attempt, sent.number, now=clock.now())
    return _unseen(attempt)


def _unseen(attempt: Attempt) -> Announcements:
    return {
        "announcements": [
            {
                "number": one.number,
                "before_start": one.at < attempt.started_at,
                "at": one.at.isoformat(),
                "zh": one.words.zh,
                "en": one.words.en,
            }
            for one in announcing.unseen_by(attempt)
        ]
    }
