"""Every package reads like the others: one sentence to open with, small modules, names that mean something."""

import ast
import re

import pytest

from tests.support.house import OWN, PACKAGES, ROOT, modules_in, shown, source_modules, tree

LONGEST = 300
VAGUE = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers", "tools"})
GENERATED = ("migrations",)
MOVES = frozenset({"move", "moves"})

openings = [path for path in modules_in(*PACKAGES) if path.name == "__init__.py"]
everything = [ROOT / "app.py", *modules_in(*OWN)]


@pytest.mark.parametrize("path", openings, ids=shown)
def test_a_package_opens_with_one_sentence_and_nothing_else(path):
    body = tree(path).body

    assert len(body) == 1, "a re-export would pull Flask into the pure domain"
    assert ast.get_docstring(tree(path))


def test_every_folder_of_modules_opens_like_a_package():
    folders = {path.parent for path in modules_in(*PACKAGES)}

    assert [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_every_module_says_what_it_is_about_in_its_first_line():
    silent = [shown(path) for path in everything if not ast.get_docstring(tree(path))]

    assert silent == []


def test_a_module_fits_in_a_head():
    long = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in everything}

    assert {path: lines for path, lines in long.items() if lines > LONGEST} == {}


def test_no_module_has_a_name_that_would_take_in_anything():
    names = {shown(path): {path.stem, *path.relative_to(ROOT).parts[1:-1]} for path in everything}

    assert [path for path, parts in names.items() if parts & VAGUE and path.split("/")[0] != "tools"] == []


def _assignments_of_state(path):
    """Where `something.state = …` stands outside a method named after the move it makes."""
    inside = {
        id(inner)
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef) and function.name in MOVES
        for inner in ast.walk(function)
    }
    for node in ast.walk(tree(path)):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) else ():
            if isinstance(target, ast.Attribute) and target.attr == "state" and id(node) not in inside:
                yield f"{shown(path)}:{node.lineno}"


def test_only_a_lifecycle_moves_a_state():
    """A state is assigned in the `move` of a row and nowhere else, so no state can be reached around the table."""
    assert [place for path in source_modules() for place in _assignments_of_state(path)] == []


def test_every_move_of_a_row_asks_its_lifecycle():
    careless = []
    for path in source_modules():
        for function in ast.walk(tree(path)):
            if not (isinstance(function, ast.FunctionDef) and function.name in MOVES):
                continue
            text = ast.unparse(function)
            if ".state =" in text and not re.search(r"\.state = [A-Z_]+\.after\(", text):
                careless.append(f"{shown(path)}:{function.lineno}")

    assert careless == []


def test_only_the_one_transaction_commits():
    """Saving an answer has its own statement in autocommit; nothing else ends a transaction by hand."""
    calls = re.compile(r"session\.(commit|rollback)\(")
    committing = [shown(path) for path in source_modules() if calls.search(path.read_text(encoding="utf-8"))]

    assert committing == ["storage/transaction.py"]


def test_no_floating_point_in_marks():
    """Marks and scores are Decimal or Fraction: `float` stands neither in grading nor in certificates."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in modules_in("grading", "certificates")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id == "float"
    ]

    assert found == []


def test_every_test_module_is_a_list_of_sentences():
    short = [
        f"{shown(path)}: {node.name}"
        for path in modules_in("tests")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]

    assert short == []
