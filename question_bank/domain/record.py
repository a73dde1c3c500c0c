"""A question as a plain record of texts, the same in files and in the database, and how it is read and written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from kernel.verdict import Refusal
from kernel.words import Words
from question_bank.domain.acceptance import Problem

Record = dict[str, object]
Choice = TypeVar("Choice", bound=StrEnum)

NOTHING = Words("", "")
LANGUAGES = {"zh": Words("中文", "Chinese"), "en": Words("英文", "English")}
LONGEST_TEXT = 20_000
LONGEST_NUMBER, LARGEST_EXPONENT = 40, 15
"""A number that people write; anything longer is meant to do harm."""
_DAMAGE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for a tab and a line break
    r"\u202a-\u202e\u2066-\u2069"  # text that runs backwards
    r"\ud800-\udfff\ufffd-\uffff\ufeff]"  # wrong encodings
)


@dataclass(slots=True)
class Reading:
    """Reads the fields of one record, keeps every problem found, and goes on with a harmless value.

    With `gaps` a text may be there in one language only.
    """

    values: Mapping[str, object]
    path: str = ""
    problems: list[Problem] = field(default_factory=list)
    gaps: bool = False

    def inside(self, values: Mapping[str, object], path: str = "") -> "Reading":
        """Reads something within the record; what is wrong in it counts here."""
        return Reading(values, path or self.path.removesuffix("."), self.problems, self.gaps)

    def refuse(self, name: str, code: str, **params: object) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem(self.path + name, Refusal(code, **params)))

    def knows_only(self, *names: str) -> None:
        """A misspelt field name is a mistake, not something to pass over."""
        for name in self.values:
            if name not in names:
                self.refuse(name, "question_unknown_field", field=name)

    def text(self, name: str) -> str:
        """A text that must be there."""
        return self._clean(name, self.values.get(name))

    def words(self, name: str) -> Words:
        """A text in both languages."""
        value = self.values.get(name)
        if value is None:
            self.refuse(name, "question_missing", field=name)
            return NOTHING
        return self._words(name, value)

    def several_words(self, name: str) -> tuple[Words, ...]:
        """A list of texts in both languages."""
        return tuple(self._words(f"{name}.{number}", value) for number, value in self._numbered(name))

    def parts(self, name: str) -> tuple["Reading", ...]:
        """A list of records; what is wrong in them counts here."""
        inner = []
        for number, value in self._numbered(name):
            if isinstance(value, Mapping):
                inner.append(self.inside(value, f"{self.path}{name}.{number}."))
            else:
                self.refuse(f"{name}.{number}", "question_not_a_record")
        return tuple(inner)

    def part(self, name: str) -> "Reading":
        """A record within the record."""
        value = self.values.get(name)
        if not isinstance(value, Mapping):
            self.refuse(name, "question_not_a_record")
        return self.inside(value if isinstance(value, Mapping) else {}, f"{self.path}{name}.")

    def choice(self, name: str, choices: type[Choice]) -> Choice:
        """One of a closed list of words."""
        said = self.text(name)
        try:
            return choices(said)
        except ValueError:
            if said:
                self.refuse(name, "question_unknown_choice", text=said, choices=", ".join(choices))
            return next(iter(choices))

    def number(self, name: str) -> Decimal:
        """A number; where it cannot be read, a harmless one."""
        value = self.values.get(name)
        said = "" if value is None or isinstance(value, bool) else str(value)
        try:
            number = Decimal(said) if len(said) <= LONGEST_NUMBER else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or (number and abs(number.adjusted()) > LARGEST_EXPONENT):
            self.refuse(name, "question_missing" if value in (None, "") else "question_not_a_number", field=name)
            return Decimal(0)
        return number

    def whole(self, name: str) -> int:
        """A whole number."""
        number = self.number(name)
        if number != number.to_integral_value():
            self.refuse(name, "question_not_a_number", field=name)
        return int(number)

    def _numbered(self, name: str) -> list[tuple[int, object]]:
        value = self.values.get(name)
        if isinstance(value, list | tuple):
            return list(enumerate(value, start=1))
        self.refuse(name, "question_missing" if value is None else "question_not_a_list", field=name)
        return []

    def _words(self, name: str, value: object) -> Words:
        if not isinstance(value, Mapping):
            self.refuse(name, "question_not_bilingual")
            return NOTHING
        for language in value:
            if language not in LANGUAGES:
                self.refuse(f"{name}.{language}", "question_unknown_field", field=language)
        there = any(value.get(language) for language in LANGUAGES)
        zh, en = (
            ""
            if self.gaps and there and not value.get(language)
            else self._language(name, language, value.get(language))
            for language in LANGUAGES
        )
        return Words(zh, en)

    def _language(self, name: str, language: str, value: object) -> str:
        if value is None or value == "":
            self.refuse(f"{name}.{language}", "question_missing_language", language=LANGUAGES[language])
            return ""
        return self._clean(f"{name}.{language}", value)

    def _clean(self, name: str, value: object) -> str:
        if value is None:
            self.refuse(name, "question_missing", field=name)
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            self.refuse(name, "question_not_a_text")
            return ""
        return self._plain(name, str(value))

    def _plain(self, name: str, value: str) -> str:
        text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text:
            self.refuse(name, "question_missing", field=name)
        if len(text) > LONGEST_TEXT:
            self.refuse(name, "question_too_long", most=LONGEST_TEXT)
        if _DAMAGE.search(text):
            self.refuse(name, "question_control_character")
        return text


def both(words: Words) -> Record:
    """Both languages as a record."""
    return {"zh": words.zh, "en": words.en}


def exactly(number: Decimal) -> int | str:
    """A number as people write it, never as a binary fraction."""
    return int(number) if number == number.to_integral_value() else f"{number:f}"
