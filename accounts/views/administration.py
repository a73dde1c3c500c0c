"""People, for administrators; and ending one's own sessions."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts import permissions, queries
from accounts.domain.person import may_go_together
from accounts.forms import ROLE_NAMES, Newcomer, Roles
from accounts.models import Person, SignedInSession
from accounts.services import invitations, roles, signing_in
from accounts.views.blueprint import bp
from kernel import clock
from kernel.actor import Role
from kernel.errors import NotFound, Refused
from web.access import actor, requires
from web.fields import takes
from web.pagination import page_of
from web.wording import sentence


def own_session(session_id: UUID) -> SignedInSession:
    """A live session; raises NotFound."""
    found = queries.live_session(session_id, clock.now())
    if found is None:
        raise NotFound
    return found


@bp.post("/sessions/<uuid:session_id>/end")
@requires(permissions.end_session, on=own_session)
def end_session(session: SignedInSession) -> ResponseReturnValue:
    """Sign another device out."""
    signing_in.end_session(session, now=clock.now())
    if session.id == current_user.session_id:
        return redirect(url_for("accounts.sign_in_form"))
    flash(_("That device is signed out."))
    return redirect(url_for("accounts.account"))


@bp.get("/people")
@requires(permissions.manage_people)
def people() -> ResponseReturnValue:
    """Everybody, with roles; or those that are searched for."""
    words, wish = request.args.get("q", "").strip()[:100], request.args.get("role", "")
    role = Role(wish) if wish in set(Role) else None
    return render_template(
        "accounts/people.html",
        page=page_of(queries.everybody(words, role)),
        role_names=ROLE_NAMES,
        search=words,
        role=role,
    )


@bp.get("/people/new")
@requires(permissions.manage_people)
def new_person() -> ResponseReturnValue:
    """The form for inviting somebody to work here."""
    return render_template("accounts/new_person.html", form=Newcomer())


@bp.post("/people")
@requires(permissions.manage_people)
@takes(Newcomer)
def invite_person() -> ResponseReturnValue:
    """Invite somebody to work here; they choose a password by a letter."""
    form = Newcomer()
    if form.validate():
        try:
            person_id = invitations.invite_newcomer(
                email=form.email.data,
                name=form.name.data,
                name_latin=form.name_latin.data or "",
                roles={Role(role) for role in form.roles.data},
                actor=actor(),
                now=clock.now(),
            )
            flash(_("Invited. The letter with the link is on its way."))
            return redirect(url_for("accounts.person", person_id=person_id))
        except Refused as refused:
            for refusal in refused.refusals:
                field = {"name_missing": form.name, "roles_apart": form.roles}.get(refusal.code, form.email)
                field.errors = [*field.errors, sentence(refusal)]
    return render_template("accounts/new_person.html", form=form), 422


@bp.get("/people/<uuid:person_id>")
@requires(permissions.manage_people, on=queries.real_person_row)
def person(person: Person) -> ResponseReturnValue:
    """One person's roles and state."""
    return render_template("accounts/person.html", person=person, form=Roles(roles=person.roles), role_names=ROLE_NAMES)


@bp.post("/people/<uuid:person_id>/roles")
@requires(permissions.manage_people, on=queries.real_person_row)
@takes(Roles)
def set_roles(person: Person) -> ResponseReturnValue:
    """Give exactly the ticked roles."""
    form = Roles()
    if form.validate():
        wanted = {Role(role) for role in form.roles.data or ()}
        verdict = may_go_together(wanted)
        if verdict:
            roles.set_roles(person, wanted, actor=actor(), now=clock.now())
            flash(_("The roles are set. The person has to sign in again."))
            return redirect(url_for("accounts.person", person_id=person.id))
        form.roles.errors = [sentence(refusal) for refusal in verdict.refusals]
    return render_template("accounts/person.html", person=person, form=form, role_names=ROLE_NAMES), 422


@bp.post("/people/<uuid:person_id>/disable")
@requires(permissions.manage_people, on=queries.real_person_row)
def disable(person: Person) -> ResponseReturnValue:
    """Shut the account."""
    roles.disable(person, actor=actor(), now=clock.now())
    flash(_("The account is shut and signed out everywhere."))
    return redirect(url_for("accounts.person", person_id=person.id))


@bp.post("/people/<uuid:person_id>/enable")
@requires(permissions.manage_people, on=queries.real_person_row)
def enable(person: Person) -> ResponseReturnValue:
    """Open the account again."""
    roles.enable(person, actor=actor(), now=clock.now())
    flash(_("The account is open again."))
    return redirect(url_for("accounts.person", person_id=person.id))
