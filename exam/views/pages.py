"""All pages of the exam room under their one blueprint."""

from exam.views import accommodations, api, candidate, entries, fairness, lobby, pictures, problems, staff
from exam.views.blueprint import bp

__all__ = ["accommodations", "api", "bp", "candidate", "entries", "fairness", "lobby", "pictures", "problems", "staff"]
