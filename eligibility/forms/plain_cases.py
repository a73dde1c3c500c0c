"""The shape of approving plain cases together."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

LONGEST_REASON = 2000


class PlainCasesForm(FlaskForm):
    """Which ones, each with how many moves it had on the page, and one reason for all."""

    chosen = SelectMultipleField(_l("Applications"), [InputRequired()], validate_choice=False)
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(), Length(max=LONGEST_REASON)],
        description=_l("Each candidate reads this, and it stays in the audit log with each decision."),
    )

    @property
    def seen(self) -> dict[UUID, int]:
        """The chosen ones, as far as they can be read."""
        found: dict[UUID, int] = {}
        for value in self.chosen.data or ():
            name, _colon, moves = value.partition(":")
            try:
                found[UUID(name)] = int(moves)
            except ValueError:
                continue
        return found
