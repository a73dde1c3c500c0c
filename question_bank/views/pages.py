"""All pages of the question bank under their one blueprint."""

from question_bank.views import beside, browsing, exporting, importing, listing, pictures, question, writing
from question_bank.views.blueprint import bp

__all__ = ["beside", "bp", "browsing", "exporting", "importing", "listing", "pictures", "question", "writing"]
