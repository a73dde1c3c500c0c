"""What the documents draw is what the code does."""

import pytest

from kernel.lifecycle import Lifecycle
from tests.support.house import ROOT, everything_in_domains
from tools import draw


@pytest.mark.parametrize("name", list(draw.PAGES))
def test_the_drawn_document_says_what_the_code_says(platform, name):
    drawn = (ROOT / "docs" / name).read_text(encoding="utf-8")

    assert drawn == draw.PAGES[name](), "run .venv/bin/python tools/draw.py"


def test_every_lifecycle_of_a_domain_is_drawn():
    drawn = (ROOT / "docs" / "lifecycles.md").read_text(encoding="utf-8")
    tables = everything_in_domains(Lifecycle)

    assert tables
    assert [name for name, table in tables.items() if table.as_mermaid() not in drawn] == []


@pytest.mark.parametrize("table", list(everything_in_domains(Lifecycle).values()), ids=lambda table: table.of)
def test_every_state_of_a_lifecycle_can_be_reached_and_every_move_can_be_made(table):
    states, moves = type(table.begins), {type(move) for _, move in table.moves}
    reached, waiting = {table.begins}, [table.begins]
    while waiting:
        here = waiting.pop()
        for (state, _), then in table.moves.items():
            if state == here and then not in reached:
                reached.add(then)
                waiting.append(then)

    assert reached == set(states)
    assert {move for kind in moves for move in kind} == {move for _, move in table.moves}


def test_the_glossary_and_the_drawn_documents_are_linked_from_the_architecture():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

    assert [name for name in ("glossary.md", "operations.md", "dependencies.md", *draw.PAGES) if name not in text] == []


def test_every_dependency_has_its_line():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [name.split(">")[0].split("=")[0].split("[")[0].split("<")[0] for name in wanted]
    said = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")

    assert [name for name in names if f"| {name} |" not in said] == []


def test_every_setting_is_explained():
    from web.settings import Settings

    said = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in said] == []


def test_every_package_stands_on_the_map_of_the_readme():
    from tests.support.house import PACKAGES

    said = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [package for package in PACKAGES if f"{package}/" not in said] == []


def test_every_decision_is_short_enough_to_be_read():
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert records
    assert [path.name for path in records if len(path.read_text(encoding="utf-8").splitlines()) >= 30] == []
