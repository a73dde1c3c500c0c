"""Shapes of what registrars enter about sittings, their rooms and people."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
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
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from exam.domain.agreement import LONGEST_AGREEMENT
from exam.domain.clash import SeatOrder
from exam.services.planning import LARGEST, LONGEST
from exam.services.rooms import CHANGEOVER
from schemes.domain.scheme import Window
from web.fields import stripped
from web.times import ZONE

ERA = range(2000, 2200)
"""Years in which a sitting may lie; others are slips, and some no time zone can express."""


def of_this_era(_form: Form, field: Field) -> None:
    """Refuse a moment that cannot be meant."""
    if field.data is not None and field.data.year not in ERA:
        raise ValidationError(field.gettext("Not a valid datetime value."))


class PlaceOrRooms(DataRequired):
    """A sitting without rooms of the list names its place."""

    def __call__(self, form: Form, field: Field) -> None:
        """With rooms there is nothing to say."""
        if not any(form.data.get("rooms") or ()):
            super().__call__(form, field)


class RoomsToTake(SelectMultipleField):
    """Rooms of the list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SittingPlan(FlaskForm):
    """What a registrar decides about a sitting. Times are those on the wall of the examination room."""

    component = SelectField(_l("What is examined"), [InputRequired()])
    rooms = RoomsToTake(_l("Rooms"), [Optional()])
    place = StringField(_l("Place"), [PlaceOrRooms(), Length(max=200)])
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


class Asked(FlaskForm):
    """What a sitting asks of its candidates."""

    agreement = BooleanField(_l("Candidates agree to this text before they start"))
    agreement_zh = TextAreaField(_l("Text in Chinese"), [Optional(), Length(max=LONGEST_AGREEMENT)])
    agreement_en = TextAreaField(_l("Text in English"), [Optional(), Length(max=LONGEST_AGREEMENT)])
    config_keys = TextAreaField(_l("Config Keys of Safe Exam Browser"), [Optional(), Length(max=2000)])
    exam_keys = TextAreaField(_l("Browser Exam Keys of Safe Exam Browser"), [Optional(), Length(max=2000)])


class Seats(FlaskForm):
    """How many seats a sitting has."""

    capacity = IntegerField(_l("Seats"), [InputRequired(), NumberRange(1, LARGEST)])


class Rescheduling(FlaskForm):
    """When and where a sitting is held instead; one with rooms keeps them."""

    starts_at = DateTimeLocalField(_l("New start"), [InputRequired(), of_this_era])
    place = StringField(_l("Place"), [DataRequired(), Length(max=200)], filters=[stripped])
    address = StringField(_l("Street address"), [Optional(), Length(max=300)])


class RoomFacts(FlaskForm):
    """What the list says of a room."""

    name = StringField(_l("Room"), [DataRequired(), Length(max=100)], filters=[stripped])
    address = StringField(_l("Street address"), [Optional(), Length(max=300)])
    seats = IntegerField(_l("Seats"), [InputRequired(), NumberRange(1, LARGEST)], default=25)
    changeover_minutes = IntegerField(
        _l("Minutes between two sittings"),
        [InputRequired(), NumberRange(0, LONGEST)],
        default=CHANGEOVER // timedelta(minutes=1),
    )
    step_free = BooleanField(_l("Can be reached without steps"))


class RoomsOfSitting(FlaskForm):
    """In which rooms a sitting is held too."""

    rooms = RoomsToTake(_l("Rooms"), [InputRequired()])


class Assignment(FlaskForm):
    """Who watches a sitting, and where."""

    person = SelectField(_l("Invigilator"), [InputRequired()])
    room = SelectField(_l("Where"), [Optional()])


class Dealing(FlaskForm):
    """How seats are dealt out."""

    order = SelectField(
        _l("Order"),
        [InputRequired()],
        choices=[
            SelectChoice(SeatOrder.BY_CHANCE, _l("by chance")),
            SelectChoice(SeatOrder.BY_NAME, _l("by name")),
        ],
    )


class Withdrawal(FlaskForm):
    """Why a registrar takes somebody off a sitting."""

    reason = StringField(_l("Reason"), [DataRequired(), Length(max=300)], filters=[stripped])


class Goal(FlaskForm):
    """The sitting to which an entry shall move."""

    goal = SelectField(_l("Other sitting"), [InputRequired()])


def on_the_wall(naive: datetime) -> datetime:
    """The moment at which the clock in the examination room shows this."""
    return naive.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def on_the_wall_if_any(naive: datetime | None) -> datetime | None:
    """The same for a field that may be left empty."""
    return None if naive is None else on_the_wall(naive)
