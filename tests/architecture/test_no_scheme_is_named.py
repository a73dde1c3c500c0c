"""Schemes are data: no code, no page, no script and no style names one."""

import pytest

from schemes.services import loading
from tests.support.house import PACKAGES, ROOT, shown

WRITTEN_BY_HAND = ("*.py", "*.html", "*.js", "*.css", "*.sh", "*.po", "*.toml", "Makefile")
FOLDERS = (*PACKAGES, "templates", "static/js", "static/css", "tools", "benchmarks", "migrations", "translations")
ALLOWED = ("question_bank/content/", "home/services/demonstration/")
"""Questions belong to a scheme, and the demonstration world plays in one."""


def sources():
    """Every text of the platform in which a scheme could be named."""
    found = [path for folder in FOLDERS for kind in WRITTEN_BY_HAND for path in (ROOT / folder).rglob(kind)]
    found += [path for kind in WRITTEN_BY_HAND for path in ROOT.glob(kind)]
    return [path for path in found if not shown(path).startswith(ALLOWED)]


@pytest.mark.parametrize("code", [path.stem for path in loading.shipped_files()])
def test_no_code_names_a_scheme(code):
    named = [
        f"{shown(path)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if code in line
    ]

    assert named == []
