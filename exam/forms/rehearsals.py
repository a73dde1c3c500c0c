"""Shape of what is chosen for a rehearsal."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from exam.services.rehearsing import MOST_CANDIDATES

AT_ONCE = "at_once"


class RehearsalChoice(FlaskForm):
    """How many take part, and how fast the clock goes."""

    candidates = IntegerField(_l("Simulated candidates"), [InputRequired(), NumberRange(1, MOST_CANDIDATES)])
    pace = SelectField(
        _l("Clock of the rehearsal"),
        [InputRequired()],
        choices=[
            SelectChoice(AT_ONCE, _l("from one moment to the next, as fast as it goes")),
            SelectChoice("60", _l("a minute in every second")),
            SelectChoice("20", _l("a minute in every three seconds")),
        ],
    )

    @property
    def speed(self) -> float | None:
        """How much faster than the clock on the wall; nothing where it jumps."""
        return None if self.pace.data == AT_ONCE else float(self.pace.data)
