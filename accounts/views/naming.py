"""The page on which a registrar or an administrator corrects somebody's name."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts import permissions, queries
from accounts.forms import NameCorrection
from accounts.models import Person
from accounts.services.names import correct_name as correct
from accounts.views.blueprint import bp
from accounts.views.door import local_path
from kernel import clock
from kernel.errors import Refused
from web.access import actor, requires
from web.fields import takes
from web.wording import sentence


@bp.get("/desk/people/<uuid:person_id>/name")
@requires(permissions.correct_name, on=queries.real_person_row)
def name_of_person(person: Person) -> ResponseReturnValue:
    """The name as it is written now, and the correction."""
    form = NameCorrection(formdata=None, name=person.name, name_latin=person.name_latin)
    return _page(person, form, local_path(request.args.get("next")))


@bp.post("/desk/people/<uuid:person_id>/name")
@requires(permissions.correct_name, on=queries.real_person_row)
@takes(NameCorrection, "next")
def correct_name(person: Person) -> ResponseReturnValue:
    """Write it anew."""
    form, onwards = NameCorrection(), local_path(request.form.get("next"))
    if form.validate():
        try:
            correct(
                person,
                form.name.data,
                form.name_latin.data or "",
                reason=form.reason.data,
                actor=actor(),
                now=clock.now(),
            )
        except Refused as refused:
            form.name.errors = [sentence(refusal) for refusal in refused.refusals]
        else:
            flash(_("The name is corrected."))
            return redirect(onwards)
    return _page(person, form, onwards), 422


def _page(person: Person, form: NameCorrection, onwards: str) -> str:
    return render_template("accounts/name_of_person.html", person=person.facts, form=form, next=onwards)
