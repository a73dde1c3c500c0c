"""A scheme says whether the exam page has a calculator."""

import pytest

from kernel.errors import BadInput
from schemes.services import loading, reading

[FILE] = [path for path in loading.shipped_files() if path.stem == "csm-national"]
MINUTES = "        minutes: 90\n"


def read(line: str):
    text = FILE.read_text(encoding="utf-8").replace(MINUTES, MINUTES + line, 1)
    return next(iter(reading.read(text, FILE.name).levels.values())).components["theory"]


def test_a_component_has_a_calculator_only_where_the_scheme_says_so():
    assert [read(line).calculator for line in ("", "        calculator: true\n", "        calculator: false\n")] == [
        False,
        True,
        False,
    ]


def test_anything_else_is_refused():
    with pytest.raises(BadInput):
        read("        calculator: scientific\n")
