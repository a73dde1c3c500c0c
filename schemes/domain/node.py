"""A place in a scheme file: a value together with where it stands, so that a mistake can be told by its line."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from kernel.errors import BadInput
from kernel.verdict import Refusal
from kernel.words import Words

SPAN = re.compile(r"([0-9]{1,4})\s*[-–]\s*([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Node:
    """A value, its path inside the file (such as "levels.3.conditions.1"), and the file with the line.

    Mappings and lists that know the lines of their items (as the YAML reader's do) hand them on; stored ones need not.
    """

    value: Any
    path: str = ""
    file: str = ""
    line: int = 0

    def refuse(self, code: str, **params: object) -> NoReturn:
        """Stop here and say where: the file and line, or the path inside a stored scheme."""
        where = f"{self.file}:{self.line}" if self.file else self.path
        raise BadInput(Refusal(code, **params), where=where)

    def _line_of(self, key: Any) -> int:
        places = getattr(getattr(self.value, "lc", None), "data", None) or {}
        return places[key][0] + 1 if key in places else self.line

    def _child(self, key: Any, name: str) -> "Node":
        path = f"{self.path}.{name}" if self.path else name
        return Node(self.value[key], path, self.file, self._line_of(key))

    def only(self, *allowed: str) -> None:
        """Refuse a mapping with keys that mean nothing here, such as a misspelt one."""
        self._must_be(dict, "mapping")
        for key in self.value:
            if str(key) not in allowed:
                self._child(key, str(key)).refuse("scheme_unknown_key", key=str(key), allowed=", ".join(allowed))

    def has(self, key: str) -> bool:
        """Whether the mapping has this key."""
        return isinstance(self.value, dict) and key in self.value

    def at(self, key: str) -> "Node":
        """The value of a key that must be there."""
        self._must_be(dict, "mapping")
        if key not in self.value:
            self.refuse("scheme_missing_key", key=key)
        return self._child(key, key)

    def items(self, name_by: str = "") -> Iterator["Node"]:
        """The items of a list; `name_by` is the key by which an item is named in paths."""
        self._must_be(list, "list")
        for index, item in enumerate(self.value):
            name = str(item[name_by]) if isinstance(item, dict) and name_by in item else str(index + 1)
            yield self._child(index, name)

    def entries(self) -> Iterator[tuple[str, "Node"]]:
        """Keys and values of a mapping, keys as text."""
        self._must_be(dict, "mapping")
        for key in self.value:
            yield str(key), self._child(key, str(key))

    def text(self) -> str:
        """A text that is not empty."""
        self._must_be(str, "text")
        if not self.value.strip():
            self.refuse("scheme_empty")
        return str(self.value).strip()

    def whole(self, least: int = 0) -> int:
        """A whole number of at least `least`."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.refuse("scheme_wrong_type", expected=Refusal("scheme_expected_whole_number"))
        if self.value < least:
            self.refuse("scheme_too_small", least=least)
        return int(self.value)

    def span(self) -> tuple[int, int]:
        """A whole number of zero or more, twice; or two of them written "2-4"."""
        if not isinstance(self.value, str):
            number = self.whole()
            return number, number
        written = SPAN.fullmatch(self.value.strip())
        if written is None:
            self.refuse("scheme_wrong_type", expected=Refusal("scheme_expected_span"))
        least, most = map(int, written.groups())
        if least > most:
            self.refuse("scheme_span_backwards")
        return least, most

    def yes_or_no(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self.refuse("scheme_wrong_type", expected=Refusal("scheme_expected_yes_or_no"))
        return self.value

    def exact(self, *, above: int = -1) -> Decimal:
        """A number of zero or more, or above what is named, kept exactly as it is written."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int | float):
            self.refuse("scheme_wrong_type", expected=Refusal("scheme_expected_number"))
        try:
            number = Decimal(str(self.value))
        except InvalidOperation:
            self.refuse("scheme_wrong_type", expected=Refusal("scheme_expected_number"))
        if not number.is_finite() or number < 0 or number <= above:
            self.refuse("scheme_wrong_type", expected=Refusal("scheme_expected_number"))
        return number

    def day(self) -> date:
        """A calendar day written YYYY-MM-DD."""
        try:
            return date.fromisoformat(str(self.value))
        except ValueError:
            self.refuse("scheme_wrong_type", expected=Refusal("scheme_expected_date"))

    def words(self) -> Words:
        """A text in both languages."""
        self.only("zh", "en")
        return Words(zh=self.at("zh").text(), en=self.at("en").text())

    def one_of(self, allowed: Collection[str]) -> str:
        """One of a closed list of words."""
        if self.value not in allowed:
            self.refuse("scheme_not_allowed", value=str(self.value), allowed=", ".join(allowed))
        return str(self.value)

    def _must_be(self, kind: type, expected: str) -> None:
        if not isinstance(self.value, kind):
            self.refuse("scheme_wrong_type", expected=Refusal(f"scheme_expected_{expected}"))
