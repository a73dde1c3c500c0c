"""The shapes of a proposed exemption, of its revocation, and of the second registrar's decisions."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

LONGEST_TEXT = 2000


class ExemptionForm(FlaskForm):
    """What frees from which component."""

    component = RadioField(_l("Component"), [InputRequired()])
    basis = StringField(
        _l("What it rests on"),
        [InputRequired(), Length(max=LONGEST_TEXT)],
        description=_l("The proof, such as a certificate with its number. The candidate reads this."),
    )
    reason = TextAreaField(
        _l("Why this is as good as the examination"),
        [DataRequired(), Length(max=LONGEST_TEXT)],
        description=_l("For the registrar who decides, and for the audit log."),
    )


class ExemptionDecisionForm(FlaskForm):
    """The second registrar's decision."""

    decision = RadioField(
        _l("Decision"),
        [InputRequired()],
        choices=[SelectChoice("confirm", _l("Confirm")), SelectChoice("decline", _l("Decline"))],
    )
    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=LONGEST_TEXT)])


class ContestForm(FlaskForm):
    """Why a confirmed exemption should count no longer."""

    reason = TextAreaField(
        _l("Why should it count no longer?"),
        [DataRequired(), Length(max=LONGEST_TEXT)],
        description=_l("For the registrar who decides, and for the audit log."),
    )


class ContestAnswerForm(FlaskForm):
    """The second registrar's decision on a revocation."""

    decision = RadioField(
        _l("Decision"),
        [InputRequired()],
        choices=[SelectChoice("revoke", _l("Revoke it")), SelectChoice("keep", _l("Let it stand"))],
    )
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(), Length(max=LONGEST_TEXT)],
        description=_l("Where it is revoked, the candidate reads this."),
    )
