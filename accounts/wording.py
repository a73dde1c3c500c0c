"""What accounts have to say when they refuse."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "sign_in_failed": _l("The e-mail address or the password is not right. Check both and try again."),
    "email_malformed": _l("Enter an e-mail address like name@example.org."),
    "email_taken": _l("There is already an account with this e-mail address. Sign in instead."),
    "name_missing": _l("Enter the name as it stands on the identity card, at most 100 characters."),
    "password_short": _l("Choose a password of at least %(least)s characters."),
    "already_has_password": _l("This person has chosen a password already and needs no invitation."),
    "own_roles": _l("You cannot change your own roles or shut your own account. Ask another administrator."),
}
