"""Reads evidence from its written form and says clearly which entry cannot be meant."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from eligibility.domain.evidence import (
    CompletedTraining,
    Education,
    Employment,
    Enrolment,
    Evidence,
    EvidenceKind,
    HeldCertificate,
    HeldStudentCertificate,
    HeldTitle,
    Item,
)
from kernel.errors import BadInput
from kernel.verdict import Refusal
from schemes.domain.requirement import DegreeKind, Relation, TitleGrade

LEVELS = (1, 2, 3)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOTHING = object()
EARLIEST, LATEST = date(1900, 1, 1), date(2125, 12, 31)
"""Days that somebody can mean who fills in a form; a slip of a digit lies outside."""

Word = TypeVar("Word", bound=StrEnum)


def evidence(written: Any, where: str = "") -> Evidence:
    """The evidence of one person; `where` says in messages which file or line it came from."""
    if not isinstance(written, dict):
        raise BadInput(Refusal("evidence_not_mapping"), where=where)
    for name in written:
        if name not in READERS:
            raise BadInput(Refusal("evidence_unknown_field", field=str(name)), where=_join(where, str(name)))
    lists: dict[str, tuple[Item, ...]] = {}
    for kind in EvidenceKind:
        entries = written.get(kind.value, [])
        place = _join(where, kind.value)
        if not isinstance(entries, list):
            raise BadInput(Refusal("evidence_not_list", field=kind.value), where=place)
        lists[kind.value] = tuple(item(kind, entry, f"{place}[{index}]") for index, entry in enumerate(entries))
    return Evidence(**lists)  # type: ignore[arg-type]


def item(kind: EvidenceKind, written: Any, where: str = "") -> Item:
    """One piece of evidence of a kind; raises BadInput naming the field."""
    if not isinstance(written, dict):
        raise BadInput(Refusal("evidence_not_mapping"), where=where)
    return READERS[kind](_Entry(written, where))


def day(text: Any) -> date:
    """A calendar day written YYYY-MM-DD; raises ValueError for anything else."""
    if not isinstance(text, str) or not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def written(item: Item) -> dict[str, Any]:
    """An item as an evidence file writes it; reading that gives the same item."""
    return {field.name: _plain(getattr(item, field.name)) for field in fields(item)}


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            return value


class _Entry:
    """One entry of a list, read field by field; a field that nobody asked for is refused."""

    def __init__(self, written: Mapping[str, Any], where: str) -> None:
        self.written = written
        self.where = where

    def only(self, *fields: str) -> None:
        for field in self.written:
            if field not in fields:
                self.refuse(str(field), "evidence_unknown_field", field=str(field))

    def refuse(self, place: str, code: str, /, **params: object) -> NoReturn:
        raise BadInput(Refusal(code, **params), where=_join(self.where, place))

    def value(self, field: str) -> Any:
        found = self.written.get(field, NOTHING)
        if found is NOTHING or found is None or found == "":
            self.refuse(field, "evidence_missing_field", field=field)
        return found

    def day(self, field: str) -> date:
        value = self.value(field)
        try:
            return day(value)
        except ValueError:
            self.refuse(field, "evidence_bad_date", field=field, value=str(value))

    def day_or_none(self, field: str) -> date | None:
        return self.day(field) if self.written.get(field) is not None else None

    def word(self, field: str, words: type[Word]) -> Word:
        value = self.value(field)
        try:
            return words(value)
        except ValueError:
            allowed = ", ".join(word.value for word in words)
            self.refuse(field, "evidence_unknown_word", field=field, value=str(value), allowed=allowed)

    def text(self, field: str) -> str:
        value = self.value(field)
        if not isinstance(value, str):
            self.refuse(field, "evidence_not_text", field=field)
        return value

    def level(self, field: str) -> int:
        value = self.value(field)
        if isinstance(value, bool) or value not in LEVELS:
            self.refuse(field, "evidence_bad_level", field=field, value=str(value))
        return int(value)

    def hours(self, field: str) -> Decimal:
        value = self.value(field)
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            self.refuse(field, "evidence_bad_hours", field=field, value=str(value))
        number = Decimal(str(value))
        if not number.is_finite() or number < 0:
            self.refuse(field, "evidence_bad_hours", field=field, value=str(value))
        return number


def _employment(entry: _Entry) -> Employment:
    entry.only("start", "end", "occupation")
    start, end = entry.day("start"), entry.day_or_none("end")
    if end is not None and end < start:
        entry.refuse("end", "evidence_end_before_start", start=start, end=end)
    return Employment(start=start, end=end, occupation=entry.word("occupation", Relation))


def _education(entry: _Entry) -> Education:
    entry.only("degree", "field", "awarded")
    return Education(
        degree=entry.word("degree", DegreeKind), field=entry.word("field", Relation), awarded=entry.day("awarded")
    )


def _enrolment(entry: _Entry) -> Enrolment:
    entry.only("programme", "field", "since", "until")
    since, until = entry.day("since"), entry.day_or_none("until")
    if until is not None and until < since:
        entry.refuse("until", "evidence_end_before_start", start=since, end=until)
    return Enrolment(programme=entry.text("programme"), field=entry.word("field", Relation), since=since, until=until)


def _certificate(entry: _Entry) -> HeldCertificate:
    entry.only("scheme", "level", "issued", "revoked")
    return HeldCertificate(
        scheme=entry.text("scheme"),
        level=entry.level("level"),
        issued=entry.day("issued"),
        revoked=entry.day_or_none("revoked"),
    )


def _training(entry: _Entry) -> CompletedTraining:
    entry.only("level", "hours", "completed")
    return CompletedTraining(level=entry.level("level"), hours=entry.hours("hours"), completed=entry.day("completed"))


def _title(entry: _Entry) -> HeldTitle:
    entry.only("grade", "awarded")
    return HeldTitle(grade=entry.word("grade", TitleGrade), awarded=entry.day("awarded"))


def _student_certificate(entry: _Entry) -> HeldStudentCertificate:
    entry.only("awarded")
    return HeldStudentCertificate(awarded=entry.day("awarded"))


READERS: dict[str, Callable[[_Entry], Item]] = {
    EvidenceKind.EMPLOYMENT: _employment,
    EvidenceKind.EDUCATION: _education,
    EvidenceKind.ENROLLED: _enrolment,
    EvidenceKind.CERTIFICATES: _certificate,
    EvidenceKind.TRAINING: _training,
    EvidenceKind.TITLES: _title,
    EvidenceKind.STUDENT_CERTIFICATES: _student_certificate,
}


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
