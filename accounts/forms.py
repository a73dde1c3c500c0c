"""Shapes of what people enter about accounts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.domain.identity import IdentityKind
from accounts.domain.person import LONGEST_NAME, LONGEST_PASSWORD
from accounts.wording import SENTENCES
from kernel.actor import Role

ROLE_NAMES = {
    Role.CANDIDATE: _l("Candidate"),
    Role.AUTHOR: _l("Question author"),
    Role.EXAMINER: _l("Examiner"),
    Role.REGISTRAR: _l("Registrar"),
    Role.INVIGILATOR: _l("Invigilator"),
    Role.ACCOMMODATIONS_OFFICER: _l("Accommodations officer"),
    Role.CENTRE_MANAGER: _l("Centre manager"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
IDENTITY_NAMES = {
    IdentityKind.RESIDENT_CARD: _l("Resident identity card"),
    IdentityKind.HONG_KONG_MACAU_PERMIT: _l("Mainland travel permit for Hong Kong and Macau residents"),
    IdentityKind.TAIWAN_PERMIT: _l("Mainland travel permit for Taiwan residents"),
    IdentityKind.RESIDENCE_PERMIT: _l("Residence permit for Hong Kong, Macau and Taiwan residents"),
    IdentityKind.CHINESE_PASSPORT: _l("Passport of the People's Republic of China"),
    IdentityKind.FOREIGN_PASSPORT: _l("Passport of another country"),
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


class Identity(FlaskForm):
    """An identity document and its number."""

    kind = RadioField(
        _l("Document"),
        [InputRequired()],
        choices=[SelectChoice(kind.value, name) for kind, name in IDENTITY_NAMES.items()],
        default=IdentityKind.RESIDENT_CARD.value,
    )
    number = StringField(
        _l("Number"),
        [InputRequired(), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class IdentityCorrection(Identity):
    """A registrar's correction of somebody's number."""

    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=500)], render_kw={"rows": 2})


class NameCorrection(FlaskForm):
    """Somebody's name as it should be written."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=LONGEST_NAME)], render_kw={"autocomplete": "off"})
    name_latin = StringField(
        _l("Name in Latin letters (optional)"), [Length(max=LONGEST_NAME)], render_kw={"autocomplete": "off"}
    )
    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=500)], render_kw={"rows": 2})


class Newcomer(Roles):
    """Somebody whom an administrator invites to work here."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=LONGEST_NAME)])
    name_latin = StringField(_l("Name in Latin letters (optional)"), [Length(max=LONGEST_NAME)])
    email = EmailField(_l("E-mail address"), [InputRequired(), Length(max=254)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever is invited is invited to do something."""
        is_valid = super().validate(extra_validators)
        if not self.roles.data:
            self.roles.errors = [SENTENCES["role_missing"]]
            return False
        return bool(is_valid)


class Nothing(FlaskForm):
    """A button: only the protection against forged requests."""
