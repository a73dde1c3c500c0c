"""The signed cookie, and the token against forged requests: what was proven once is not proven again and again."""

from datetime import date
from functools import lru_cache, partial

from flask import Flask, Request, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf, validate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.http import parse_cookie
from wtforms import ValidationError

from kernel import clock

REMEMBERED = 8192
"""How many browsers a process knows at once."""
HEADER, SECRET, SALT = "X-CSRFToken", "csrf_token", "wtf-csrf-token"


class ProvenCookies(SecureCookieSessionInterface):
    """Sessions in signed cookies; a signature that was found good is looked at again on the next day, for its age."""

    def __init__(self, app: Flask) -> None:
        self._said = lru_cache(maxsize=REMEMBERED)(partial(self._prove, app))

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the cookie says; nothing where it is not ours."""
        said = self._said(request.headers.get("Cookie", ""), clock.now().date())
        return self.session_class(self.serializer.loads(said) if said else None)

    def _prove(self, app: Flask, cookies: str, _on: date) -> str:
        sent, proof = parse_cookie(cookies).get(self.get_cookie_name(app), ""), self.get_signing_serializer(app)
        try:
            said = proof.loads(sent, max_age=int(app.permanent_session_lifetime.total_seconds())) if proof else None
        except BadSignature:
            return ""
        return str(self.serializer.dumps(said))


class ProvenTokens(CSRFProtect):
    """A token in the header that was found to belong to a session's secret belongs to it for ever."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 -- Flask-WTF's own
        """Refuse what none of our pages sent."""
        sent, secret = request.headers.get(HEADER), session.get(SECRET)
        try:
            g.csrf_valid = bool(sent and secret) and _belongs(sent, secret, current_app.secret_key)
        except ValidationError:
            g.csrf_valid = False
        if g.csrf_valid:
            g.csrf_token = sent  # the forms of this request need no other
        else:
            super().protect(apply_exemptions)


def token() -> str:
    """The token that belongs to this session's secret; made once for each."""
    if SECRET in session and "csrf_token" not in g:
        g.csrf_token = _made(session[SECRET], current_app.secret_key)
    return str(generate_csrf())


@lru_cache(maxsize=REMEMBERED)
def _made(secret: str, signed_with: str) -> str:
    return str(URLSafeTimedSerializer(signed_with, salt=SALT).dumps(secret))


@lru_cache(maxsize=REMEMBERED)
def _belongs(sent: str, _to: str, _signed_with: str) -> bool:
    validate_csrf(sent)
    return True
