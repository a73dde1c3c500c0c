"""Every table that leaves the house is known here, so that a new one is tried with formulas as well."""

import re
from pathlib import Path

from web.settings import ROOT

LEAVING = {
    "centres.roster_template": "holds nothing that anybody entered",
    "centres.progress_workbook": "centres/test_hostile_files.py",
    "centres.corrections": "centres/test_hostile_files.py",
    "exam.incidents_csv": "exam/test_incidents.py",
    "exam.incidents_xlsx": "exam/test_incidents.py",
    "question_bank.export": "question_bank/test_pages.py",
    "question_bank.template": "holds nothing that anybody entered",
}
"""Each with the place where formulas in it are tried."""
PAGES = {"question_bank.export_choice"}
"""Named like these, but no table."""
WRITERS = {
    "centres/services/workbooks.py",
    "exam/services/incident_table.py",
    "question_bank/services/formats/excel_file.py",
}
MAKES_TABLES = re.compile(r"xlsxwriter|openpyxl|csv\.(?:writer|DictWriter)|text/csv|tablib|pandas")
NAMED = re.compile(r"xlsx|csv|export|template|workbook|corrections|spreadsheet")


def test_a33_every_address_that_gives_a_table_is_tried_with_formulas(app):
    found = {rule.endpoint for rule in app.url_map.iter_rules() if NAMED.search(f"{rule.rule} {rule.endpoint}")}

    assert found - PAGES == set(LEAVING)
    for place in set(LEAVING.values()):
        if place.endswith(".py"):
            assert "test_a33_" in (ROOT / "tests" / "integration" / place).read_text(encoding="utf-8")


def test_a33_only_known_places_write_tables():
    packages = [path for path in ROOT.iterdir() if (path / "__init__.py").exists() and path.name != "tests"]
    writing = {
        path.relative_to(ROOT).as_posix()
        for package in packages
        for path in package.rglob("*.py")
        if MAKES_TABLES.search(_code_of(path))
    }

    assert {path for path in writing if "demonstration" not in path} == WRITERS


def _code_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
