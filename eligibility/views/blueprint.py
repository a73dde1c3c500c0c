"""The blueprint of admission, and what all its pages can say."""

from flask import Blueprint

from eligibility.wording import descriptions

bp = Blueprint("eligibility", __name__)


@bp.context_processor
def words_for_pages() -> dict[str, object]:
    """Descriptions of evidence, requirements and states for the templates of this package."""
    return {
        "describe": descriptions.describe,
        "asked": descriptions.asked,
        "kind_titles": descriptions.KIND_TITLES,
        "kind_leads": descriptions.KIND_LEADS,
        "add_labels": descriptions.ADD_LABELS,
        "sources": descriptions.SOURCES,
        "states": descriptions.STATES,
    }
