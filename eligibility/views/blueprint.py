"""The blueprint of admission, and what all its pages can say."""

from functools import partial

from flask import Blueprint

import schemes.queries
from eligibility.wording import accommodations, descriptions, questions
from kernel import clock
from kernel.dates import local_date
from kernel.errors import NotFound
from web.times import ZONE
from web.wording import say

bp = Blueprint("eligibility", __name__)


def scheme_title(code: str) -> str:
    """The title of a scheme; its code where the platform does not know it."""
    try:
        return say(schemes.queries.current(code, local_date(clock.now(), ZONE)).title)
    except NotFound:
        return code


@bp.context_processor
def words_for_pages() -> dict[str, object]:
    """Descriptions of evidence, requirements and states for the templates of this package."""
    return {
        "describe": partial(descriptions.describe, scheme_title=scheme_title),
        "asked": descriptions.asked,
        "kind_titles": descriptions.KIND_TITLES,
        "levels": descriptions.LEVELS,
        "kind_leads": descriptions.KIND_LEADS,
        "add_labels": descriptions.ADD_LABELS,
        "sources": descriptions.SOURCES,
        "states": descriptions.STATES,
        "answers_of": partial(questions.answers_of, scheme_title=scheme_title),
        "questions": questions.QUESTIONS,
        "task_states": questions.TASK_STATES,
        "steps_made": descriptions.STEPS,
        "measure_names": accommodations.MEASURES,
        "measures_offered": accommodations.OFFERED,
        "helpful_proof": accommodations.HELPFUL,
        "accommodation_states": accommodations.STATES,
        "accommodation_decisions": accommodations.DECISIONS,
    }
