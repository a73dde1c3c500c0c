"""The tasks of an application as a list on the page: what each is called, where it leads, how far it is."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from eligibility.domain.filling import Filling, TaskState, paper_lacking
from eligibility.domain.papers import Needed, PaperKind
from eligibility.views.ways import Way
from eligibility.wording.descriptions import KIND_LEADS, KIND_TITLES
from eligibility.wording.papers import PAPER_HINTS
from kernel.verdict import Refusal

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


def person_tasks(filling: Filling, way: Way) -> list[Task]:
    """Who they are; empty where the scheme asks for no papers."""
    if not filling.asks_for_papers:
        return []
    identity = filling.identity
    return [
        {
            "label": _("Number of the identity document"),
            "text": identity.masked if identity else _("Entered once, kept encrypted."),
            "url": identity_address(way),
            "state": TaskState.DONE if identity else TaskState.OPEN,
        },
        {
            "label": _("Portrait"),
            "text": PAPER_HINTS[PaperKind.PORTRAIT],
            "url": paper_address(filling, Needed(PaperKind.PORTRAIT), way),
            "state": TaskState.DONE if filling.portrait else TaskState.OPEN,
        },
    ]


def apply_tasks(filling: Filling, way: Way) -> list[Task]:
    """The condition, its papers, and the check of the answers with which it is sent."""
    address: dict[str, Any] = {"code": filling.scheme.code, "level": filling.level.number}
    condition: Task = {
        "label": _("Choose the condition"),
        "text": _condition_text(filling),
        "url": url_for("eligibility.condition_choice", **address, **way.args),
        "state": filling.condition_task,
    }
    papers: Task = {
        "label": _("Hand in the papers"),
        "text": _papers_text(filling),
        "url": url_for("eligibility.application_papers", **address),
        "state": filling.papers_task,
    }
    check: Task = {
        "label": _("Check your answers and apply"),
        "text": _("You see everything once more before it is sent."),
        "url": url_for("eligibility.check_answers", **address),
        "state": TaskState.OPEN if filling.is_complete else TaskState.LOCKED,
    }
    return [condition, papers, check] if filling.asks_for_papers else [condition, check]


def identity_address(way: Way) -> str:
    """Where the number of the identity document is entered, with the way back."""
    return url_for("accounts.identity", next=way.onward(url_for("eligibility.evidence")))


def paper_address(filling: Filling, wanted: Needed, way: Way) -> str:
    """Where a paper is looked at, or handed in where it is not there yet."""
    present = filling.paper_for(wanted)
    if present is not None and wanted.kind is not PaperKind.PORTRAIT:
        return url_for("eligibility.paper", paper_id=present.id, **way.args)
    if wanted.kind is PaperKind.PORTRAIT:
        return url_for("eligibility.portrait", **way.args)
    return url_for("eligibility.new_paper", kind=wanted.kind.value, evidence=wanted.evidence_id, **way.args)


def places(filling: Filling, way: Way) -> list[tuple[Refusal, str]]:
    """Everything that is still missing, each with the page where it is put right."""
    address: dict[str, Any] = {"code": filling.scheme.code, "level": filling.level.number}
    if not filling.choices:
        missing = Refusal("no_condition_met", level=filling.level.title)
        return [(missing, url_for("eligibility.application_form", **address))]
    if filling.chosen is None:
        return [(Refusal("condition_lacking"), url_for("eligibility.condition_choice", **address, **way.args))]
    found = []
    if filling.lacks_identity:
        found.append((Refusal("identity_lacking"), identity_address(way)))
    found += [(paper_lacking(wanted), paper_address(filling, wanted, way)) for wanted in filling.lacking_papers]
    return found


def _condition_text(filling: Filling) -> str:
    if filling.chosen is not None:
        return str(_("Condition %(number)s", number=filling.chosen.condition.id))
    return str(ngettext("%(num)d is met", "%(num)d are met", len(filling.choices))) if filling.choices else ""


def _papers_text(filling: Filling) -> str:
    if filling.chosen is None:
        return str(_("Which ones are needed follows from the condition."))
    proofs = [paper for wanted, paper in filling.papers_of_choice if wanted.kind is not PaperKind.PORTRAIT]
    there = sum(paper is not None for paper in proofs)
    return str(_("%(there)d of %(all)d are there", there=there, all=len(proofs)))
