"""Shapes of what people enter about accounts."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.domain.person import LONGEST_NAME, LONGEST_PASSWORD
from kernel.actor import Role

ROLE_NAMES = {
    Role.CANDIDATE: _l("Candidate"),
    Role.EXAMINER: _l("Examiner"),
    Role.REGISTRAR: _l("Registrar"),
    Role.INVIGILATOR: _l("Invigilator"),
    Role.CENTRE_MANAGER: _l("Centre manager"),
    Role.ADMINISTRATOR: _l("Administrator"),
}


class SignIn(FlaskForm):
    """E-mail address and password."""

    email = EmailField(_l("E-mail address"), [InputRequired(), Length(max=254)], render_kw={"autocomplete": "username"})
    password = PasswordField(
        _l("Password"), [InputRequired(), Length(max=LONGEST_PASSWORD)], render_kw={"autocomplete": "current-password"}
    )


class Registration(FlaskForm):
    """What a candidate gives to get an account."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=LONGEST_NAME)], render_kw={"autocomplete": "name"})
    name_latin = StringField(_l("Name in Latin letters (optional)"), [Length(max=LONGEST_NAME)])
    email = EmailField(_l("E-mail address"), [InputRequired(), Length(max=254)], render_kw={"autocomplete": "email"})
    password = PasswordField(
        _l("Password"), [InputRequired(), Length(max=LONGEST_PASSWORD)], render_kw={"autocomplete": "new-password"}
    )


class FirstPassword(FlaskForm):
    """What somebody who was invited chooses."""

    password = PasswordField(
        _l("Password"), [InputRequired(), Length(max=LONGEST_PASSWORD)], render_kw={"autocomplete": "new-password"}
    )


class Roles(FlaskForm):
    """Which roles a person has."""

    roles = SelectMultipleField(
        _l("Roles"),
        choices=[SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class Nothing(FlaskForm):
    """A button: only the protection against forged requests."""
