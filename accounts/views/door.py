"""Signing in, signing out, registering."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from accounts import permissions, queries
from accounts.domain.device import device_name
from accounts.domain.person import clean_email
from accounts.forms import IDENTITY_NAMES, Registration, SignIn
from accounts.services import registering, signing_in
from accounts.views.blueprint import SignedIn, bp
from kernel import clock
from kernel.actor import Role
from kernel.errors import NotFound, Refused
from web.access import actor, public, requires
from web.language import language
from web.security import limiter
from web.wording import sentence


def local_path(wish: str | None) -> str:
    """A path of this site, or the home page where the wish points anywhere else."""
    home = url_for("home.home")
    if not wish or not wish.startswith("/") or wish.startswith(("//", "/\\")) or "\\" in wish:
        return home
    parts = urlsplit(wish)
    return home if parts.scheme or parts.netloc or not wish.isprintable() else wish


ACCOUNT_LIMIT = "600/hour"
SOURCE_LIMIT = "300/minute"
"""A whole examination room signs in from behind one address; who is signed in already is never counted."""


def _account() -> str:
    return clean_email(request.form.get("email", ""))


def _limit() -> str:
    return str(current_app.config["SIGN_IN_LIMIT"])


@bp.get("/sign-in")
@public
def sign_in_form() -> ResponseReturnValue:
    """The form; whoever is signed in goes on."""
    onwards = local_path(request.args.get("next"))
    if actor().id is not None:
        return redirect(onwards)
    return render_template("accounts/sign_in.html", form=SignIn(), next=onwards)


@bp.post("/sessions")
@public
@limiter.limit(_limit, key_func=lambda: f"account:{_account()}:{request.remote_addr}")
@limiter.limit(ACCOUNT_LIMIT, key_func=lambda: f"account:{_account()}")
@limiter.limit(SOURCE_LIMIT, key_func=lambda: f"source:{request.remote_addr}")
def sign_in() -> ResponseReturnValue:
    """Start a session; a new cookie replaces whatever the browser had."""
    form, onwards = SignIn(), local_path(request.form.get("next"))
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form, next=onwards), 422
    try:
        session_id = signing_in.sign_in(
            email=form.email.data,
            password=form.password.data,
            address=request.remote_addr or "",
            device=str(request.user_agent),
            now=clock.now(),
        )
    except Refused as refused:
        form.email.errors = [sentence(refusal) for refusal in refused.refusals]
        return render_template("accounts/sign_in.html", form=form, next=onwards), 422
    return enter(session_id, onwards)


def enter(session_id: UUID, onwards: str) -> ResponseReturnValue:
    """Give the browser a new cookie for this session and lead on."""
    found = queries.live_session(session_id, clock.now())
    if found is None:
        raise NotFound
    session.clear()
    login_user(SignedIn(found))
    return redirect(onwards)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this session; without one, nothing happens."""
    if actor().id is not None:
        found = queries.live_session(current_user.session_id, clock.now())
        if found is not None:
            signing_in.end_session(found, now=clock.now())
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for("accounts.sign_in_form"))


@bp.get("/registration")
@public
def registration_form() -> ResponseReturnValue:
    """The form for a candidate's own account."""
    return render_template("accounts/registration.html", form=Registration())


@bp.post("/registrations")
@public
@limiter.limit("30/hour")
def register() -> ResponseReturnValue:
    """Take a candidate in and sign them in."""
    form = Registration()
    if form.validate():
        try:
            registering.register(
                email=form.email.data,
                name=form.name.data,
                name_latin=form.name_latin.data or "",
                password=form.password.data,
                roles={Role.CANDIDATE},
                language=language(),
                now=clock.now(),
            )
            session_id = signing_in.sign_in(
                email=form.email.data,
                password=form.password.data,
                address=request.remote_addr or "",
                device=str(request.user_agent),
                now=clock.now(),
            )
            return enter(session_id, url_for("home.home"))
        except Refused as refused:
            _place(form, refused)
    return render_template("accounts/registration.html", form=form), 422


FIELD_OF = {"email_taken": "email", "email_malformed": "email", "name_missing": "name", "password_short": "password"}


def _place(form: Registration, refused: Refused) -> None:
    for refusal in refused.refusals:
        field = form[FIELD_OF[refusal.code]]
        field.errors = [*field.errors, sentence(refusal)]


@bp.get("/account")
@requires(permissions.see_account)
def account() -> ResponseReturnValue:
    """One's own account: who I am, where I am signed in."""
    who = actor()
    assert who.id is not None  # noqa: S101 -- the permission says so
    return render_template(
        "accounts/account.html",
        person=queries.person(who.id),
        sessions=queries.sessions_of(who.id, clock.now()),
        current=current_user.session_id,
        device_name=device_name,
        organisations=queries.organisations_of(who.id),
        is_candidate=permissions.keep_identity.holds(who, None),
        identity=queries.identity_of(who.id),
        identity_names=IDENTITY_NAMES,
    )
