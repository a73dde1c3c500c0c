"""The shapes of what is said about an application: a registrar's decision, a candidate's answer and appeal."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from eligibility.domain.application import ApplicationState, TickedReason
from web.wording import say

LONGEST_REASON = 2000
FIRST_READING = [
    SelectChoice("approve", _l("Approve")),
    SelectChoice("ask", _l("Ask for more")),
    SelectChoice("refuse", _l("Refuse")),
]
APPEAL = [
    SelectChoice("grant", _l("Grant the appeal: approve the application")),
    SelectChoice("uphold", _l("Let the refusal stand")),
]


class DecisionForm(FlaskForm):
    """A registrar's decision; `seen` is how many moves of the application were on the page."""

    decision = RadioField(_l("Decision"), [InputRequired()])
    ticked = SelectMultipleField(
        _l("What is missing or not proved"),
        description=_l("For asking and refusing. The candidate reads what you tick, in both languages."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reason = TextAreaField(
        _l("Reason"),
        [Optional(), Length(max=LONGEST_REASON)],
        description=_l("The candidate reads this, and it stays in the audit log."),
    )
    seen = HiddenField(validators=[Optional(), Regexp(r"[0-9]{1,6}\Z")])

    @classmethod
    def about(cls, state: ApplicationState, reasons: Mapping[str, TickedReason], seen: int) -> "DecisionForm":
        """The form for an application in this state, with the reasons out of its trace."""
        form = cls(seen=str(seen))
        form.decision.choices = [*(APPEAL if state is ApplicationState.APPEALED else FIRST_READING)]
        form.ticked.choices = [SelectChoice(value, say(reason.words)) for value, reason in reasons.items()]
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """A decision has a reason: words, or for a question and a refusal at least one that is ticked."""
        if not super().validate(extra_validators):
            return False
        if (self.reason.data or "").strip() or (self.ticked.data and self.decision.data in {"ask", "refuse"}):
            return True
        self.reason.errors = [_l("Give the reason for the decision: tick what is missing, or write it.")]
        return False

    @property
    def known_moves(self) -> int | None:
        """How many moves the registrar knew of."""
        return int(self.seen.data) if self.seen.data else None


class AnswerForm(FlaskForm):
    """What a candidate says when sending the application in again."""

    words = TextAreaField(
        _l("What you have added"),
        [Optional(), Length(max=LONGEST_REASON)],
        description=_l("The registrar reads this beside your evidence. You may leave it empty."),
    )


class AppealForm(FlaskForm):
    """Why a refusal should be looked at again."""

    reason = TextAreaField(
        _l("Why should the refusal be looked at again?"),
        [DataRequired(), Length(max=LONGEST_REASON)],
        description=_l("Say what was overlooked or misread. Somebody who did not refuse you reads this."),
    )
