"""The pictures of a running paper: for its candidate alone, and nothing about them tells one from another."""

from dataclasses import dataclass
from uuid import UUID

from flask.typing import ResponseReturnValue

import question_bank.queries
from exam import permissions
from exam.domain.attempt import AttemptState
from exam.queries import attempts as sat
from exam.views import paper
from exam.views.blueprint import bp
from kernel import clock
from kernel.errors import NotFound
from web.access import requires
from web.files import send_picture


@dataclass(frozen=True, slots=True)
class PictureOnPaper:
    """A picture, and whose paper it is on."""

    owner_id: UUID
    id: UUID


def picture_on_paper(attempt_id: UUID, picture_id: UUID) -> PictureOnPaper:
    """A picture of a paper that is being sat; raises NotFound."""
    attempt = sat.attempt_row(attempt_id)
    if attempt.state_at(clock.now()) is not AttemptState.IN_PROGRESS or picture_id not in paper.pictures(attempt):
        raise NotFound
    return PictureOnPaper(attempt.candidate_id, picture_id)


@bp.get("/attempts/<uuid:attempt_id>/pictures/<uuid:picture_id>")
@requires(permissions.sit_attempt, on=picture_on_paper)
def picture(shown: PictureOnPaper) -> ResponseReturnValue:
    """A picture of the paper."""
    return send_picture(question_bank.queries.picture_content(shown.id), name=str(shown.id))
