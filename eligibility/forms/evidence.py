"""Shapes of what candidates enter as evidence."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from eligibility.domain import parsing
from eligibility.domain.evidence import EvidenceKind
from eligibility.wording.descriptions import DEGREES, FIELDS, GRADES, LEVELS, OCCUPATIONS
from kernel.errors import BadInput
from web.wording import sentence

LONGEST_PLACE = 200
MOST_HOURS = 10_000


def _choices(names: Any) -> list[SelectChoice]:
    return [SelectChoice(value, name) for value, name in names.items()]


def _place(label: Any) -> StringField:
    return StringField(label, [InputRequired(), Length(max=LONGEST_PLACE)])


class EvidenceForm(FlaskForm):
    """One piece of evidence; the rules' own reader checks what the fields say together."""

    kind: ClassVar[EvidenceKind]

    @property
    def written(self) -> dict[str, Any]:
        """The entry as an evidence file writes it."""
        names = (name for name in self._fields if name not in {"csrf_token", "place"})
        return {name: _written(self._fields[name].data) for name in names}

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuse what no evidence can be, such as an end before its start, beside the field concerned."""
        if not super().validate(extra_validators):
            return False
        try:
            parsing.item(self.kind, self.written)
        except BadInput as refused:
            field = self._fields.get(refused.where)
            (field.errors if field else self.form_errors).append(sentence(refused.refusal))
            return False
        return True


def _written(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


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
