"""Walks through every page that somebody can reach by links, as a browser does, without ever sending a form."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.exceptions import HTTPException

ENOUGH = 2
"""So many pages of one kind show one person what there is to see; a bank of questions has hundreds."""
ENOUGH_FOR_ALL = 12
"""So many pages about one thing, such as a paper, or of one search show a company of people what there is to see."""


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(given["href"] or "")


SEVERAL = 2
"""Lists that are narrowed in so many ways at once are of one kind, whatever the ways."""


@dataclass(frozen=True, slots=True)
class Visited:
    """One answer of the platform: where, what kind of page, and what came back."""

    path: str
    endpoint: str
    status: int
    html: str


class Crawler:
    """One person's walk; `visited` grows as it goes."""

    def __init__(self, app: Flask, url: str, context: BrowserContext) -> None:
        self.url = url
        self._public = {name for name, view in app.view_functions.items() if vars(view).get("access") == "public"}
        self._of_things = {rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments}
        self._context = context
        self._addresses = app.url_map.bind(urlsplit(url).netloc)

    def endpoint(self, path: str) -> str:
        """The view behind an address; empty where there is none, as for files of the page."""
        try:
            endpoint, _arguments = self._addresses.match(urlsplit(path).path, method="GET")
        except HTTPException:
            return ""
        return str(endpoint)

    def pages(
        self, starts: Iterable[str], language: str, *, public: bool = True, company: Counter[str] | None = None
    ) -> Iterator[Visited]:
        """Everything reachable from these addresses, at most a few of one kind, in one language.

        What is open to everybody looks alike to everybody, and can be left out. A `company` counts for several people
        the pages about one thing and the searches, and is content with some of each.
        """
        waiting = deque(starts)
        seen, kinds = set(waiting), Counter[Any]()
        company = Counter() if company is None else company
        while waiting:
            page = self.visit(waiting.popleft(), language)
            yield page
            for link in self._links(page):
                kind = self._kind(link)
                wanted = (public or kind[0] not in self._public) and company[kind[0]] < ENOUGH_FOR_ALL
                if wanted and link not in seen and kinds[kind] < ENOUGH:
                    seen.add(link)
                    kinds[kind] += 1
                    company[kind[0]] += kind[0] in self._of_things or kind[1] != ()
                    waiting.append(link)

    def visit(self, path: str, language: str) -> Visited:
        """What one address answers in one language."""
        answer = self._context.request.get(self.url + in_language(path, language))
        is_page = "text/html" in answer.headers.get("content-type", "")
        return Visited(path, self.endpoint(path), answer.status, answer.text() if is_page else "")

    def _kind(self, link: str) -> tuple[str, tuple[str, ...]]:
        names = {name for name, _ in parse_qsl(urlsplit(link).query)}
        return self.endpoint(link), tuple(names) if len(names) < SEVERAL else ("several",)

    def _links(self, page: Visited) -> Iterator[str]:
        reader = _Links()
        reader.feed(page.html)
        for href in reader.found:
            parts = urlsplit(urljoin(self.url + page.path, href))
            query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name != "lang"])
            link = parts.path + (f"?{query}" if query else "")
            if f"{parts.scheme}://{parts.netloc}" == self.url and self.endpoint(link) not in {"", "static"}:
                yield link


def in_language(path: str, language: str) -> str:
    """The address of the same page in that language."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"
