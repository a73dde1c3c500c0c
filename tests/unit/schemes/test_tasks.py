"""Practical tasks are read with their groups and shares, and wrong ones are refused with the place."""

from pathlib import Path

import pytest

from kernel.errors import BadInput
from schemes.services import reading

COURSE = Path("schemes/crm-course.yaml").read_text(encoding="utf-8")
MISTAKES_IN_TASKS = {
    "shares of more than the whole": ("teacher: 60", "teacher: 70", "scheme_shares"),
    "a group that is smaller than it is": ("least: 6, most: 8", "least: 6, most: 5", "scheme_too_small"),
    "a task of nobody": ("least: 1, most: 1", "least: 0, most: 1", "scheme_too_small"),
    "minutes for a task": ("group: {least: 4, most: 4}", "minutes: 30", "scheme_unknown_key"),
    "a task by no criteria": ("criteria: *criteria", "criteria: []", "scheme_empty"),
    "a goal of no depth": ("          know: {", "          guess: {", "scheme_unknown_key"),
    "a goal left out": (
        "          know: {zh: 了解业务流程的构成, en: Know what a process consists of}\n",
        "",
        "scheme_missing_key",
    ),
}


@pytest.mark.parametrize(("right", "wrong", "code"), MISTAKES_IN_TASKS.values(), ids=MISTAKES_IN_TASKS.keys())
def test_a_wrong_task_is_refused_with_its_name_and_line(right, wrong, code):
    assert right in COURSE

    with pytest.raises(BadInput) as refused:
        reading.read(COURSE.replace(right, wrong, 1), "wrong.yaml")

    assert refused.value.refusal.code == code
    assert refused.value.where.startswith("wrong.yaml:")


def test_a_scheme_without_levels_is_refused():
    with pytest.raises(BadInput) as refused:
        reading.read(COURSE[: COURSE.index("levels:")] + "levels: []\n", "wrong.yaml")

    assert refused.value.refusal.code == "scheme_empty"
