"""The page behind an invitation's link: choose a password, and be signed in."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.forms import FirstPassword
from accounts.services import invitations, signing_in
from accounts.views.blueprint import bp
from accounts.views.door import enter
from kernel import clock
from kernel.errors import Refused
from web.access import public
from web.fields import takes
from web.security import limiter
from web.wording import sentence


@bp.get("/invitations/<token>")
@public
@limiter.limit("60/minute")
def invitation(token: str) -> ResponseReturnValue:
    """Who invites, and the field for the password."""
    found = invitations.read(token, now=clock.now())
    return render_template("accounts/invitation.html", invitation=found, token=token, form=FirstPassword())


@bp.post("/invitations/<token>/acceptance")
@public
@limiter.limit("60/minute")
@takes(FirstPassword, "email")
def accept_invitation(token: str) -> ResponseReturnValue:
    """Set the password and sign in."""
    now, form = clock.now(), FirstPassword()
    found = invitations.read(token, now=now)
    if form.validate():
        try:
            email = invitations.accept(token, form.password.data, now=now)
        except Refused as refused:
            form.password.errors = [sentence(refusal) for refusal in refused.refusals]
        else:
            session_id = signing_in.sign_in(
                email=email,
                password=form.password.data,
                address=request.remote_addr or "",
                device=str(request.user_agent),
                now=now,
            )
            return enter(session_id, url_for("home.home"))
    return render_template("accounts/invitation.html", invitation=found, token=token, form=form), 422
