"""The migrations stand in one line, each under its own number, so that every database finds its way to the newest."""

import re

from tests.support.house import ROOT

FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def _said(path, name):
    return re.search(rf'^{name} = (?:"(\w+)"|None)', path.read_text(encoding="utf-8"), re.MULTILINE)[1]


def test_each_migration_follows_the_one_before_it():
    line = [(path.name[:4], _said(path, "revision"), _said(path, "down_revision")) for path in FILES]
    numbers = [f"{number:04}" for number in range(1, len(FILES) + 1)]

    assert line == list(zip(numbers, numbers, [None, *numbers[:-1]], strict=True))
