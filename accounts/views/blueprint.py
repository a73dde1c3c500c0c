"""The blueprint of accounts and how a browser's cookie becomes a person."""

from uuid import UUID

from flask import Blueprint, Flask
from flask_login import LoginManager, UserMixin

from accounts import queries
from kernel import clock
from kernel.actor import Actor

bp = Blueprint("accounts", __name__)
login = LoginManager()


class SignedIn(UserMixin):
    """Flask-Login's user: one live session. Its id in the cookie is the session's, so ending the row signs out."""

    def __init__(self, session_id: UUID, actor: Actor) -> None:
        self.session_id = session_id
        self.actor = actor

    def get_id(self) -> str:
        """What stands in the cookie."""
        return str(self.session_id)


@login.user_loader
def load(session_id: str) -> SignedIn | None:
    """The live session behind a cookie."""
    try:
        key = UUID(session_id)
    except ValueError:
        return None
    who = queries.signed_in(key, clock.wall())
    return SignedIn(key, who) if who else None


def set_up_sign_in(app: Flask) -> None:
    """Let Flask-Login know sessions; a changing network address must not end an examination."""
    login.session_protection = None
    login.init_app(app)
