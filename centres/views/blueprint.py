"""The blueprint of centres."""

from flask import Blueprint

from kernel.verdict import Refusal

bp = Blueprint("centres", __name__)

NO_OBJECTION: tuple[Refusal, ...] = ()
"""What a rule says that has nothing against it."""
