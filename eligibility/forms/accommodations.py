"""Shapes of what people enter about accommodations: the candidate's steps and the officer's decision."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, FileField, IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from eligibility.domain.accommodation import (
    LONGEST_REASON,
    MOST_BREAK_MINUTES,
    MOST_MINUTES,
    PERCENTAGES,
    Accommodation,
)
from eligibility.wording.accommodations import MEASURES, SENTENCES

LASTING, UNTIL = "lasting", "until"
GRANT, DECLINE = "grant", "decline"


class WishForm(FlaskForm):
    """What is needed, and for how long."""

    measures = SelectMultipleField(
        _l("What do you need?"),
        [InputRequired(SENTENCES["accommodation_nothing_wished"])],
        choices=[SelectChoice(measure.value, name) for measure, name in MEASURES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    lasts = RadioField(
        _l("For how long?"),
        [InputRequired()],
        choices=[SelectChoice(LASTING, _l("For good")), SelectChoice(UNTIL, _l("Until a day"))],
    )
    needed_until = DateField(_l("Last day"), [Optional()], description=_l("Only if you need it until a day."))

    def validate(self, extra_validators: Any = None) -> bool:
        """A need until a day has that day."""
        is_valid = super().validate(extra_validators)
        if self.lasts.data == UNTIL and self.needed_until.data is None and not self.needed_until.errors:
            self.needed_until.errors = [SENTENCES["accommodation_needs_day"]]
            return False
        return bool(is_valid)


class ReasonForm(FlaskForm):
    """Why it is needed."""

    reason = TextAreaField(
        _l("Why do you need it?"),
        [DataRequired(SENTENCES["accommodation_reason_missing"]), Length(max=LONGEST_REASON)],
        description=_l(
            "A few sentences are enough: what makes examinations harder for you, and what has helped so far."
        ),
    )


class ProofForm(FlaskForm):
    """One paper."""

    proof = FileField(
        _l("Add a paper"),
        description=_l("PDF, JPEG or PNG, at most 10 MB."),
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"},
    )


class GrantForm(FlaskForm):
    """The measures of a grant, its days and its reason."""

    extra_percent = RadioField(
        _l("Extra time in percent"),
        choices=[SelectChoice(0, _l("none")), *(SelectChoice(each, f"{each} %") for each in PERCENTAGES if each)],
        coerce=int,
        default=0,
        description=_l("Of the minutes of each sitting, rounded up to whole minutes."),
    )
    extra_minutes = IntegerField(
        _l("Extra minutes"),
        [Optional(), NumberRange(0, MOST_MINUTES)],
        description=_l("On top of the percentage; leave this empty if there are none."),
    )
    large_print = BooleanField(_l("Large print"))
    reader = BooleanField(_l("A reader"))
    break_minutes = IntegerField(_l("Rest breaks, minutes in all"), [Optional(), NumberRange(0, MOST_BREAK_MINUTES)])
    starts_on = DateField(_l("First day"), [InputRequired()])
    ends_on = DateField(_l("Last day"), [Optional()], description=_l("Leave this empty if it is granted for good."))
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(SENTENCES["accommodation_decision_needs_reason"]), Length(max=LONGEST_REASON)],
        description=_l("The candidate reads this on the platform; messages do not repeat it."),
    )

    @property
    def granted(self) -> dict[str, Any]:
        """What is granted by it, as the services ask for it."""
        return {
            "accommodation": Accommodation(
                extra_percent=self.extra_percent.data or 0,
                extra_minutes=self.extra_minutes.data or 0,
                large_print=self.large_print.data,
                reader=self.reader.data,
                break_minutes=self.break_minutes.data or 0,
            ),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "reason": self.reason.data,
        }


class ChangeForm(GrantForm):
    """A new decision in place of the one that was `seen`."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class DecisionForm(GrantForm):
    """An officer's decision on a request; what is declined has no measures and no days."""

    decision = RadioField(
        _l("Decision"),
        [InputRequired()],
        choices=[SelectChoice(GRANT, _l("Grant")), SelectChoice(DECLINE, _l("Decline"))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The days matter only where something is granted."""
        if self.decision.data == DECLINE:
            self.starts_on.validators = [Optional()]
        return super().validate(extra_validators)


class EndForm(FlaskForm):
    """The end of what was granted by the decision that was `seen`."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    starts_on = DateField(_l("First day without it"), [InputRequired()])
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(SENTENCES["accommodation_decision_needs_reason"]), Length(max=LONGEST_REASON)],
        description=_l("The candidate reads this on the platform; messages do not repeat it."),
    )
