"""The tasks of an application as a list on the page: what each is called, where it leads, how far it is."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from eligibility.domain.filling import Filling, TaskState
from eligibility.views.ways import Way
from eligibility.wording.descriptions import KIND_LEADS, KIND_TITLES

Task = dict[str, object]


def evidence_tasks(filling: Filling, way: Way) -> list[Task]:
    """One task for each kind of evidence that the level asks about."""
    tasks: list[Task] = []
    for kind, state in filling.evidence_tasks.items():
        count = sum(kept.kind is kind for kept in filling.items)
        text = ngettext("%(num)d entered", "%(num)d entered", count) if count else KIND_LEADS[kind]
        url = url_for("eligibility.evidence_of_kind", kind=kind.value, **way.args)
        tasks.append({"label": KIND_TITLES[kind], "text": text, "url": url, "state": state})
    return tasks


def apply_tasks(filling: Filling, way: Way) -> list[Task]:
    """The condition, and the check of the answers with which it is sent."""
    address: dict[str, Any] = {"code": filling.scheme.code, "level": filling.level.number}
    return [
        {
            "label": _("Choose the condition"),
            "text": _condition_text(filling),
            "url": url_for("eligibility.condition_choice", **address, **way.args),
            "state": filling.condition_task,
        },
        {
            "label": _("Check your answers and apply"),
            "text": _("You see everything once more before it is sent."),
            "url": url_for("eligibility.check_answers", **address),
            "state": TaskState.OPEN if filling.is_complete else TaskState.LOCKED,
        },
    ]


def _condition_text(filling: Filling) -> str:
    if filling.chosen is not None:
        return str(_("Condition %(number)s", number=filling.chosen.condition.id))
    return str(ngettext("%(num)d is met", "%(num)d are met", len(filling.choices))) if filling.choices else ""
