"""What a reader sees of a page, apart from names and content that keep their own language."""

import re
from html.parser import HTMLParser

CHINESE = re.compile(r"[㐀-鿿　-〿！-～]+")
UNSEEN = frozenset({"script", "style", "template", "noscript"})
ALONE = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
SPOKEN = ("alt", "aria-label", "placeholder", "title")
OWN_WORDS = "content-text"
"""The class of elements that hold what people or question writers wrote."""


class _Reader(HTMLParser):
    def __init__(self, marked: str) -> None:
        super().__init__(convert_charrefs=True)
        self._marked = marked
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        hidden = (
            tag in UNSEEN
            or (given.get("lang", "").startswith(self._marked) and tag != "html")
            or OWN_WORDS in given.get("class", "").split()
        )  # fmt: skip
        if not hidden and not self._is_hidden():
            self.texts += [given[name] for name in SPOKEN if given.get(name)]
            if tag == "input" and given.get("type") in {"submit", "button"}:
                self.texts.append(given.get("value", ""))
        if tag not in ALONE:
            self._open.append((tag, hidden or tag == "textarea"))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, _ = self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_hidden():
            self.texts.append(" ".join(data.split()))

    def _is_hidden(self) -> bool:
        return any(hidden for _, hidden in self._open)


def visible_texts(html: str, *, marked: str = "zh") -> list[str]:
    """Every text of a page that is shown or read out, without scripts, without what is marked as being in another
    language (lang="zh…") and without what people wrote (class "content-text", and what stands in a textarea).
    """
    reader = _Reader(marked)
    reader.feed(html)
    reader.close()
    return reader.texts


def chinese_in(html: str, *names: str) -> list[str]:
    """The visible texts of a page that hold Chinese although nothing marks it; `names` are expected."""
    found = []
    for text in visible_texts(html):
        rest = text
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        if CHINESE.search(rest):
            found.append(text)
    return found
