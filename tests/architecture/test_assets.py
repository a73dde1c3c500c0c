"""Promises about styles, icons and scripts: what pages name exists, what exists is used, nothing comes from elsewhere."""

import json
import re

import pytest

from tests.support.house import ROOT, TEMPLATES

STATIC = ROOT / "static"
SOURCES = sorted(path for kind in ("css/*.css", "js/**/*.js", "images/*.svg") for path in STATIC.glob(kind))
PLAYER = "\n".join(path.read_text(encoding="utf-8") for path in sorted((STATIC / "js" / "player").glob("*.js")))
PAGES = "\n".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.rglob("*.html")))
ICON = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']|icon(?:_name|After)?\s*[=:]\s*["']([a-z0-9-]+)["']""")
ELSEWHERE = re.compile(r"(?:url\(|@import|fetch\(|from|import)\s*[\"'(]*\s*(?:https?:)?//")


def icons_on_offer() -> set[str]:
    lines = (STATIC / "icons.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def words_of_the_paper() -> set[str]:
    return set(re.findall(r"^  '(\w+)': _\(", (TEMPLATES / "components" / "player.html").read_text(), re.MULTILINE))


def test_every_icon_that_a_page_or_script_names_is_in_the_sprite():
    named = {one or other for one, other in ICON.findall(PAGES + PLAYER)}

    assert sorted(named - icons_on_offer()) == []


def test_every_sentence_that_the_exam_page_says_has_words():
    said = set(re.findall(r"""\bsay\(\s*["'](\w+)["']""", PLAYER))

    assert sorted(said - words_of_the_paper()) == []


def test_every_sentence_of_the_exam_page_is_said():
    prefixes = tuple(re.findall(r"say\(`(\w+_)\$\{", PLAYER))
    literals = set(re.findall(r"""["'](\w+)["']""", PLAYER))
    literals |= {f"{name}One" for name in literals}  # `say` chooses them where the count is one.

    assert sorted(name for name in words_of_the_paper() - literals if not name.startswith(prefixes)) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(STATIC).as_posix())
def test_no_style_or_script_loads_anything_from_elsewhere(path):
    assert ELSEWHERE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(STATIC).as_posix())
def test_a_style_or_script_fits_in_a_head(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_npm_packages_are_pinned_exactly_and_checked_by_their_content():
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert all(facts["integrity"].startswith("sha512-") for name, facts in locked.items() if name)
    assert not any("resolved" in facts for facts in locked.values()), "any registry may serve them"
