"""The blueprint to which the pages of schemes belong."""

from flask import Blueprint

bp = Blueprint("schemes", __name__)
