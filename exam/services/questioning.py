"""Reporting a problem with a question from where it is seen: it goes to the question, with the version on the paper."""

from datetime import datetime

import question_bank.services.reports
from exam.domain.form import TEXT_SLOT
from exam.models.attempts import Attempt
from exam.queries import rehearsals
from kernel.actor import Actor
from kernel.errors import BadInput, Refused
from kernel.verdict import Refusal
from question_bank.domain.report import Source


def report_problem(attempt: Attempt, slot: str, text: str, *, source: Source, actor: Actor, now: datetime) -> None:
    """Report what stands in a slot of the attempt's form; raises BadInput where there is no such slot, and Refused."""
    if rehearsals.is_rehearsal(attempt.sitting_id):
        raise Refused(Refusal("only_rehearsed"))
    layout = attempt.form.layout
    found = layout.slot(slot)
    version_id = found.version_id if found else layout.case_version_id if slot == TEXT_SLOT else None
    if version_id is None:
        raise BadInput(Refusal("bad_input", where="slot"), "slot")
    question_bank.services.reports.report(
        version_id, text, source=source, attempt_id=attempt.id, slot=slot, actor=actor, now=now
    )


def report_by_number(attempt: Attempt, number: int, text: str, *, source: Source, actor: Actor, now: datetime) -> None:
    """The same by the number of the question on the paper, as people name it; a case study is question 1."""
    slots = [slot.slot for slot in attempt.form.layout.slots] or [TEXT_SLOT]
    slot = slots[number - 1] if 1 <= number <= len(slots) else ""
    report_problem(attempt, slot, text, source=source, actor=actor, now=now)
