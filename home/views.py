"""The first page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.access import public

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """What to do next."""
    return render_template("home/home.html")
