"""What accounts have to say when they refuse."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "sign_in_failed": _l("The e-mail address or the password is not right. Check both and try again."),
    "email_malformed": _l("Enter an e-mail address like name@example.org."),
    "email_taken": _l("There is already an account with this e-mail address. Sign in instead."),
    "name_missing": _l("Enter the name as it stands on the identity card, at most 100 characters."),
    "name_needs_reason": _l("Give the reason for the correction, for example the document you have seen."),
    "own_name": _l("Nobody corrects their own name. Ask a colleague."),
    "password_short": _l("Choose a password of at least %(least)s characters."),
    "already_has_password": _l("This person has chosen a password already and needs no invitation."),
    "role_missing": _l("Choose at least one role."),
    "roles_apart": _l(
        "A question author cannot be a candidate or a centre manager too: whoever writes questions must not sit papers "
        "or train those who do. Choose one of these roles, and give the other to somebody else."
    ),
    "own_roles": _l("You cannot change your own roles or shut your own account. Ask another administrator."),
    "identity_kind": _l("Choose the kind of identity document."),
    "identity_missing": _l("Enter the number of your identity document."),
    "identity_length": _l("The number has %(needed)s characters; you entered %(have)s."),
    "identity_old": _l("This is the 15-digit number of an old card. Enter the 18 characters of the present card."),
    "identity_character": _l(
        "Only digits are possible here, and as the last character also X. Check the characters at place: %(places)s."
    ),
    "identity_region": _l("The first two digits name no province. Check the beginning of the number."),
    "identity_birth": _l("Digits 7 to 14 are the date of birth, and this is no possible one. Check these digits."),
    "identity_check": _l("The last character does not fit the others. Check the number for a typing error."),
    "identity_is_residence_permit": _l(
        "This is the number of a residence permit of Hong Kong, Macau or Taiwan residents. Choose that document above."
    ),
    "identity_no_residence_permit": _l(
        "The number of this residence permit begins with 810000, 820000 or 830000. "
        "Check it, or choose another document."
    ),
    "identity_hong_kong_macau_permit": _l("The number of this permit is H or M and 8 digits, for example H01234567."),
    "identity_taiwan_permit": _l("The number of this permit has 8 digits."),
    "identity_chinese_passport": _l(
        "The number of a Chinese passport is a letter and 8 digits, for example E12345678, or E, a letter and 7 digits."
    ),
    "identity_foreign_passport": _l(
        "A passport number has 6 to 12 letters and digits. Enter it as on the page with the photo."
    ),
    "identity_taken": _l(
        "This number is registered with another account. If you registered before, sign in with that account. "
        "If you did not, write to the registrars: they will check your document."
    ),
    "identity_confirmed": _l(
        "A registrar has confirmed your identity document. Ask the registrars if the number has changed or is wrong."
    ),
    "identity_needs_reason": _l("Give the reason for the correction."),
    "identity_own": _l("Nobody corrects their own number. Ask another registrar."),
}

ACTIONS = {
    "accounts.register": _l("Took a person in"),
    "accounts.confirm_address": _l("Confirmed their e-mail address and opened the account"),
    "accounts.set_password": _l("Chose a password"),
    "accounts.sign_in": _l("Signed in to the platform"),
    "accounts.sign_out": _l("Signed out of the platform"),
    "accounts.invite": _l("Invited somebody to open an account"),
    "accounts.set_roles": _l("Changed somebody’s roles"),
    "accounts.disable": _l("Shut an account"),
    "accounts.enable": _l("Opened a shut account again"),
    "accounts.found_organisation": _l("Took an organisation in"),
    "accounts.affiliate": _l("Made somebody staff of an organisation"),
    "accounts.correct_name": _l("Corrected a name"),
    "accounts.record_identity": _l("Recorded an identity number"),
    "accounts.identity_taken": _l("Entered an identity number of another account"),
    "accounts.read_identity": _l("Read an identity number in clear"),
}
"""What the audit log calls each action."""
