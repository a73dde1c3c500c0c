"""The kinds of question there are, and how deep a knowledge each one asks for."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from kernel.words import Words


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    MATCHING = "matching"
    ORDERING = "ordering"
    NUMERIC = "numeric"
    SHORT_TEXT = "short_text"
    CASE_STUDY = "case_study"


class Cognitive(StrEnum):
    """What a question asks of the candidate, in the three verbs of the field."""

    KNOW = "know"
    UNDERSTAND = "understand"
    MASTER = "master"


KINDS: Mapping[Kind, Words] = MappingProxyType(
    {
        Kind.SINGLE_CHOICE: Words("单项选择题", "Single choice"),
        Kind.MULTIPLE_CHOICE: Words("多项选择题", "Multiple choice"),
        Kind.TRUE_FALSE: Words("判断题", "True or false"),
        Kind.MATCHING: Words("匹配题", "Matching"),
        Kind.ORDERING: Words("排序题", "Ordering"),
        Kind.NUMERIC: Words("计算题", "Numeric"),
        Kind.SHORT_TEXT: Words("填空题", "Short text"),
        Kind.CASE_STUDY: Words("案例分析题", "Case study"),
    }
)
COGNITIVE: Mapping[Cognitive, Words] = MappingProxyType(
    {
        Cognitive.KNOW: Words("了解", "Know"),
        Cognitive.UNDERSTAND: Words("理解", "Understand"),
        Cognitive.MASTER: Words("掌握", "Master"),
    }
)
THEORY = (
    Kind.SINGLE_CHOICE,
    Kind.MULTIPLE_CHOICE,
    Kind.TRUE_FALSE,
    Kind.MATCHING,
    Kind.ORDERING,
    Kind.NUMERIC,
    Kind.SHORT_TEXT,
)
"""The kinds a theory paper is made of."""
