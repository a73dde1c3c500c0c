"""What the audit log calls what was done here."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "load_scheme": _l("Loaded a scheme from its file"),
    "begin_scheme_draft": _l("Began the draft of a scheme"),
    "write_scheme_draft": _l("Wrote on the draft of a scheme"),
    "submit_scheme_draft": _l("Submitted the draft of a scheme"),
    "send_back_scheme_draft": _l("Sent the draft of a scheme back"),
    "approve_scheme_draft": _l("Approved the draft of a scheme"),
    "refuse_own_scheme_draft": _l("Tried to approve their own draft of a scheme and was refused"),
    "discard_scheme_draft": _l("Discarded the draft of a scheme"),
    "publish_scheme": _l("Published a version of a scheme"),
    "review_scheme": _l("Reviewed a scheme"),
}
"""What the audit log calls each action."""
