"""What the candidate's page tells of what it saw, and from where it speaks; nothing follows from it by itself."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import request
from pydantic import Field as Is
from typing_extensions import TypedDict

from exam import permissions
from exam.domain.attempt import OPEN
from exam.domain.integrity import MOST_AT_ONCE, TOLD_BY_THE_PAGE, Seen
from exam.models.attempts import Attempt
from exam.queries import attempts as sat
from exam.services import observing
from exam.views.blueprint import bp
from kernel import clock
from web.access import requires
from web.calls import Sent, call


class SeenByPage(Sent):
    """What the page saw, in its order; when, the server says."""

    seen: Annotated[list[str], Is(min_length=1, max_length=MOST_AT_ONCE)]

    @property
    def kinds(self) -> tuple[Seen, ...]:
        """What it may tell of it."""
        return tuple(Seen(each) for each in self.seen if each in TOLD_BY_THE_PAGE)


class Noted(TypedDict):
    """How much of it was written down; what comes too often is not."""

    noted: int


@bp.post("/api/attempts/<uuid:attempt_id>/observations")
@requires(permissions.sit_attempt, on=sat.attempt_to_show)
@call(sends=SeenByPage)
def note_seen(attempt: Attempt, sent: SeenByPage) -> Noted:
    """Note what the page saw while it was written on; nothing follows from it by itself."""
    now = clock.now()
    note_place(attempt.id, now)
    return {"noted": observing.note_told(attempt.id, sent.kinds, now=now) if attempt.state_at(now) in OPEN else 0}


def note_place(attempt_id: UUID, now: datetime) -> None:
    """From where and with which browser this was sent."""
    observing.note_place(attempt_id, request.remote_addr or "", request.headers.get("User-Agent", ""), now=now)
