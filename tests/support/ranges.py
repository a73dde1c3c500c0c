"""A scheme that ships, but with level-3 papers whose single choices are told by ranges."""

import re

from schemes.services import loading, reading

SUMS = """      questions: 60
      sums:
        kinds: {single_choice: 40}
        cognitive: {know: 18-22}
        functions: {overview: 12}
"""


def ranged_text(code: str = "csm-guangdong", **said: str) -> str:
    """Its text, with other values for what it says at the top."""
    text = reading.text_of(loading.SHIPPED / f"{code}.yaml")
    for key, value in said.items():
        text = re.sub(rf"(?m)^{key}: .*$", f"{key}: {value}", text, count=1)
    for before, after in (
        (
            "single_choice: {know: 3, understand: 3, master: 2}",
            "single_choice: {know: 2-4, understand: 2-4, master: 1-3}",
        ),
        (
            "single_choice: {know: 2, understand: 3, master: 2}",
            "single_choice: {know: 1-3, understand: 2–4, master: 2}",
        ),
        ("      cells:\n", SUMS + "      cells:\n"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    return text
