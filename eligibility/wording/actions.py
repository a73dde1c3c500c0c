"""What the audit log calls what was done here."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "apply_for_level": _l("Applied for a level"),
    "withdraw_application": _l("Withdrew an application"),
    "decide_application": _l("Decided on an application"),
    "claim_application": _l("Took an application to decide"),
    "release_application": _l("Gave an application back undecided"),
    "take_over_application": _l("Took an application over from a colleague"),
    "ask_for_more": _l("Asked the applicant for more"),
    "answer_question": _l("Answered what was asked about an application"),
    "propose_exemption": _l("Proposed to exempt a candidate from a component"),
    "decide_exemption": _l("Decided on a proposed exemption"),
    "close_exemption": _l("Closed a proposed exemption, as its application was refused or withdrawn"),
    "contest_exemption": _l("Proposed to revoke an exemption"),
    "answer_contested_exemption": _l("Decided on the revocation of an exemption"),
    "appeal_refusal": _l("Appealed against a refusal"),
    "keep_paper": _l("Filed a paper of evidence"),
    "turn_paper": _l("Turned a paper of evidence"),
    "read_paper": _l("Looked at a paper of evidence"),
    "read_portrait": _l("Looked at a portrait"),
    "destroy_papers": _l("Papers kept long enough were destroyed"),
    "ask_for_accommodation": _l("Asked for an accommodation"),
    "withdraw_accommodation": _l("Withdrew a request for an accommodation"),
    "decide_accommodation": _l("Decided on an accommodation"),
    "add_accommodation_proof": _l("Added proof for an accommodation"),
    "remove_accommodation_proof": _l("Removed proof for an accommodation"),
    "read_accommodation": _l("Read a request for an accommodation"),
    "read_accommodation_proof": _l("Looked at the proof for an accommodation"),
}
"""What the audit log calls each action."""
