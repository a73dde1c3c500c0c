"""Filling in the form for evidence as a browser without scripts does: one page after the other."""

from typing import Any

from werkzeug.test import TestResponse

from tests.support.people import Visitor


def fills_in(somebody: Visitor, kind: str, answers: dict[str, Any], *, on_the_way: str = "") -> TestResponse:
    """Answer every question about one piece of evidence; the last answer of the platform, or the first that objects."""
    page = somebody.get(f"/evidence/{kind}/new{on_the_way}")
    while "/new/" in page.location:
        step = page.location.rsplit("/", 1)[1].split("?", 1)[0]
        page = somebody.post(f"/evidence/{kind}/answers/{step}{on_the_way}", answers)
        if page.status_code != 302:
            break
    return page
