"""Questions that nobody wrote: every kind, with whatever signs people may type."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from kernel.words import Words
from question_bank.domain.kind import Cognitive
from question_bank.domain.numeric import Tolerance, Unit
from question_bank.domain.question import (
    Group,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    ShortText,
    SingleChoice,
    TrueFalse,
)

signs = st.characters(
    exclude_categories=("Cc", "Cs", "Cn", "Co"),
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffd",
)
texts = st.text(signs, min_size=1, max_size=30).map(str.strip).filter(bool)
lines = st.lists(texts, min_size=1, max_size=3).map("\n".join).map(str.strip)
stems = st.builds(
    Words, lines.map("问题".__add__), lines.map(lambda text: "Which one is right, given that " * 2 + text)
)
distinct = st.integers(4, 5).flatmap(
    lambda count: st.tuples(*[st.builds(Words, texts, texts)] * count).map(
        lambda found: tuple(Words(f"{n}、{each.zh}", f"({n}) {each.en}") for n, each in enumerate(found))
    )
)


@st.composite
def contents(draw):
    stem, options = draw(stems), draw(distinct)
    units = tuple(Unit(sign=sign, factor=Fraction(1, 60) ** place) for place, sign in enumerate(options[:3]))
    several = draw(st.frozensets(st.integers(0, len(options) - 1), min_size=2, max_size=len(options) - 1))
    return draw(
        st.sampled_from(
            [
                SingleChoice(stem=stem, options=options, correct=min(several)),
                MultipleChoice(stem=stem, options=options, correct=several),
                TrueFalse(stem=stem, correct=len(several) == 2),
                Matching(stem=stem, prompts=options, options=options, correct=(0,) * len(options)),
                Ordering(stem=stem, options=options, correct=tuple(reversed(range(len(options))))),
                Numeric(stem=stem, correct=Decimal(len(several)), tolerance=Tolerance(percent=True)),
                Numeric(stem=stem, correct=Decimal("-0.5"), tolerance=Tolerance(size=Decimal("0.1")), units=units),
                ShortText(stem=stem, accepted=("帕累托图", "KPI 1", "=1+1")[: len(several)]),
            ]
        )
    )


questions = st.lists(
    st.builds(
        Question,
        id=st.from_regex(r"L3-[A-Z]{3}-[0-9]{1,4}", fullmatch=True),
        function=st.sampled_from(["overview", "communication"]),
        cognitive=st.sampled_from(Cognitive),
        difficulty=st.integers(1, 99).map(lambda percent: percent / 100),
        content=contents(),
        rationale=st.builds(Words, lines, lines),
        group=st.none(),
    ),
    max_size=4,
    unique_by=lambda question: question.id,
)


def grouped(questions, text):
    """All on one case text, one after the other."""
    return [
        replace(question, group=Group(id="G-1", number=number, text=text))
        for number, question in enumerate(questions, start=1)
    ]
