"""The blueprint of accounts and how a browser's cookie becomes a person."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Flask
from flask_login import LoginManager, UserMixin

from accounts import queries
from accounts.models import SignedInSession
from kernel import clock
from kernel.actor import Actor

bp = Blueprint("accounts", __name__)
login = LoginManager()


class SignedIn(UserMixin):
    """Flask-Login's user: one live session. Its id in the cookie is the session's, so ending the row signs out."""

    def __init__(self, session: SignedInSession) -> None:
        self.session_id: UUID = session.id
        self.actor: Actor = session.person.actor
        self.language: str = session.person.language
        self.until: datetime = session.expires_at

    def get_id(self) -> str:
        """What stands in the cookie."""
        return str(self.session_id)


@login.user_loader
def load(session_id: str) -> SignedIn | None:
    """The live session behind a cookie."""
    try:
        found = queries.live_session(UUID(session_id), clock.now())
    except ValueError:
        return None
    return SignedIn(found) if found else None


def set_up_sign_in(app: Flask) -> None:
    """Let Flask-Login know sessions; a changing network address must not end an examination."""
    login.session_protection = None
    login.init_app(app)
