"""Shapes of what centres enter: a cohort, a roster, completed training."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from centres.domain.cohort import LONGEST_TITLE
from web.numbers import DecimalField


class NewCohort(FlaskForm):
    """Which centre trains whom for what and when."""

    organisation = SelectField(_l("Training centre"), [InputRequired()])
    title = StringField(_l("Name of the cohort"), [InputRequired(), Length(max=LONGEST_TITLE)])
    aim = SelectField(_l("Scheme and level"), [InputRequired()])
    starts_on = DateField(_l("First day of training"), [InputRequired()])
    ends_on = DateField(_l("Last day of training"), [InputRequired()])


class RosterUpload(FlaskForm):
    """The file."""

    file = FileField(_l("Roster"), [FileRequired(_l("Choose a file first."))])


class CompletedTraining(FlaskForm):
    """Who has completed how many hours on which day."""

    members = SelectMultipleField(
        _l("Who has completed the training"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    hours = DecimalField(_l("Hours"), [InputRequired()], places=None)
    completed_on = DateField(_l("Date of completion"), [InputRequired()])

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Let these be ticked."""
        self.members.choices = list(people)
