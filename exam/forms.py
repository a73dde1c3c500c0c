"""Shapes of what people enter about sittings, and of what the candidate's paper sends."""

from datetime import UTC, datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from pydantic import ConfigDict, PlainValidator, model_validator, with_config
from pydantic import Field as Is
from typing_extensions import TypedDict
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    Form,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from exam.domain.agreement import LONGEST_AGREEMENT, LONGEST_NAME
from exam.domain.answer import HIGHEST_SEQ, MOST_IN_ONE_SAVE, Answer
from exam.domain.incident import LONGEST_TEXT, IncidentKind
from exam.domain.timeline import MOST_MINUTES_AT_ONCE, Cause, TimeChange
from exam.services.planning import LARGEST, LONGEST
from exam.wording import INCIDENT_KINDS, OUTCOMES
from schemes.domain.scheme import Window
from web.calls import Sent
from web.times import ZONE

ERA = range(2000, 2200)
"""Years in which a sitting may lie; others are slips, and some no time zone can express."""

LARGEST_RECEIPT = 1024 * 1024


def of_this_era(_form: Form, field: Field) -> None:
    """Refuse a moment that cannot be meant."""
    if field.data is not None and field.data.year not in ERA:
        raise ValidationError(field.gettext("Not a valid datetime value."))


class SittingPlan(FlaskForm):
    """What a registrar decides about a sitting. Times are those on the wall of the examination room."""

    component = SelectField(_l("What is examined"), [InputRequired()])
    place = StringField(_l("Place"), [InputRequired(), Length(max=200)])
    address = StringField(_l("Street address"), [Optional(), Length(max=300)])
    entries_open_at = DateTimeLocalField(_l("Entries open"), [Optional(), of_this_era])
    entries_close_at = DateTimeLocalField(_l("Entries close"), [Optional(), of_this_era])
    withdraw_until = DateTimeLocalField(_l("Withdrawal until"), [Optional(), of_this_era])
    door_opens_at = DateTimeLocalField(_l("Door opens"), [Optional(), of_this_era])
    starts_at = DateTimeLocalField(_l("Start"), [InputRequired(), of_this_era])
    latest_start_at = DateTimeLocalField(_l("Latest start"), [Optional(), of_this_era])
    absent_after = IntegerField(_l("Absent after so many minutes"), [Optional(), NumberRange(0, LONGEST)])
    hand_in_after = IntegerField(_l("No hand-in for so many minutes"), [Optional(), NumberRange(0, LONGEST)])
    window = SelectField(
        _l("Who starts late"),
        default="",
        choices=[
            SelectChoice("", _l("has the time that the scheme sets")),
            SelectChoice(Window.START_ONLY, _l("has the full time")),
            SelectChoice(Window.CAPS_END, _l("ends with those who started on time")),
        ],
    )
    minutes = IntegerField(_l("Minutes"), [Optional(), NumberRange(1, LONGEST)])
    capacity = IntegerField(_l("Seats"), [InputRequired(), NumberRange(1, LARGEST)], default=25)
    agreement = BooleanField(_l("Candidates agree to the rules and type their name before they start"), default=True)


class Readiness(FlaskForm):
    """The candidate's word that the clock may start."""

    ready = BooleanField(
        _l("I am ready. I know that the clock starts now and does not stop."),
        [InputRequired(_l("Tick the box to confirm that the clock may start."))],
    )
    agreed_name = StringField(_l("I agree. My full name:"), [Optional(), Length(max=LONGEST_NAME)])
    agreed_version = IntegerField(validators=[Optional()])


class Asked(FlaskForm):
    """What a sitting asks of its candidates."""

    agreement = BooleanField(_l("Candidates agree to this text before they start"))
    agreement_zh = TextAreaField(_l("Text in Chinese"), [Optional(), Length(max=LONGEST_AGREEMENT)])
    agreement_en = TextAreaField(_l("Text in English"), [Optional(), Length(max=LONGEST_AGREEMENT)])
    config_keys = TextAreaField(_l("Config Keys of Safe Exam Browser"), [Optional(), Length(max=2000)])
    exam_keys = TextAreaField(_l("Browser Exam Keys of Safe Exam Browser"), [Optional(), Length(max=2000)])


class CaseDecided(FlaskForm):
    """What a person makes of a case, and why."""

    outcome = SelectField(
        _l("What to make of it"),
        [InputRequired()],
        choices=[SelectChoice(each, words) for each, words in OUTCOMES.items()],
    )
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=1000)])


class Seats(FlaskForm):
    """How many seats a sitting has."""

    capacity = IntegerField(_l("Seats"), [InputRequired(), NumberRange(1, LARGEST)])


class Rescheduling(FlaskForm):
    """When and where a sitting is held instead."""

    starts_at = DateTimeLocalField(_l("New start"), [InputRequired(), of_this_era])
    place = StringField(_l("Place"), [InputRequired(), Length(max=200)])
    address = StringField(_l("Street address"), [Optional(), Length(max=300)])


class Withdrawal(FlaskForm):
    """Why a registrar takes somebody off a sitting."""

    reason = StringField(_l("Reason"), [InputRequired(), Length(max=300)])


class Goal(FlaskForm):
    """The sitting to which an entry shall move."""

    goal = SelectField(_l("Other sitting"), [InputRequired()])


class Problem(FlaskForm):
    """What is wrong with a question of a paper, by its number there."""

    number = IntegerField(_l("Number of the question on the paper"), [InputRequired(), NumberRange(1, 500)])
    text = StringField(_l("What is wrong with it"), [InputRequired(), Length(max=1000)])


class ProblemOfSomebody(Problem):
    """The same, reported by an invigilator for one of those who write."""

    attempt = SelectField(_l("Candidate"), [InputRequired()])


class TimeOfCandidates(FlaskForm):
    """What is done with the time of some candidates, and why."""

    entry = SelectMultipleField(_l("Candidates"), validate_choice=False)
    everybody = BooleanField(_l("Everybody in this sitting"))
    change = SelectField(
        _l("Action"),
        [InputRequired()],
        choices=[
            SelectChoice(TimeChange.PAUSE, _l("Stop the clock")),
            SelectChoice(TimeChange.RESUME, _l("Let the clock go on")),
            SelectChoice(TimeChange.GIVE, _l("Give minutes")),
        ],
    )
    minutes = IntegerField(_l("Minutes to give"), [Optional(), NumberRange(1, MOST_MINUTES_AT_ONCE)])
    cause = SelectField(
        _l("Because of"),
        [InputRequired()],
        choices=[
            SelectChoice(Cause.INVIGILATOR, _l("a decision of the invigilator")),
            SelectChoice(Cause.OUTAGE, _l("an outage")),
        ],
    )
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=300)])


class ReceiptCode(FlaskForm):
    """The number and the check code that stand on a receipt."""

    class Meta:
        """It only asks, so no token is needed."""

        csrf = False

    number = StringField(_l("Candidate number"), [InputRequired(), Length(max=20)])
    code = StringField(_l("Check code"), [InputRequired(), Length(min=16, max=100)])


class ReceiptFile(FlaskForm):
    """A receipt as a file."""

    document = FileField(
        _l("Receipt as a PDF file"),
        [
            FileRequired(_l("Choose the PDF file of the receipt.")),
            FileSize(LARGEST_RECEIPT, message=_l("The file is larger than 1 MB. Receipts are much smaller.")),
        ],
    )


class IncidentForm(FlaskForm):
    """What happened in a sitting, to whom, and when."""

    kind = SelectField(
        _l("Kind"), [InputRequired()], choices=[SelectChoice(kind, INCIDENT_KINDS[kind]) for kind in IncidentKind]
    )
    entry = SelectField(_l("Candidate"), [Optional()], default="")
    text = TextAreaField(_l("What happened"), [InputRequired(), Length(max=LONGEST_TEXT)])
    happened_at = DateTimeLocalField(_l("Happened at"), [Optional(), of_this_era])
    follows = IntegerField(_l("Corrects or adds to"), [Optional(), NumberRange(1, HIGHEST_SEQ)])


EXACTLY = with_config(ConfigDict(extra="forbid"))


@EXACTLY
class Chosen(TypedDict):
    """The letters of options: one, several, in an order, or one for each prompt of a matching."""

    chosen: list[str]
    flagged: bool


@EXACTLY
class Line(TypedDict):
    """A number with its unit, or a short text."""

    text: str
    unit: str
    flagged: bool


@EXACTLY
class Text(TypedDict):
    """The text of a case study."""

    text: str


Value = Chosen | Line | Text


def _an_object(value: object) -> dict[str, object]:
    """What fits the form is said later, once it is clear whose attempt it is."""
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 -- pydantic's way
    return value


class Numbered(Sent):
    """The whole state of a slot, numbered by the page."""

    seq: Annotated[int, Is(gt=0, le=HIGHEST_SEQ)]
    slot: str
    value: Annotated[Value, PlainValidator(_an_object, json_schema_input_type=Value)]


class Rest(Sent):
    """The wish to rest, or to go on: nothing else is said."""


class Claimed(Sent):
    """The page that writes from now on."""

    writer: Annotated[str, Is(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class Save(Claimed):
    """Answers of the page that writes; no number stands twice."""

    answers: Annotated[list[Numbered], Is(max_length=MOST_IN_ONE_SAVE)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if len({answer.seq for answer in self.answers}) != len(self.answers):
            raise ValueError
        return self

    @property
    def entries(self) -> tuple[Answer, ...]:
        """The answers as the exam knows them."""
        return tuple(Answer(answer.seq, answer.slot, answer.value) for answer in self.answers)


class Reported(Sent):
    """What is wrong with the question in a slot."""

    slot: str
    text: str


def on_the_wall(naive: datetime) -> datetime:
    """The moment at which the clock in the examination room shows this."""
    return naive.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def on_the_wall_if_any(naive: datetime | None) -> datetime | None:
    """The same for a field that may be left empty."""
    return None if naive is None else on_the_wall(naive)
