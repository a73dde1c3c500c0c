"""HTML and plain texts of other systems as our Markdown: nothing of it runs, nothing is fetched."""

import html
import re

import nh3
from bs4 import Tag
from markdownify import ATX, MarkdownConverter

from question_bank.domain.pictures import PREFIX

KEPT = frozenset(
    "p div br hr span strong b em i u s del code pre blockquote ul ol li dl dt dd sub sup img "  # noqa: SIM905
    "table caption thead tbody tfoot tr th td h1 h2 h3 h4 h5 h6".split()
)
ATTRIBUTES = {"img": {"alt", "src"}, "td": {"colspan"}, "th": {"colspan"}}
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SIGNS = re.compile(r"[\\`*]|(?<![^\W_])_|_(?![^\W_])|!(?=\[)|~(?=~)|&(?=#?\w+;)")
_STARTS = re.compile(
    r"^[ \t]*(?:(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|[-=|:](?=[-=|: \t]*$))|(\d{1,9})([.)](?=\s|$)))", re.MULTILINE
)
_ONE_PARAGRAPH = re.compile(r"\s*<(p|div)(?:\s[^<>]*)?>([^<>]*)</\1>\s*")


def plain_markdown(text: str) -> str:
    """HTML as Markdown: paragraphs, emphasis, lists and tables stay; a picture leaves its words."""
    one = _ONE_PARAGRAPH.fullmatch(text)
    inner = one[2] if one else text
    if "<" not in inner:
        return escaped(" ".join(html.unescape(inner).split()))
    clean = nh3.clean(text, tags=set(KEPT), attributes=ATTRIBUTES, url_schemes={"picture"})
    try:
        return str(_converter.convert(clean)).strip()
    except RecursionError:
        return escaped(" ".join(html.unescape(nh3.clean(clean, tags=set())).split()))


def escaped(text: str) -> str:
    """A text without any markup, so that Markdown shows it as it is."""
    return _STARTS.sub(_at_start, _SIGNS.sub(r"\\\g<0>", text))


def _at_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


class _Converter(MarkdownConverter):
    """As the library has it, but with our escapes, and without what our Markdown does not know."""

    def escape(self, text: str, _around: set[str]) -> str:
        """Our way of escaping."""
        return escaped(text)

    def convert_img(self, node: Tag, _text: str, parent_tags: set[str]) -> str:
        """A picture of ours; of one that is not here the words, so that an author sees what is missing."""
        words, address = " ".join(str(node.get("alt") or "").split()), str(node.get("src") or "")
        return f"![{words}]({address})" if address.startswith(PREFIX) else f"[图 / picture: {words or '?'}]"

    def convert_sup(self, _node: Tag, text: str, parent_tags: set[str]) -> str:
        """Raised as far as there are signs for it."""
        raised = text.translate(RAISED)
        return raised if not set(raised) & set(text) else f"^{text}"

    def convert_sub(self, _node: Tag, text: str, parent_tags: set[str]) -> str:
        """Lowered as far as there are signs for it."""
        lowered = text.translate(LOWERED)
        return lowered if not set(lowered) & set(text) else f"\\_{text}"

    def convert_td(self, node: Tag, text: str, parent_tags: set[str]) -> str:
        """A cell, in which the sign between cells is no such sign."""
        return str(super().convert_td(node, text.replace("|", "\\|"), parent_tags))  # type: ignore[misc]

    convert_th = convert_td


_converter = _Converter(heading_style=ATX, bullets="-")
