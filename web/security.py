"""What every answer carries so that browsers protect the reader, and how often one source may ask."""

from wsgiref.headers import Headers

from flask import Flask, g, request
from flask_limiter import Limiter
from flask_limiter._extension import LimiterContext
from flask_limiter.util import get_remote_address
from werkzeug import Response
from werkzeug.exceptions import BadRequest

from web import limits_storage
from web.cookies import ProvenCookies, ProvenTokens
from web.fields import FORMS, allow_large_files
from web.settings import Settings

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
A_YEAR = 31_536_000
WORKER = "/static/js/player/worker."


class LimitedPages(Limiter):
    """Asks nothing of pages that declare no limit, and remembers nothing of them: there is none for all."""

    _of_the_others = LimiterContext()

    @property
    def context(self) -> LimiterContext:
        """What is remembered during a request."""
        return super().context if "is_limited" in g else self._of_the_others

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:  # noqa: FBT001, FBT002 -- Flask-Limiter's own
        if not in_middleware:
            g.is_limited = True
            super()._check_request_limit(callable_name, in_middleware)


csrf = ProvenTokens()
limiter = LimitedPages(get_remote_address, default_limits=[])


PAPERS = "/attempts/"
"""The pages that come back without a network; their worker may look after them and no others."""


def protect_file(headers: Headers, _path: str, url: str) -> None:
    """The headers of style sheets, scripts and pictures, which no page of the application answers."""
    if url.startswith(WORKER):
        headers["Service-Worker-Allowed"] = PAPERS
        headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def refuse_nul() -> None:
    """No keyboard types NUL and PostgreSQL stores none, so what carries one is refused before anybody looks at it."""
    in_address = "\0" in request.path or b"%00" in request.query_string
    if in_address or (request.mimetype in FORMS and any("\0" in text for _, text in request.form.items(multi=True))):
        raise BadRequest


def set_up_security(app: Flask, settings: Settings) -> None:
    """Cookies, cross-site protection, limits on size and frequency, and the headers."""
    app.config.update(
        SECRET_KEY=settings.signing_key(),
        SESSION_COOKIE_NAME="__Host-session" if settings.is_https else "session",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=1000,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        RATELIMIT_STORAGE_URI=settings.redis_url or f"{limits_storage.SCHEME}://{settings.data_dir / 'limits.sqlite3'}",
        RATELIMIT_HEADERS_ENABLED=False,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
    )
    app.session_interface = ProvenCookies(app)
    app.before_request(allow_large_files)
    app.before_request(refuse_nul)
    csrf.init_app(app)
    limiter.init_app(app)

    secure = {"Strict-Transport-Security": f"max-age={A_YEAR}"} if settings.is_https else {}
    protecting = HEADERS | secure | {"Cache-Control": "no-store"}

    @app.after_request
    def protect(response: Response) -> Response:
        set_already = {name.lower() for name, _ in response.headers}
        response.headers.extend([pair for pair in protecting.items() if pair[0].lower() not in set_already])
        return response
