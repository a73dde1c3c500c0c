"""Shapes of what candidates enter around a paper, and of receipts to check."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms import (
    BooleanField,
    IntegerField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exam.domain.agreement import LONGEST_NAME

LARGEST_RECEIPT = 1024 * 1024


class Readiness(FlaskForm):
    """The candidate's word that the clock may start."""

    ready = BooleanField(
        _l("I am ready. I know that the clock starts now and does not stop."),
        [InputRequired(_l("Tick the box to confirm that the clock may start."))],
    )
    agreed_name = StringField(_l("I agree. My full name:"), [Optional(), Length(max=LONGEST_NAME)])
    agreed_version = IntegerField("", [Optional()])


class ReceiptCode(FlaskForm):
    """The number and the check code that stand on a receipt."""

    class Meta:
        """It only asks, so no token is needed."""

        csrf = False

    number = StringField(_l("Attempt number"), [DataRequired(), Length(max=20)])
    code = StringField(_l("Check code"), [DataRequired(), Length(min=16, max=100)])


class ReceiptFile(FlaskForm):
    """A receipt as a file."""

    document = FileField(
        _l("Receipt as a PDF file"),
        [
            FileRequired(_l("Choose the PDF file of the receipt.")),
            FileSize(LARGEST_RECEIPT, message=_l("The file is larger than 1 MB. Receipts are much smaller.")),
        ],
    )
