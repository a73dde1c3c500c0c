"""Chinese first, English always: which language this reader gets, and how it is chosen."""

from functools import lru_cache

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale
from werkzeug import Response
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = ("zh", "en")
COOKIE = "language"
A_YEAR = 365 * 24 * 3600

babel = Babel()


def chosen() -> str:
    """By the address (`?lang=`), else the cookie, else the browser's wish, else Chinese."""
    if not has_request_context():
        return LANGUAGES[0]
    g.spoken = _wished()
    return str(g.spoken)


def _wished() -> str:
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish in LANGUAGES:
            return wish
    return _best(request.headers.get("Accept-Language"))


@lru_cache(maxsize=1024)
def _best(accepted: str | None) -> str:
    languages = parse_accept_header(accepted, LanguageAccept)
    best = languages.best_match(["zh", "zh-CN", "zh-Hans", "zh-TW", "zh-HK", "en", "en-US", "en-GB"])
    return "en" if best and best.startswith("en") else "zh"


def language() -> str:
    """The language in force here, "zh" or "en", also in commands and jobs."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def set_up_languages(app: Flask) -> None:
    """Choose per request where something is said, and remember a choice made by the address."""
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES[0]
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    babel.init_app(app, locale_selector=chosen)

    @app.after_request
    def remember(response: Response) -> Response:
        wish = request.args.get("lang") if request.query_string else None
        if wish in LANGUAGES and request.cookies.get(COOKIE) != wish:
            response.set_cookie(COOKIE, wish, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
        if spoken := g.get("spoken"):
            response.headers["Content-Language"] = spoken
        return response
