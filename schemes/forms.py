"""Shapes of what registrars enter about schemes."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length
from wtforms.widgets import HiddenInput

from kernel.errors import BadInput
from kernel.verdict import Refusal
from schemes.domain.draft import DraftMove
from schemes.services.drafting import LONGEST_REMARK


class DraftText(FlaskForm):
    """The text of a draft, typed or as a file, and why it is needed."""

    reason = TextAreaField(_l("Why a new version is needed"), [Length(max=LONGEST_REMARK)])
    source = TextAreaField(_l("Text of the scheme"))
    file = FileField(_l("Or a file with the whole text"))
    edition = IntegerField(validators=[InputRequired()], widget=HiddenInput())

    @property
    def text(self) -> str:
        """The file's text where one came, else what was typed; raises BadInput for a file that is no text."""
        if not self.file.data:
            return self.source.data or ""
        try:
            return str(self.file.data.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise BadInput(Refusal("draft_not_text"), where="file") from None


class DraftDecision(FlaskForm):
    """A move of a draft as it was read, with a remark."""

    move = HiddenField(validators=[AnyOf([move.value for move in DraftMove])])
    edition = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    remark = TextAreaField(_l("Remark"), [Length(max=LONGEST_REMARK)])

    @property
    def wish(self) -> DraftMove:
        """The move that was asked for."""
        return DraftMove(self.move.data)


class Review(FlaskForm):
    """That a version is still right, with a remark."""

    remark = TextAreaField(_l("Remark"), [Length(max=LONGEST_REMARK)])
