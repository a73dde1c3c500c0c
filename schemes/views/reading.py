"""The open pages on which anybody can read what a scheme asks for, in any of its versions."""

from flask import render_template
from flask.typing import ResponseReturnValue

from kernel import clock
from schemes import queries
from schemes.domain.scheme import Scheme
from schemes.views.blueprint import bp
from schemes.views.texts import text_in_both, text_of
from web.access import public


@bp.get("/schemes")
@public
def schemes() -> ResponseReturnValue:
    """All schemes in force."""
    return render_template("schemes/schemes.html", schemes=queries.all_in_force(clock.now()))


@bp.get("/schemes/<code>")
@public
def scheme(code: str) -> ResponseReturnValue:
    """One scheme as it is in force, with its levels, conditions, components and blueprint."""
    return _page(queries.in_force(code, clock.now()))


@bp.get("/schemes/<code>/versions/<version>")
@public
def version(code: str, version: str) -> ResponseReturnValue:
    """One scheme as one of its versions has it."""
    return _page(queries.named_version(code, version))


@bp.get("/schemes/<code>/versions/<version>/text")
@public
def version_text(code: str, version: str) -> ResponseReturnValue:
    """A version as text in both languages side by side, to be read through or printed."""
    shown = queries.named_version(code, version)
    return render_template("schemes/both.html", scheme=shown, texts=text_in_both(shown), draft=None)


def _page(shown: Scheme) -> str:
    now = clock.now()
    return render_template(
        "schemes/scheme.html",
        scheme=shown,
        text=text_of(shown),
        history=queries.history(shown.code, now),
        in_force=queries.in_force(shown.code, now),
    )
