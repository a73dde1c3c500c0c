"""The shape of the choice of a condition."""

from collections.abc import Iterable
from typing import Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from eligibility.domain.admission import ConditionReading
from web.wording import say


class ConditionForm(FlaskForm):
    """One of the conditions that hold."""

    condition = RadioField(_l("Condition"), [InputRequired()])

    @classmethod
    def among(cls, readings: Iterable[ConditionReading], preset: str | None = None) -> Self:
        """The form with these choices."""
        form = cls(data={"condition": preset})
        form.condition.choices = [SelectChoice(each.condition.id, say(each.condition.text)) for each in readings]
        return form
