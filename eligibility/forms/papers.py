"""Shapes of what people send as papers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from eligibility.domain.papers import TURNS

PAPER_TYPES = "image/jpeg,image/png,application/pdf"
PICTURE_TYPES = "image/jpeg,image/png"


class PaperForm(FlaskForm):
    """A file, and how far it was turned before it was sent."""

    file = FileField(_l("File"), render_kw={"accept": PAPER_TYPES})
    turn = IntegerField(_l("Rotation"), [Optional(), NumberRange(0, TURNS - 1)], default=0, widget=HiddenInput())


class PortraitForm(PaperForm):
    """A picture, and which part of it was chosen."""

    file = FileField(_l("Photo"), render_kw={"accept": PICTURE_TYPES})
    box = HiddenField(_l("Chosen part"))
