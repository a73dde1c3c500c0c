"""Shapes of what people enter about certificates and credits."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from certificates.domain.credit import MOST_CREDITS, MOST_HOURS
from web.numbers import DecimalField

LARGEST_FILE = 2 * 1024 * 1024
"""Our certificates have less than a tenth of this."""
LONGEST_REASON = 1000


class Lookup(FlaskForm):
    """The number printed on a certificate."""

    class Meta:
        """It only asks, so no token is needed."""

        csrf = False

    number = StringField(_l("Certificate number"), [InputRequired(), Length(max=60)])


class Upload(FlaskForm):
    """The certificate as a file."""

    document = FileField(
        _l("Certificate as a PDF file"),
        [
            FileRequired(_l("Choose the PDF file of the certificate.")),
            FileSize(LARGEST_FILE, message=_l("The file is larger than 2 MB. Certificates of ours are much smaller.")),
        ],
    )


class Filing(FlaskForm):
    """Continuing education as the holder describes it."""

    done_on = DateField(_l("Date"), [InputRequired()])
    hours = DecimalField(_l("Hours"), [InputRequired(), NumberRange(min=0.5, max=MOST_HOURS)], places=1)
    credits = IntegerField(_l("Credits"), [InputRequired(), NumberRange(min=1, max=MOST_CREDITS)])
    description = TextAreaField(_l("What you did"), [DataRequired(), Length(max=500)])


class Reason(FlaskForm):
    """Why something was decided."""

    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=LONGEST_REASON)])


class Decision(Reason):
    """A decision about a certificate."""

    move = HiddenField(validators=[InputRequired()])


class Nothing(FlaskForm):
    """A button: only the protection against forged requests."""
