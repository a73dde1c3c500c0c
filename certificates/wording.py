"""What is said about certificates: standings, findings, decisions, and why something is refused."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from certificates.domain.credit import ActivityState
from certificates.domain.standing import Move, Standing
from documents.finding import Finding


@dataclass(frozen=True, slots=True)
class Label:
    """A state as a page shows it: never by its colour alone."""

    text: LazyString
    tone: str
    icon: str
    sentence: LazyString | None = None


STANDINGS = {
    Standing.VALID: Label(
        _l("Valid"), "good", "circle-check", _l("This certificate is in force. What it certifies stands below.")
    ),
    Standing.EXPIRED: Label(
        _l("Expired"), "warn", "hourglass", _l("The term of this certificate has passed. It is no longer in force.")
    ),
    Standing.SUSPENDED: Label(
        _l("Suspended"),
        "warn",
        "alert-triangle",
        _l("The issuing body has suspended this certificate for the present."),
    ),
    Standing.REVOKED: Label(
        _l("Revoked"), "bad", "circle-x", _l("The issuing body has withdrawn this certificate. It proves nothing now.")
    ),
}
NOT_FOUND = Label(
    _l("Not found"),
    "bad",
    "help-circle",
    _l("The register holds no such certificate. Compare the number with the paper, or ask the person who showed it."),
)
MISTYPED = Label(
    _l("Number not readable"),
    "warn",
    "alert-triangle",
    _l("This cannot be a certificate number. It has sixteen letters and digits in four groups, and a slip is noticed."),
)
NOT_AUTHENTIC = Label(_l("Not authentic"), "bad", "shield-x")
FINDINGS = {
    Finding.AUTHENTIC: _l("The file carries our digital signature, is unchanged, and stands in the register."),
    Finding.NOT_A_PDF: _l("This is not a PDF document. A photo cannot be checked; use the number or the code instead."),
    Finding.UNREADABLE: _l("The file is damaged or was altered so that it cannot be read."),
    Finding.UNSIGNED: _l("The file carries no digital signature. A certificate of ours always does."),
    Finding.OTHER_SIGNER: _l("The file was signed by somebody else, not by the issuing body."),
    Finding.CHANGED: _l("The file was changed after it was issued."),
    Finding.ADDED_TO: _l("Something was added to the file after it was issued."),
}

MOVES = {
    Move.SUSPEND: Label(_l("Suspend"), "warn", "alert-triangle", _l("Not in force until you reinstate it.")),
    Move.REINSTATE: Label(_l("Reinstate"), "good", "circle-check", _l("In force again from now on.")),
    Move.REVOKE: Label(_l("Revoke"), "bad", "circle-x", _l("Withdrawn for good. This cannot be undone.")),
}
DECIDED = {
    Move.SUSPEND: _l("Suspended"),
    Move.REINSTATE: _l("Reinstated"),
    Move.REVOKE: _l("Revoked"),
}
ACTIVITIES = {
    ActivityState.FILED: Label(_l("Waiting"), "info", "clock"),
    ActivityState.APPROVED: Label(_l("Approved"), "good", "circle-check"),
    ActivityState.DECLINED: Label(_l("Declined"), "bad", "circle-x"),
}

SENTENCES = {
    "own_certificate": _l("Nobody decides on their own certificate or credits. Ask another registrar."),
    "number_malformed": _l("A number has sixteen letters and digits in four groups, such as 7K3M-Q9WX-4TPH-2RDC."),
    "number_mistyped": _l("There is a slip in this number. Compare it with the paper, sign by sign."),
    "number_unknown": _l("The register holds no certificate with this number."),
    "missing_glyphs": _l("These characters cannot be printed: %(characters)s (%(codes)s). Correct the name first."),
    "reason_missing": _l("Give a reason."),
    "certificate_not_in_force": _l("Activities can be filed only while the certificate is in force."),
    "activity_undescribed": _l("Say what you did."),
    "credits_out_of_range": _l("An activity brings at least 1 and at most %(most)s credits."),
    "hours_out_of_range": _l("An activity takes more than 0 and at most %(most)s hours."),
    "activity_in_future": _l("The activity lies in the future. File it once it is done."),
    "activity_outside_term": _l("Only what was done within the term counts, from %(since)s to %(until)s."),
    "activity_already_filed": _l("You have already filed this activity for this day."),
}

ACTIONS = {
    "certificate.issue": _l("Issued a certificate"),
    "certificate.hold_up": _l("Held up a certificate whose name cannot be printed"),
    "certificate.try_again": _l("Had a certificate tried again"),
    "certificate.suspend": _l("Suspended a certificate"),
    "certificate.reinstate": _l("Reinstated a certificate"),
    "certificate.revoke": _l("Revoked a certificate"),
    "activity.approve": _l("Approved an activity of continuing education"),
    "activity.decline": _l("Declined an activity of continuing education"),
}
"""What the audit log calls each action."""
