"""The accommodations officer's view of what is to come: who sits when, and what has to be ready for them."""

from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

import accounts.queries
from exam import permissions
from exam.services import allowing
from exam.services.allowing import Expected
from exam.views.blueprint import bp
from exam.views.naming import names_of
from kernel import clock
from web.access import requires


def expected() -> list[Expected]:
    """Everybody with measures who is still to sit."""
    return allowing.expected(clock.now())


@bp.get("/sittings/accommodations")
@requires(permissions.prepare_accommodations, on=expected)
def accommodated_sittings(coming: list[Expected]) -> ResponseReturnValue:
    """The sittings to come of people with measures, so that readers and rooms can be found in time."""
    by_sitting = [(each, list(people)) for each, people in groupby(coming, key=lambda expected: expected.entry.sitting)]
    return render_template(
        "exam/accommodations.html",
        by_sitting=by_sitting,
        names=names_of(sitting.facts for sitting, _people in by_sitting),
        people=accounts.queries.people(each.entry.candidate_id for each in coming),
    )
