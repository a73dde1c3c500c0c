"""A candidate's own account: the form, the word that a letter is on its way, and the page behind its link."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.domain.person import clean_email
from accounts.forms import Registration
from accounts.queries import person_row
from accounts.services import signing_in, signing_up
from accounts.views.blueprint import bp
from accounts.views.door import enter
from kernel import clock
from kernel.errors import Refused
from web.access import public
from web.fields import takes
from web.language import language
from web.security import limiter
from web.wording import sentence

SOURCE_LIMIT = "300/hour"
"""A training centre's whole class registers from behind one address."""
LETTERS_LIMIT = "5/hour"
"""How many letters one mailbox may get this way."""
FIELD_OF = {"email_malformed": "email", "name_missing": "name", "password_short": "password"}


@bp.get("/registration")
@public
def registration_form() -> ResponseReturnValue:
    """The form for a candidate's own account."""
    return render_template("accounts/registration.html", form=Registration())


@bp.post("/registrations")
@public
@limiter.limit(SOURCE_LIMIT)
@limiter.limit(LETTERS_LIMIT, key_func=lambda: f"letters:{clean_email(request.form.get('email', ''))}")
@takes(Registration)
def register() -> ResponseReturnValue:
    """Send the letter."""
    form = Registration()
    if form.validate():
        try:
            signing_up.ask(
                email=form.email.data,
                name=form.name.data,
                name_latin=form.name_latin.data or "",
                password=form.password.data,
                language=language(),
                now=clock.now(),
            )
        except Refused as refused:
            _place(form, refused)
        else:
            return redirect(url_for("accounts.registration_sent"))
    return render_template("accounts/registration.html", form=form), 422


@bp.get("/registration/sent")
@public
def registration_sent() -> ResponseReturnValue:
    """Look into your mailbox; the same words for every address."""
    by_file = current_app.config["MAIL_BACKEND"] == "file"
    return render_template("accounts/registration_sent.html", without_mail_server=by_file)


@bp.get("/registrations/<token>")
@public
@limiter.limit("60/minute")
def registration(token: str) -> ResponseReturnValue:
    """Whose account is about to be opened, and the button."""
    return render_template("accounts/confirmation.html", wish=signing_up.read(token, now=clock.now()), token=token)


@bp.post("/registrations/<token>/confirmation")
@public
@limiter.limit("60/minute")
def confirm_registration(token: str) -> ResponseReturnValue:
    """Open the account and sign in."""
    now = clock.now()
    person = person_row(signing_up.confirm(token, now=now))
    session_id = signing_in.begin_session(
        person, address=request.remote_addr or "", device=str(request.user_agent), now=now
    )
    return enter(session_id, url_for("home.home"))


def _place(form: Registration, refused: Refused) -> None:
    for refusal in refused.refusals:
        field = form[FIELD_OF[refusal.code]]
        field.errors = [*field.errors, sentence(refusal)]
