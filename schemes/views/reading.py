"""The open pages on which anybody can read what a scheme asks for."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.dates import local_date
from schemes import queries
from schemes.domain.blueprint import COGNITIVE_LEVELS, KINDS
from schemes.wording import names
from web.access import public
from web.times import ZONE

bp = Blueprint("schemes", __name__)


def _today() -> date:
    return local_date(clock.now(), ZONE)


@bp.get("/schemes")
@public
def schemes() -> ResponseReturnValue:
    """All schemes in force."""
    return render_template("schemes/schemes.html", schemes=queries.all_current(_today()))


@bp.get("/schemes/<code>")
@public
def scheme(code: str) -> ResponseReturnValue:
    """One scheme with its levels, conditions, components and blueprint."""
    return render_template(
        "schemes/scheme.html",
        scheme=queries.current(code, _today()),
        versions=queries.versions(code),
        names=names,
        kinds=KINDS,
        cognitive_levels=COGNITIVE_LEVELS,
    )
