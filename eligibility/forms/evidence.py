"""Shapes of what candidates enter as evidence."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from accounts.domain.person import clean_name
from eligibility.domain import parsing
from eligibility.domain.evidence import EvidenceKind
from eligibility.wording.descriptions import DEGREES, FIELDS, GRADES, LEVELS, OCCUPATIONS
from kernel.errors import BadInput
from kernel.verdict import Refusal
from web.wording import sentence

STEPS: Mapping[EvidenceKind, Mapping[str, tuple[str, ...]]] = {
    EvidenceKind.EDUCATION: {"degree": ("degree",), "field": ("field",), "paper": ("place", "awarded")},
    EvidenceKind.EMPLOYMENT: {"employer": ("place",), "occupation": ("occupation",), "dates": ("start", "end")},
    EvidenceKind.CERTIFICATES: {"certificate": ("scheme", "level"), "paper": ("place", "issued")},
    EvidenceKind.TRAINING: {"course": ("place", "level"), "completion": ("hours", "completed")},
    EvidenceKind.ENROLLED: {"programme": ("programme", "field"), "dates": ("place", "since", "until")},
    EvidenceKind.TITLES: {"grade": ("grade",), "paper": ("place", "awarded")},
    EvidenceKind.STUDENT_CERTIFICATES: {"paper": ("place", "awarded")},
}
"""One thing a page: what is read from the same paper or thought of together stands together."""
LONGEST_PLACE = 200
MOST_HOURS = 10_000


def _choices(names: Any) -> list[SelectChoice]:
    return [SelectChoice(value, name) for value, name in names.items()]


def _place(label: Any) -> StringField:
    return StringField(
        label, [DataRequired(), Length(max=LONGEST_PLACE)], filters=[lambda name: clean_name(name or "")]
    )


def days_can_be_meant(form: FlaskForm) -> bool:
    """Put a word beside each day that nobody can mean; whether there is none."""
    refusal = Refusal("evidence_day_out_of_range", earliest=parsing.EARLIEST, latest=parsing.LATEST)
    strange = [
        field for field in form if isinstance(field.data, date) and not parsing.EARLIEST <= field.data <= parsing.LATEST
    ]
    for field in strange:
        field.errors = [*field.errors, sentence(refusal)]
    return not strange


class EvidenceForm(FlaskForm):
    """One piece of evidence, asked step by step; the rules' own reader checks what the answers say together."""

    kind: ClassVar[EvidenceKind]
    name: str
    before: Mapping[str, Any]

    @classmethod
    def steps(cls) -> Mapping[str, tuple[str, ...]]:
        """The pages on which it is asked, and the fields of each."""
        return STEPS[cls.kind]

    @classmethod
    def at(cls, name: str, answers: Mapping[str, Any]) -> Self:
        """The form of one step, filled with the answers given before."""
        form = cls(data={field: _read(cls, field, value) for field, value in answers.items()})
        form.name = name
        form.before = {field: value for field, value in answers.items() if field not in cls.steps()[name]}
        for field in {each for fields in cls.steps().values() for each in fields} - {*cls.steps()[name]}:
            del form[field]
        return form

    @classmethod
    def first_open_step(cls, answers: Mapping[str, Any]) -> str | None:
        """The first step that was not answered yet; None where all are."""
        return next((name for name, fields in cls.steps().items() if any(each not in answers for each in fields)), None)

    @classmethod
    def step_before(cls, name: str) -> str | None:
        """The step before a step; None before the first."""
        names = list(cls.steps())
        return names[names.index(name) - 1] if name != names[0] else None

    @property
    def answers(self) -> dict[str, Any]:
        """What is entered on this page, as it is kept."""
        return {name: _written(field.data) for name, field in self._fields.items() if name != "csrf_token"}

    @property
    def everything(self) -> dict[str, Any]:
        """The answers of all pages."""
        return {**self.before, **self.answers}

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuse what no evidence can be, such as an end before its start, beside the field concerned."""
        if not super().validate(extra_validators) or not days_can_be_meant(self):
            return False
        if self.first_open_step(self.everything) is not None:
            return True
        try:
            parsing.item(self.kind, without_place(self.everything))
        except BadInput as refused:
            field = self._fields.get(refused.where)
            (field.errors if field else self.form_errors).append(sentence(refused.refusal))
            return False
        return True


def without_place(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that an evidence file knows: all but the place."""
    return {name: value for name, value in answers.items() if name != "place"}


def _written(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _read(form: type[EvidenceForm], field: str, value: Any) -> Any:
    if getattr(form, field).field_class is DateField and isinstance(value, str):
        return date.fromisoformat(value)
    return value


class EducationForm(EvidenceForm):
    """A degree or a school's leaving certificate."""

    kind = EvidenceKind.EDUCATION
    degree = RadioField(_l("Degree"), [InputRequired()], choices=_choices(DEGREES))
    field = RadioField(_l("Field of study"), [InputRequired()], choices=_choices(FIELDS))
    awarded = DateField(_l("Date on the certificate"), [InputRequired()])
    place = _place(_l("School or university"))


class EmploymentForm(EvidenceForm):
    """A period of work."""

    kind = EvidenceKind.EMPLOYMENT
    place = _place(_l("Employer"))
    occupation = RadioField(_l("What was the work?"), [InputRequired()], choices=_choices(OCCUPATIONS))
    start = DateField(_l("First day of work"), [InputRequired()])
    end = DateField(_l("Last day of work"), [Optional()], description=_l("Leave this empty if you still work there."))


class CertificateForm(EvidenceForm):
    """A certificate of another issuer."""

    kind = EvidenceKind.CERTIFICATES
    scheme = SelectField(_l("Scheme"), [InputRequired()])
    level = RadioField(_l("Level"), [InputRequired()], choices=_choices(LEVELS), coerce=int)
    issued = DateField(_l("Date of issue"), [InputRequired()])
    place = _place(_l("Certificate number and issuer"))


class TrainingForm(EvidenceForm):
    """Completed training."""

    kind = EvidenceKind.TRAINING
    place = _place(_l("Training centre"))
    level = RadioField(_l("For which level?"), [InputRequired()], choices=_choices(LEVELS), coerce=int)
    hours = IntegerField(
        _l("Hours on the completion certificate"), [InputRequired(), NumberRange(min=1, max=MOST_HOURS)]
    )
    completed = DateField(_l("Date of the completion certificate"), [InputRequired()])


class EnrolmentForm(EvidenceForm):
    """Current studies."""

    kind = EvidenceKind.ENROLLED
    place = _place(_l("School or university"))
    programme = SelectField(_l("Programme"), [InputRequired()], choices=[SelectChoice("mba", "MBA")])
    field = RadioField(_l("Field of study"), [InputRequired()], choices=_choices(FIELDS))
    since = DateField(_l("Enrolled since"), [InputRequired()])
    until = DateField(_l("Enrolled until"), [Optional()], description=_l("Leave this empty if no end is set."))


class TitleForm(EvidenceForm):
    """A technical title."""

    kind = EvidenceKind.TITLES
    grade = RadioField(_l("Grade"), [InputRequired()], choices=_choices(GRADES))
    awarded = DateField(_l("Date on the certificate"), [InputRequired()])
    place = _place(_l("Awarded by"))


class StudentCertificateForm(EvidenceForm):
    """A higher-education student's vocational certificate."""

    kind = EvidenceKind.STUDENT_CERTIFICATES
    awarded = DateField(_l("Date on the certificate"), [InputRequired()])
    place = _place(_l("Awarded by"))


EVIDENCE_FORMS: dict[EvidenceKind, type[EvidenceForm]] = {
    form.kind: form
    for form in (
        EducationForm,
        EmploymentForm,
        CertificateForm,
        TrainingForm,
        EnrolmentForm,
        TitleForm,
        StudentCertificateForm,
    )
}
