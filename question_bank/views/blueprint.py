"""The blueprint to which the pages of the question bank belong."""

from flask import Blueprint

bp = Blueprint("question_bank", __name__)
