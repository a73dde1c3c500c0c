"""A form is the exact paper one candidate gets: pinned question versions in an order, their options in an order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, Self
from uuid import UUID

LETTERS = "ABCDEFGHIJKL"
TEXT_SLOT = "text"
"""The one place on a case study's form where something is written."""

TRUE_FALSE = "true_false"
MULTIPLE_CHOICE = "multiple_choice"
MATCHING, ORDERING, NUMERIC, SHORT_TEXT = "matching", "ordering", "numeric", "short_text"
SECTIONS = ("single_choice", MULTIPLE_CHOICE, TRUE_FALSE, MATCHING, ORDERING, NUMERIC, SHORT_TEXT)
"""The order of the parts of a paper."""


_version = lru_cache(maxsize=16_384)(UUID)
_marks = lru_cache(maxsize=256)(Decimal)
"""The same questions and marks stand on many forms: each is read once."""


class Slot(NamedTuple):
    """One question's place: `order[i]` is the index, in the question, of the option shown as letter i.

    `prompts` is the order of what is to be matched. The options of a number are its units.
    """

    slot: str
    version_id: UUID
    function: str
    kind: str
    marks: Decimal
    order: tuple[int, ...]
    prompts: tuple[int, ...] = ()

    @property
    def letters(self) -> str:
        """The letters under which options are shown here."""
        return LETTERS[: len(self.order)]

    def options_behind(self, letters: Iterable[str]) -> frozenset[int]:
        """Which options of the question were meant by the letters chosen on this form."""
        return frozenset([self.order[LETTERS.index(letter)] for letter in letters])

    def in_question(self, letters: Iterable[str]) -> tuple[int, ...]:
        """The same in the order in which the letters were given."""
        return tuple(self.order[LETTERS.index(letter)] for letter in letters)

    def as_data(self) -> dict[str, Any]:
        """For the form's record."""
        return {
            "slot": self.slot,
            "version_id": str(self.version_id),
            "function": self.function,
            "kind": str(self.kind),
            "marks": str(self.marks),
            "order": list(self.order),
            **({"prompts": list(self.prompts)} if self.prompts else {}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From the form's record."""
        return cls(
            data["slot"],
            _version(data["version_id"]),
            data["function"],
            data["kind"],
            _marks(data["marks"]),
            tuple(data["order"]),
            tuple(data.get("prompts", ())),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What is on a form: slots of a theory paper, or the case of a case study."""

    slots: tuple[Slot, ...] = ()
    case_version_id: UUID | None = None

    @property
    def question_versions(self) -> frozenset[UUID]:
        """Which questions, whatever their order."""
        return frozenset(slot.version_id for slot in self.slots)

    @property
    def versions(self) -> frozenset[UUID]:
        """Every version of the bank that the form pins, questions or a case study."""
        return self.question_versions if self.case_version_id is None else frozenset({self.case_version_id})

    @property
    def total(self) -> Decimal:
        """What the paper is marked out of, for a theory paper."""
        return sum((slot.marks for slot in self.slots), Decimal(0))

    def slot(self, name: str) -> Slot | None:
        """The slot of that name."""
        return next((slot for slot in self.slots if slot.slot == name), None)

    def as_data(self) -> dict[str, Any]:
        """For the form's record."""
        if self.case_version_id is not None:
            return {"case_version_id": str(self.case_version_id)}
        return {"slots": [slot.as_data() for slot in self.slots]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From the form's record."""
        if "case_version_id" in data:
            return cls(case_version_id=UUID(data["case_version_id"]))
        return cls(slots=tuple([Slot.from_data(slot) for slot in data["slots"]]))
