"""Promises about all pages: each says who may open it, reading and writing never share an address, none disappears."""

import os
from collections import defaultdict
from pathlib import Path

from web.errors import PAGES

ROUTES = Path(__file__).with_name("routes.txt")
READING, WRITING = {"GET", "HEAD"}, {"POST", "PUT", "PATCH", "DELETE"}


def _rules(platform):
    return [rule for rule in platform.url_map.iter_rules() if rule.endpoint != "static"]


def _routes(platform) -> list[str]:
    """One line for each address and method: who may, which view."""
    lines = []
    for rule in _rules(platform):
        access = vars(platform.view_functions[rule.endpoint]).get("access", "?")
        lines += [
            f"{method:6} {rule.rule}  [{access}]  {rule.endpoint}"
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        ]
    return sorted(lines, key=lambda line: line.split()[1::-1])


def test_every_page_says_who_may_use_it(platform):
    silent = [name for name, view in platform.view_functions.items() if name != "static" and "access" not in vars(view)]

    assert silent == []


def test_no_view_both_reads_and_writes(platform):
    """A form is shown at GET /things/new and sent to POST /things, which a list at GET /things may share."""
    both = [rule.rule for rule in _rules(platform) if rule.methods & READING and rule.methods & WRITING]
    views = defaultdict(set)
    for rule in _rules(platform):
        views[rule.endpoint] |= rule.methods

    assert both == []
    assert [name for name, known in views.items() if known & READING and known & WRITING] == []


def test_addresses_name_things_by_unguessable_ids(platform):
    """A running number in an address invites to try the next one."""
    guessable = [rule.rule for rule in _rules(platform) if "<int:" in rule.rule and "<uuid:" not in rule.rule]

    assert [rule for rule in guessable if "level" not in rule] == []


def test_every_address_leads_to_one_view(platform):
    views = defaultdict(set)
    for rule in _rules(platform):
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            views[method, rule.rule].add(rule.endpoint)

    assert {place: names for place, names in views.items() if len(names) > 1} == {}


def test_every_place_in_the_navigation_is_a_page(platform):
    from web.navigation import _places

    assert [place.endpoint for place in _places if place.endpoint not in platform.view_functions] == []


def test_every_error_page_has_its_template():
    from tests.support.house import TEMPLATES

    assert [status for status in PAGES if not (TEMPLATES / "errors" / f"{status}.html").exists()] == []


def test_no_address_disappears_unnoticed(platform):
    """The list is kept in routes.txt; UPDATE_ROUTES=1 writes it anew, and the change is then there to be read."""
    now = "\n".join(_routes(platform)) + "\n"
    if os.environ.get("UPDATE_ROUTES"):
        ROUTES.write_text(now, encoding="utf-8")

    assert ROUTES.read_text(encoding="utf-8").splitlines() == now.splitlines()
