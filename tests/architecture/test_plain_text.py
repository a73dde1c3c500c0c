"""No template says anything that cannot be said in the other language."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import nodes

from tests.support.house import leads_to, parsed, shown, templates

WORD = re.compile(r"[A-Za-z]{2,}|[㐀-鿿]+")
SAME_EVERYWHERE = frozenset({"English", "PDF", "CSV", "XLSX", "QR", "UTC", "KB", "MB", "kB", "SHA", "Excel", "YAML"})
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in {"script", "style"}
        if dict(attrs).get("type") != "application/json":
            self.found += [
                value for name, value in attrs if name in {"alt", "title", "aria-label", "placeholder"} and value
            ]

    def handle_endtag(self, tag):
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self._hidden:
            self.found.append(data)


def _written_out(environment, path) -> list[str]:
    """The words that stand in the template itself, neither in a tag nor handed through a translation."""
    whole = parsed(environment, path)
    classes = {id(part) for block in whole.find_all(nodes.Block) if block.name == "page_class" for part in block.body}
    pieces = [
        part.data if isinstance(part, nodes.TemplateData) else HOLE
        for output in whole.find_all(nodes.Output)
        if id(output) not in classes
        for part in output.nodes
    ]
    reader = _Texts()
    reader.feed(re.sub(f"<(/?){HOLE}", r"<\1div", "".join(pieces)))
    reader.close()
    return [word for text in reader.found for word in WORD.findall(text) if word not in SAME_EVERYWHERE]


@pytest.mark.parametrize("path", templates(), ids=shown)
def test_a_page_has_no_words_outside_of_translations(platform, path):
    if leads_to(platform.jinja_env, path) or path.parent.name == "components":
        assert _written_out(platform.jinja_env, path) == []
