"""What a candidate's page shows of the paper: never a key, a rubric, a weight or a seed."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import url_for

import question_bank.queries
from exam.domain.form import LETTERS, Slot
from exam.domain.timing import remaining_ms
from exam.models import Attempt
from kernel.words import Words
from question_bank.domain.question import Presented
from web.markdown import html, inline_html
from web.times import ZONE

VERSIONS_REMEMBERED = 4096


def paper(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """The whole paper as data for the page."""
    layout = attempt.form.layout
    case = layout.case_version_id
    return {
        "attempt": str(attempt.id),
        "number": attempt.number,
        "deadline": attempt.timing.deadline.isoformat(),
        "remaining_ms": remaining_ms(attempt.timing.deadline, now),
        "zone": ZONE,
        "text_size": attempt.allowance.text_size,
        "urls": _urls(attempt.id),
        "questions": _questions(layout.slots),
        "case": None if case is None else _case(case),
    }


def _urls(attempt_id: UUID) -> dict[str, str]:
    return {
        "claim": url_for("exam.claim", attempt_id=attempt_id),
        "state": url_for("exam.attempt_state", attempt_id=attempt_id),
        "answers": url_for("exam.save_answers", attempt_id=attempt_id),
        "hand_in": url_for("exam.hand_in", attempt_id=attempt_id),
        "files": url_for("exam.upload_file", attempt_id=attempt_id),
        "receipt": url_for("exam.receipt", attempt_id=attempt_id),
        "sign_in": url_for("accounts.sign_in_form"),
    }


def _questions(slots: tuple[Slot, ...]) -> list[dict[str, Any]]:
    shown = _shown(frozenset(slot.version_id for slot in slots))
    return [
        {
            "slot": slot.slot,
            "kind": slot.kind,
            "section": slot.kind,
            "marks": str(slot.marks),
            "stem": stem,
            "options": [
                {"letter": letter, **options[index]} for letter, index in zip(LETTERS, slot.order, strict=False)
            ],
        }
        for slot in slots
        for stem, options in (shown[slot.version_id],)
    ]


Texts = tuple[dict[str, str], tuple[dict[str, str], ...]]
_remembered: dict[UUID, Texts] = {}


def _shown(version_ids: frozenset[UUID]) -> dict[UUID, Texts]:
    """Stem and options as HTML; a version never changes, so a process keeps what it has rendered."""
    missing = version_ids - _remembered.keys()
    if missing:
        if len(_remembered) > VERSIONS_REMEMBERED:
            _remembered.clear()
        found = question_bank.queries.presented(missing)
        _remembered.update({version_id: _texts(shown) for version_id, shown in found.items()})
    return {version_id: _remembered[version_id] for version_id in version_ids}


def _texts(shown: Presented) -> Texts:
    return _both(shown.stem, block=True), tuple(_both(option, block=False) for option in shown.options)


@lru_cache(maxsize=64)
def _case(version_id: UUID) -> dict[str, Any]:
    case = question_bank.queries.case_study(version_id)
    return {
        "title": {"zh": case.title.zh, "en": case.title.en},
        "background": _both(case.background, block=True),
        "tasks": [_both(task, block=True) for task in case.tasks],
    }


def _both(words: Words, *, block: bool) -> dict[str, str]:
    render = html if block else inline_html
    return {"zh": str(render(words.zh)), "en": str(render(words.en))}
