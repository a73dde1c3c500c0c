"""What a search looks through: everything that a candidate would read, in both languages."""

from collections.abc import Iterator, Mapping

from question_bank.domain.record import LANGUAGES

NOT_ASKED = frozenset({"rationale", "rubric", "background", "group"})
"""Parts of a record that say nothing of what the question itself asks, or say it at great length."""


def searchable(record: Mapping[str, object]) -> str:
    """The texts of a record in small letters, each on a line."""
    parts = (part for name, part in record.items() if name not in NOT_ASKED)
    return "\n".join(text for part in parts for text in _texts(part)).lower()


def _texts(part: object) -> Iterator[str]:
    match part:
        case dict() if any(isinstance(part.get(language), str) for language in LANGUAGES):
            yield from (str(part[language]) for language in LANGUAGES if language in part)
        case dict():
            for inner in part.values():
                yield from _texts(inner)
        case list():
            for inner in part:
                yield from _texts(inner)
