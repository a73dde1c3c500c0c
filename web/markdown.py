"""Markdown of questions and cases as clean HTML: no raw HTML, no links, own pictures only, Chinese emphasis right."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_cjk_friendly import cjk_friendly

TAGS = frozenset(
    "p br strong em s code pre blockquote ul ol li table thead tbody tr th td h2 h3 h4 hr sub sup img".split()  # noqa: SIM905
)
REMEMBERED = 4096

_PICTURE = re.compile(r"picture:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SOURCE = 'src="picture:'


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 -- markdown-it's name
        """Nothing is fetched from elsewhere: an address names a picture that the platform keeps."""
        return _PICTURE.fullmatch(url) is not None


_markdown = _Markdown("commonmark", {"html": False}).enable(["table", "strikethrough"])
_markdown.disable(["link", "autolink", "reference"])
_markdown.use(cjk_friendly)


def _clean(rendered: str) -> Markup:
    attributes: dict[str, set[str]] = {"img": {"src", "alt"}, "*": set()}
    return Markup(nh3.clean(rendered, tags=set(TAGS), attributes=attributes, url_schemes={"picture"}))  # noqa: S704 -- cleaned here


def fresh_html(text: str) -> Markup:
    """A text of one or more paragraphs that is still being written; nothing of it is remembered."""
    return _clean(_markdown.render(text))


def fresh_inline_html(text: str) -> Markup:
    """The same for a text within a line."""
    return _clean(_markdown.renderInline(text))


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
