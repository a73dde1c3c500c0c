"""Signing in and out, and one's own account."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from accounts import permissions, queries
from accounts.domain.device import device_name
from accounts.domain.person import clean_email
from accounts.forms import IDENTITY_NAMES, SignIn
from accounts.services import signing_in
from accounts.views.blueprint import SignedIn, bp
from kernel import clock
from kernel.errors import NotFound, Refused
from storage.transaction import transaction
from web.access import actor, public, requires
from web.fields import takes
from web.security import limiter
from web.wording import sentence


def local_path(wish: str | None) -> str:
    """A path of this site, or the home page where the wish points anywhere else."""
    home = url_for("home.home")
    if not wish or not wish.startswith("/") or wish.startswith(("//", "/\\")) or "\\" in wish:
        return home
    parts = urlsplit(wish)
    return home if parts.scheme or parts.netloc or not wish.isprintable() else wish


SOURCE_LIMIT = "300/minute"
"""Only what fails is counted: a whole centre signs in from behind one address in the minutes before an examination."""
FAILED = 422


def _account() -> str:
    return clean_email(request.form.get("email", ""))


def _limit() -> str:
    return str(current_app.config["SIGN_IN_LIMIT"])


def _account_limit() -> str:
    return str(current_app.config["ACCOUNT_LIMIT"])


def _is_familiar() -> bool:
    """The limit on an account from everywhere must not shut its owner out.

    It spares the networks where the owner was lately and where somebody is signed in, such as an examination room;
    there the limits for each address still hold.
    """
    with transaction(read_only=True):
        return queries.is_familiar(request.remote_addr or "", _account(), clock.now())


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
@limiter.limit(_account_limit, key_func=lambda: f"account:{_account()}", exempt_when=_is_familiar)
@limiter.limit(
    SOURCE_LIMIT,
    key_func=lambda: f"source:{request.remote_addr}",
    deduct_when=lambda response: response.status_code == FAILED,
)
@takes(SignIn, "next")
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
    login_user(SignedIn(session_id, found.person.actor))
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
