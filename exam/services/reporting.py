"""The fairness report of a sitting: every paper against the blueprint, and the papers against one another."""

from collections import Counter

import question_bank.queries
import schemes.queries
from exam.domain.fairness import Fairness, fairness
from exam.models import Sitting
from exam.queries import attempts as sat
from exam.services.assembling import blueprint_of


def fairness_of(sitting: Sitting) -> Fairness:
    """Report on the papers prepared for a theory sitting."""
    level = schemes.queries.version(sitting.scheme_version_id).level(sitting.level)
    forms = sat.forms_of(sitting.id)
    if forms:
        places = [(item["function"], item["kind"], item["cognitive"]) for item in forms[-1].pool.items]
    else:
        pool = question_bank.queries.pool(sitting.scheme_code, sitting.level)
        places = [(item.function, str(item.kind), str(item.cognitive)) for item in pool]
    return fairness(
        [form.layout for form in forms],
        blueprint=blueprint_of(sitting),
        weights={function.code: function.weight for function in level.functions},
        available=Counter(places),
    )
