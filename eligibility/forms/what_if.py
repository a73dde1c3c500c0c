"""The sheet on which anybody tries a fictional applicant: a scheme, a day, and as many pieces of evidence as wished."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, ClassVar, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, SelectField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from eligibility.domain import parsing
from eligibility.domain.evidence import LIST_OF, Evidence, EvidenceKind, Item
from eligibility.domain.portfolio import READING_ORDER
from eligibility.forms.evidence import MOST_HOURS, days_can_be_meant
from eligibility.wording.descriptions import DEGREES, FIELDS, GRADES, LEVELS, OCCUPATIONS
from kernel.errors import BadInput
from web.numbers import DecimalField
from web.wording import sentence

MOST_ROWS = 20
"""Of each kind; nobody's life has more, a flood has."""
ROW_NAME = re.compile(r"([a-z_]+)-([0-9]{1,3})-")


def _select(label: Any, names: Mapping[Any, Any], **options: Any) -> SelectField:
    choices = [SelectChoice("", "–"), *(SelectChoice(str(value), name) for value, name in names.items())]
    return SelectField(label, [InputRequired()], choices=choices, **options)


class Question(FlaskForm):
    """Before which scheme, for which level, on which day."""

    version = SelectField(_l("Scheme and version"), [InputRequired()])
    level = SelectField(
        _l("Level"),
        choices=[
            SelectChoice("", _l("All levels")),
            *(SelectChoice(str(number), name) for number, name in LEVELS.items()),
        ],
    )
    on = DateField(_l("Day of applying"), [InputRequired()])

    @property
    def levels(self) -> tuple[int, ...] | None:
        """The one level that is asked for; None for all."""
        return (int(self.level.data),) if self.level.data else None


class Row(FlaskForm):
    """One piece of evidence, in one line; a line left blank means nothing. The question carries the token for all."""

    class Meta(FlaskForm.Meta):
        """Of the form."""

        csrf = False

    kind: ClassVar[EvidenceKind]
    number: int

    @classmethod
    def numbered(cls, number: int, formdata: MultiDict[str, str] | None = None, **data: Any) -> Self:
        """The row with its number among its kind."""
        row = cls(formdata=formdata, prefix=f"{cls.kind.value}-{number}-", data=data)
        row.number = number
        return row

    @classmethod
    def showing(cls, number: int, item: Item) -> Self:
        """The row that says this."""
        return cls.numbered(number, None, **{field.name: getattr(item, field.name) for field in fields(item)})

    @property
    def name(self) -> str:
        """What its buttons and its place on the page are called."""
        return f"{self.kind.value}-{self.number}"

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered."""
        return not any(field.raw_data and field.raw_data[0].strip() for field in self)

    @property
    def written(self) -> dict[str, Any]:
        """The row as an evidence file writes it."""
        return {field.short_name: _plain(field.data) for field in self}

    @property
    def item(self) -> Item:
        """The piece of evidence."""
        return parsing.item(self.kind, self.written)

    def validate(self, extra_validators: Any = None) -> bool:
        """Blank, or whole; and nothing that no evidence can be, such as an end before its start."""
        if self.is_blank:
            return True
        if not super().validate(extra_validators) or not days_can_be_meant(self):
            return False
        try:
            parsing.item(self.kind, self.written)
        except BadInput as refused:
            field = self._fields.get(refused.where, next(iter(self)))
            field.errors = [*field.errors, sentence(refused.refusal)]
            return False
        return True


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


class EducationRow(Row):
    """A degree."""

    kind = EvidenceKind.EDUCATION
    degree = _select(_l("Degree"), DEGREES)
    field = _select(_l("Field of study"), FIELDS)
    awarded = DateField(_l("Date on the certificate"), [InputRequired()])


class EmploymentRow(Row):
    """A period of work."""

    kind = EvidenceKind.EMPLOYMENT
    occupation = _select(_l("Occupation"), OCCUPATIONS)
    start = DateField(_l("First day of work"), [InputRequired()])
    end = DateField(_l("Last day of work"), [Optional()])


class CertificateRow(Row):
    """A certificate."""

    kind = EvidenceKind.CERTIFICATES
    scheme = SelectField(_l("Scheme"), [InputRequired()])
    level = _select(_l("Level"), LEVELS)
    issued = DateField(_l("Date of issue"), [InputRequired()])
    revoked = DateField(_l("Revoked on"), [Optional()])

    @property
    def written(self) -> dict[str, Any]:
        """With the level as a number."""
        return _with_level(super().written)


class TrainingRow(Row):
    """Completed training."""

    kind = EvidenceKind.TRAINING
    level = _select(_l("For which level?"), LEVELS)
    hours = DecimalField(_l("Hours"), places=None, validators=[InputRequired(), NumberRange(min=1, max=MOST_HOURS)])
    completed = DateField(_l("Date of the completion certificate"), [InputRequired()])

    @property
    def written(self) -> dict[str, Any]:
        """With the level as a number."""
        return _with_level(super().written)


class EnrolmentRow(Row):
    """Current studies."""

    kind = EvidenceKind.ENROLLED
    programme = _select(_l("Programme"), {"mba": "MBA"})
    field = _select(_l("Field of study"), FIELDS)
    since = DateField(_l("Enrolled since"), [InputRequired()])
    until = DateField(_l("Enrolled until"), [Optional()])


class TitleRow(Row):
    """A technical title."""

    kind = EvidenceKind.TITLES
    grade = _select(_l("Grade"), GRADES)
    awarded = DateField(_l("Date on the certificate"), [InputRequired()])


class StudentCertificateRow(Row):
    """A student's vocational certificate."""

    kind = EvidenceKind.STUDENT_CERTIFICATES
    awarded = DateField(_l("Date on the certificate"), [InputRequired()])


ROWS: dict[EvidenceKind, type[Row]] = {
    row.kind: row
    for row in (
        EducationRow,
        EmploymentRow,
        CertificateRow,
        TrainingRow,
        EnrolmentRow,
        TitleRow,
        StudentCertificateRow,
    )
}


BEGINNINGS = tuple(f"{kind.value}-" for kind in ROWS)
"""How the names of the fields of rows begin."""


def _with_level(written: dict[str, Any]) -> dict[str, Any]:
    return {**written, "level": int(written["level"])}


class Sheet:
    """The question and the rows of every kind together, which is what the page shows and the rules read."""

    form_errors: tuple[str, ...] = ()

    def __init__(self, question: Question, rows: Mapping[EvidenceKind, list[Row]], schemes: list[Choice]) -> None:
        self.question = question
        self.rows = {kind: rows.get(kind, []) for kind in READING_ORDER}
        self.schemes = [SelectChoice("", "–"), *schemes]
        for row in self.rows[EvidenceKind.CERTIFICATES]:
            row["scheme"].choices = self.schemes

    @classmethod
    def posted(cls, question: Question, formdata: MultiDict[str, str], schemes: list[Choice]) -> Self:
        """What was entered, row by row, and whatever the buttons for lines want."""
        names = {match.group(1, 2) for name in formdata if (match := ROW_NAME.match(name))}
        names -= {tuple(formdata.get("remove", "").rsplit("-", 1))}
        rows: dict[EvidenceKind, list[Row]] = {}
        for kind in READING_ORDER:
            numbers = sorted(int(number) for name, number in names if name == kind.value)[:MOST_ROWS]
            rows[kind] = [ROWS[kind].numbered(number, formdata) for number in numbers]
            if formdata.get("add") == kind.value and len(numbers) < MOST_ROWS:
                rows[kind].append(ROWS[kind].numbered(max(numbers, default=0) + 1))
        return cls(question, rows, schemes)

    @classmethod
    def begun(cls, question: Question, evidence: Evidence, schemes: list[Choice]) -> Self:
        """This evidence to begin with; a blank line for schooling and for work where there is none."""
        rows: dict[EvidenceKind, list[Row]] = {kind: [] for kind in READING_ORDER}
        for item in evidence.items:
            of_kind = rows[LIST_OF[type(item)]]
            of_kind.append(ROWS[LIST_OF[type(item)]].showing(len(of_kind) + 1, item))
        for kind in (EvidenceKind.EDUCATION, EvidenceKind.EMPLOYMENT):
            rows[kind] = rows[kind] or [ROWS[kind].numbered(1)]
        return cls(question, rows, schemes)

    def __iter__(self) -> Iterator[Field]:
        """Every field, in the order of the page."""
        yield from self.question
        for row in self.all_rows:
            yield from row

    @property
    def all_rows(self) -> list[Row]:
        """The rows of all kinds."""
        return [row for rows in self.rows.values() for row in rows]

    @property
    def errors(self) -> list[str]:
        """What is wrong anywhere on the sheet."""
        return [error for field in self for error in field.errors]

    @property
    def evidence(self) -> Evidence:
        """What the rules read."""
        return Evidence.of(row.item for row in self.all_rows if not row.is_blank)

    def validate(self) -> bool:
        """Check everything, so that all mistakes are told at once."""
        return all([self.question.validate(), *(row.validate() for row in self.all_rows)])
