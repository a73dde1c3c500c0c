"""The shape of a registrar's decision."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

LONGEST_REASON = 2000


class DecisionForm(FlaskForm):
    """A registrar's decision."""

    decision = RadioField(
        _l("Decision"),
        [InputRequired()],
        choices=[SelectChoice("approve", _l("Approve")), SelectChoice("refuse", _l("Refuse"))],
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(), Length(max=LONGEST_REASON)],
        description=_l("The candidate reads this, and it stays in the audit log."),
    )
