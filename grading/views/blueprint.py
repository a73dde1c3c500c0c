"""The pages of grading."""

from flask import Blueprint

bp = Blueprint("grading", __name__)
