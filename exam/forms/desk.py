"""Shapes of what is entered at the desk of a sitting."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from exam.domain.answer import HIGHEST_SEQ
from exam.domain.incident import LONGEST_TEXT, IncidentKind
from exam.domain.timeline import MOST_MINUTES_AT_ONCE, Cause
from exam.forms.sittings import of_this_era
from exam.wording import DESK_ACTIONS, INCIDENT_KINDS, OUTCOMES
from web.fields import stripped


class Problem(FlaskForm):
    """What is wrong with a question of a paper, by its number there."""

    number = IntegerField(_l("Number of the question on the paper"), [InputRequired(), NumberRange(1, 500)])
    text = StringField(_l("What is wrong with it"), [DataRequired(), Length(max=1000)], filters=[stripped])


class ProblemOfSomebody(Problem):
    """The same, reported by an invigilator for one of those who write."""

    attempt = SelectField(_l("Candidate"), [InputRequired()])


class DeskForm(FlaskForm):
    """What is done for some candidates of a sitting, and why."""

    entry = SelectMultipleField(_l("Candidates"), validate_choice=False)
    everybody = BooleanField(_l("Everybody in this sitting"))
    room = SelectField(_l("Everybody in a room"), [Optional()], default="", validate_choice=False)
    change = SelectField(
        _l("Action"), [InputRequired()], choices=[SelectChoice(each, words) for each, words in DESK_ACTIONS.items()]
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
    reason = StringField(_l("Reason"), [DataRequired(), Length(max=300)], filters=[stripped])
    confirmed = BooleanField(_l("I want to end the examination of those I chose, for good"))


class AnnouncementForm(FlaskForm):
    """What is said to everybody in a sitting or in one of its rooms, in one language or in both."""

    to = SelectField(_l("To"), [Optional()], default="", validate_choice=False)
    zh = TextAreaField(_l("In Chinese"))
    en = TextAreaField(_l("In English"))


class IncidentForm(FlaskForm):
    """What happened in a sitting, to whom, and when."""

    kind = SelectField(
        _l("Kind of entry"),
        [InputRequired()],
        choices=[SelectChoice(kind, INCIDENT_KINDS[kind]) for kind in IncidentKind],
    )
    entry = SelectField(_l("Candidate"), [Optional()], default="")
    text = TextAreaField(_l("What happened"), [DataRequired(), Length(max=LONGEST_TEXT)], filters=[stripped])
    happened_at = DateTimeLocalField(_l("Happened at"), [Optional(), of_this_era])
    follows = IntegerField(_l("Corrects or adds to"), [Optional(), NumberRange(1, HIGHEST_SEQ)])


class CaseDecided(FlaskForm):
    """What a person makes of a case, and why."""

    outcome = SelectField(
        _l("What to make of it"),
        [InputRequired()],
        choices=[SelectChoice(each, words) for each, words in OUTCOMES.items()],
    )
    reason = StringField(_l("Reason"), [DataRequired(), Length(max=1000)], filters=[stripped])
