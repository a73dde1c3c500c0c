"""Markdown of questions and cases as HTML: no raw HTML, no links, own pictures only, Chinese emphasis right."""

import re

from markdown_it import MarkdownIt
from mdit_py_cjk_friendly import cjk_friendly

_PICTURE = re.compile(r"picture:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 -- markdown-it's name
        """Nothing is fetched from elsewhere: an address names a picture that the platform keeps."""
        return _PICTURE.fullmatch(url) is not None


_markdown = _Markdown("commonmark", {"html": False}).enable(["table", "strikethrough"])
_markdown.disable(["link", "autolink", "reference"])
_markdown.use(cjk_friendly)


def rendered(text: str) -> str:
    """A text of one or more paragraphs as well-formed HTML."""
    return str(_markdown.render(text))


def rendered_inline(text: str) -> str:
    """A text within a line, such as an option."""
    return str(_markdown.renderInline(text))
