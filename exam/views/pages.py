"""All pages of the exam room under their one blueprint."""

from exam.views import (
    accommodations,
    answer_files,
    api,
    candidate,
    desk,
    entries,
    fairness,
    incidents,
    integrity,
    lobby,
    pictures,
    problems,
    receipts,
    safe_browser,
    staff,
    watching,
)
from exam.views.blueprint import bp

__all__ = [
    "accommodations",
    "answer_files",
    "api",
    "bp",
    "candidate",
    "desk",
    "entries",
    "fairness",
    "incidents",
    "integrity",
    "lobby",
    "pictures",
    "problems",
    "receipts",
    "safe_browser",
    "staff",
    "watching",
]
