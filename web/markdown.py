"""Markdown of questions and cases as clean HTML: no raw HTML, no links, own pictures only, Chinese emphasis right."""

from functools import lru_cache

import nh3
from markupsafe import Markup

from documents.markdown import rendered, rendered_inline

TAGS = frozenset(
    "p br strong em s code pre blockquote ul ol li table thead tbody tr th td h2 h3 h4 hr sub sup img".split()  # noqa: SIM905
)
REMEMBERED = 4096

_SOURCE = 'src="picture:'


def _clean(written: str) -> Markup:
    attributes: dict[str, set[str]] = {"img": {"src", "alt"}, "*": set()}
    return Markup(nh3.clean(written, tags=set(TAGS), attributes=attributes, url_schemes={"picture"}))  # noqa: S704 -- cleaned here


def fresh_html(text: str) -> Markup:
    """A text of one or more paragraphs that is still being written; nothing of it is remembered."""
    return _clean(rendered(text))


def fresh_inline_html(text: str) -> Markup:
    """The same for a text within a line."""
    return _clean(rendered_inline(text))


@lru_cache(maxsize=REMEMBERED)
def html(text: str) -> Markup:
    """A text of one or more paragraphs."""
    return fresh_html(text)


@lru_cache(maxsize=REMEMBERED)
def inline_html(text: str) -> Markup:
    """A text within a line, such as an option."""
    return fresh_inline_html(text)


def with_pictures(text: str, folder: str) -> Markup:
    """HTML from here with its pictures where this reader may fetch them."""
    return Markup(str(text).replace(_SOURCE, f'src="{folder}'))  # noqa: S704 -- cleaned above
