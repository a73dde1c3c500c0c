"""The pages and commands of the bank when it holds what comes with the platform."""

import json
from io import BytesIO

import pytest

from question_bank import queries
from question_bank.domain.bank import Wanted
from storage.database import db
from tests.support.databases import Databases


@pytest.fixture
def database_url(databases: Databases, furnished_database: str) -> str:
    return databases.begin_with(furnished_database)


@pytest.fixture
def numbered(app):
    """The questions of the bank by their authors' numbers."""
    with app.app_context():
        return {row.question.external_id: row for row in db.session.scalars(queries.latest_versions(Wanted()))}


def test_the_list_is_narrowed_by_what_the_reader_looks_for(registrar):
    nothing = "没有符合条件的试题"
    for query, found, missed in [
        ("q=ove-001", "L3-OVE-001", "L3-COM-001"),
        ("function=communication", "L3-COM-001", "L3-OVE-001"),
        ("kind=case_study", "L3-CASE-001", "L3-COM-001"),
        ("level=csm-national/3&kind=true_false&cognitive=know", "L3-", "L3-CASE-001"),
        ("state=draft", nothing, "L3-COM-001"),
        ("kind=nonsense&level=x", "L3-COM-001", nothing),
        ("q=%25_%27", nothing, "L3-COM-001"),
    ]:
        page = registrar.get(f"/questions?{query}")
        assert found in page.text, query
        assert missed not in page.text, query


def test_the_coverage_page_says_that_every_cell_is_deep_enough(registrar):
    assert "每一格的题量都已足够" in registrar.get("/questions/coverage").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_there_in_both_languages(registrar, numbered, language):
    question, case = numbered["L3-COM-001"], numbered["L3-CASE-001"]
    for url in (
        "/questions",
        "/questions/coverage",
        "/question-imports/new",
        f"/questions/{question.question_id}",
        f"/questions/{case.question_id}",
    ):
        page = registrar.get(f"{url}?lang={language}")
        assert page.status_code == 200
    assert ("评分标准" if language == "zh" else "Rubric") in page.text


def test_what_is_listed_can_be_taken_home_and_brought_back(registrar):
    exported = registrar.get("/questions/export/xlsx?function=communication")
    assert exported.headers["Content-Disposition"].startswith("attachment")
    fields = {
        "file": (BytesIO(exported.data), "q.xlsx"), "level": "csm-national/3", "function": "",
        "cognitive": "understand", "difficulty": "0.6", "reason": "again",
    }  # fmt: skip
    preview = registrar.get(registrar.post("/question-imports", fields).location)

    assert "文件中的试题均已在题库中" in preview.text
    assert registrar.get("/question-imports/template").data[:2] == b"PK"


def test_what_goes_out_to_excel_comes_in_unchanged(app, tmp_path):
    def run(command):
        return json.loads(app.test_cli_runner().invoke(args=["bank", command, str(tmp_path / "bank.xlsx")]).stdout)

    exported = run("export")["exported"]
    outcome = run("import")

    assert exported > 100
    assert (outcome["imported"], outcome["unchanged"], outcome["skipped"]) == (0, exported, [])
