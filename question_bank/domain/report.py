"""A problem with a question, reported by somebody who had it before them."""

from enum import StrEnum


class Source(StrEnum):
    """Who reported it; never which person."""

    CANDIDATE = "candidate"
    INVIGILATOR = "invigilator"


LONGEST_REPORT = 1000
MOST_REPORTS = 3
"""So often one question of one attempt may be reported."""
