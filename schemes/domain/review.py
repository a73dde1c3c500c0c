"""Governed documents are looked at again every six months, and somebody says that they are still right."""

from datetime import date

from kernel.dates import months_after

REVIEW_MONTHS = 6


def review_due(last_looked_at: date) -> date:
    """The day on which a version has to be looked at again, after it was published or last found right."""
    return months_after(last_looked_at, REVIEW_MONTHS)
