"""Markdown of questions and cases as clean HTML: no raw HTML, no pictures or links, Chinese emphasis right."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_cjk_friendly import cjk_friendly

TAGS = frozenset(
    "p br strong em s code pre blockquote ul ol li table thead tbody tr th td h2 h3 h4 hr sub sup".split()  # noqa: SIM905
)
REMEMBERED = 4096

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_markdown.disable(["image", "link", "autolink", "reference"])
_markdown.use(cjk_friendly)


@lru_cache(maxsize=REMEMBERED)
def html(text: str) -> Markup:
    """A text of one or more paragraphs."""
    return Markup(nh3.clean(_markdown.render(text), tags=set(TAGS), attributes={}))  # noqa: S704 -- cleaned here


@lru_cache(maxsize=REMEMBERED)
def inline_html(text: str) -> Markup:
    """A text within a line, such as an option."""
    return Markup(nh3.clean(_markdown.renderInline(text), tags=set(TAGS), attributes={}))  # noqa: S704 -- cleaned here
