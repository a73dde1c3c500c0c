"""Every query of the exam room says whether it may see rehearsals: it asks for one thing by its id, or for real ones."""

import ast

import pytest

from tests.support.house import ROOT, shown, tree

READS = frozenset({"Sitting", "Entry", "Attempt"})
REAL = ("real()", "going_by(", "_alive()", "_unused(")
"""What leaves rehearsals out, or asks for them knowingly; rights to sit again are never granted for one."""
OF_ONE = {
    "attempts": {"form_for", "find_attempt", "attempts_of_sitting", "attempts_of", "attempt_rows_of"},
    "cases": {"cases_of"},
    "entries": {
        "_count", "entries_of", "find_entry", "unused_entries", "entered_candidates", "entered_people", "occasions_of",
        "still_to_come",
    },
    "resits": {"was_free"},
    "safeguards": {"attempt_on"},
}  # fmt: skip
"""What is asked of one sitting, one entry, or certain people; real ones are never in a rehearsal."""


def _reads(function: ast.FunctionDef) -> bool:
    """Whether it selects sittings, entries or attempts, or what stands in them."""
    named = (node for node in ast.walk(function) if isinstance(node, ast.Call) and ast.unparse(node.func) == "select")
    return any(ast.unparse(arg).split(".")[0] in READS for call in named for arg in call.args)


@pytest.mark.parametrize("path", sorted((ROOT / "exam" / "queries").glob("*.py")), ids=shown)
def test_every_query_asks_for_one_thing_or_for_real_ones(path):
    functions = [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]
    open_ones = {one.name for one in functions if _reads(one) and not any(sign in ast.unparse(one) for sign in REAL)}

    assert open_ones == OF_ONE.get(path.stem, set())
