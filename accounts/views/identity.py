"""One's own identity document, and a registrar's view of it: the number in clear only on the record."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts import permissions, queries
from accounts.forms import IDENTITY_NAMES, Identity, IdentityCorrection
from accounts.models import Person
from accounts.services import identity as services
from accounts.views.blueprint import bp
from accounts.views.door import local_path
from kernel import clock
from kernel.errors import BadInput, NotFound, Refused
from web.access import actor, requires
from web.fields import takes
from web.security import limiter
from web.wording import sentence

TRIES = "20/hour"
"""How many numbers one person may try: enough for typing errors, too few to ask who else is registered."""


def _me() -> UUID:
    who = actor().id
    if who is None:
        raise NotFound
    return who


@bp.get("/account/identity")
@requires(permissions.keep_identity)
def identity() -> ResponseReturnValue:
    """The document that was entered, masked; and the form while it can still be entered or corrected."""
    return _own_page(Identity(formdata=None), onwards=_onwards(request.args.get("next")))


def _own_page(form: Identity, onwards: str) -> str:
    return render_template(
        "accounts/identity.html",
        form=form,
        known=queries.identity_of(_me()),
        names=IDENTITY_NAMES,
        next=onwards,
    )


def _onwards(wish: str | None) -> str:
    return local_path(wish) if wish else url_for("accounts.account")


@bp.post("/account/identity-numbers")
@requires(permissions.keep_identity)
@limiter.limit(TRIES, key_func=lambda: f"identity:{actor().id}")
@takes(Identity, "next")
def record_identity() -> ResponseReturnValue:
    """Keep one's own number."""
    form, onwards = Identity(), _onwards(request.form.get("next"))
    if form.validate():
        try:
            services.record_identity(_me(), form.kind.data, form.number.data, actor=actor(), now=clock.now())
        except Refused as refused:
            _place(form, refused)
        else:
            flash(_("Your identity document is recorded."))
            return redirect(onwards)
    return _own_page(form, onwards), 422


@bp.get("/desk/people/<uuid:person_id>/identity")
@requires(permissions.read_identity, on=queries.real_person_row)
def identity_of_person(person: Person) -> ResponseReturnValue:
    """Somebody's document, masked, with what was recorded before; and the correction."""
    return _desk_page(person, IdentityCorrection(formdata=None))


def _desk_page(person: Person, form: IdentityCorrection, number: str = "") -> str:
    recorded = queries.identity_numbers_of(person.id)
    return render_template(
        "accounts/identity_of_person.html",
        person=person.facts,
        form=form,
        known=queries.identity_of(person.id),
        number=number,
        history=recorded,
        people=queries.people(row.recorded_by for row in recorded if row.recorded_by),
        names=IDENTITY_NAMES,
        own=person.id == actor().id,
    )


@bp.post("/desk/people/<uuid:person_id>/identity/reading")
@requires(permissions.read_identity, on=queries.real_person_row)
def read_identity(person: Person) -> ResponseReturnValue:
    """Show the number in clear, once; it is on record."""
    number = services.read_number(person.id, actor=actor(), purpose="desk", now=clock.now())
    return _desk_page(person, IdentityCorrection(formdata=None), number)


@bp.post("/desk/people/<uuid:person_id>/identity")
@requires(permissions.read_identity, on=queries.real_person_row)
@takes(IdentityCorrection)
def correct_identity(person: Person) -> ResponseReturnValue:
    """Record another number, with the reason."""
    form = IdentityCorrection()
    if form.validate():
        try:
            services.correct_identity(
                person.id,
                form.kind.data,
                form.number.data,
                reason=form.reason.data,
                actor=actor(),
                now=clock.now(),
            )
        except BadInput as refused:
            form.reason.errors = [sentence(refused.refusal)]
        except Refused as refused:
            _place(form, refused)
        else:
            flash(_("The correction is recorded."))
            return redirect(url_for("accounts.identity_of_person", person_id=person.id))
    return _desk_page(person, form), 422


def _place(form: Identity, refused: Refused) -> None:
    form.number.errors = [sentence(refusal) for refusal in refused.refusals]
