"""What every page shows around its content: the chosen language, icons, addresses of styles and scripts."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from flask import Flask, request
from flask_babel import force_locale, get_translations

from storage.sealing import fingerprint
from web.assets import asset_url, icon
from web.language import language


def same_page_in(wish: str) -> str:
    """The address of this very page in the other language; after a rejected form, of the page it was on."""
    if request.method in {"GET", "HEAD"}:
        return _with_language(request.path, request.query_string.decode("utf-8", "replace"), wish)
    came_from = urlsplit(request.referrer or "")
    path = came_from.path if came_from.netloc == request.host else "/"
    return _with_language(path or "/", came_from.query, wish)


def _with_language(path: str, query: str, wish: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not pair.startswith("lang=")]
    return f"/{path.lstrip('/')}?{'&'.join([*kept, urlencode({'lang': wish})])}"


def page_address(number: int) -> str:
    """The address of another page of the same list, keeping filters and order."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name not in {"page", "lang"}]
    return f"{request.path}?{urlencode([*pairs, ('page', str(number))])}"


def speaking(wish: str) -> Callable[[str], str]:
    """How a text sounds in a language, whatever this page's is; for the one page that carries both."""
    with force_locale(wish):
        speak: Callable[[str], str] = get_translations().ugettext
    return speak


def mark_of(person_id: UUID) -> str:
    """By which a browser tells whether it keeps something of somebody else; it says nothing about who that is."""
    return fingerprint(str(person_id), of="browser")[:16]


def set_up_layout(app: Flask) -> None:
    """Give templates and macros `asset`, `icon`, `language`, `same_page_in`, `page_address`, `speaking`, `mark_of`."""
    app.jinja_env.globals.update(
        asset=asset_url,
        icon=icon,
        language=language,
        same_page_in=same_page_in,
        page_address=page_address,
        speaking=speaking,
        mark_of=mark_of,
    )
