"""What a candidate's page shows of the paper: never a key, a rubric, a weight or a seed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import url_for

import question_bank.queries
import schemes.queries
from exam.domain.form import LETTERS, Slot
from exam.models.attempts import Attempt
from kernel.words import Words
from question_bank.domain.pictures import pictures_in
from question_bank.domain.question import Presented
from web.markdown import html, inline_html, with_pictures
from web.times import ZONE

VERSIONS_REMEMBERED = 4096

Spoken = dict[str, str]
"""HTML in each language."""


def paper(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """The whole paper as data for the page."""
    layout = attempt.form.layout
    case = layout.case_version_id
    return {
        "attempt": str(attempt.id),
        "number": attempt.number,
        "deadline": attempt.timing.deadline.isoformat(),
        "remaining_ms": attempt.timing.remaining_ms(now),
        "zone": ZONE,
        "text_size": attempt.allowance.text_size,
        "urls": _urls(attempt.id),
        **_questions(attempt, layout.slots),
        "case": None if case is None else _case(case),
    }


def _urls(attempt_id: UUID) -> dict[str, str]:
    return {
        "claim": url_for("exam.claim", attempt_id=attempt_id),
        "state": url_for("exam.attempt_state", attempt_id=attempt_id),
        "pulse": url_for("exam.pulse", attempt_id=attempt_id),
        "take_break": url_for("exam.take_break", attempt_id=attempt_id),
        "end_break": url_for("exam.end_break", attempt_id=attempt_id),
        "answers": url_for("exam.save_answers", attempt_id=attempt_id),
        "hand_in": url_for("exam.hand_in", attempt_id=attempt_id),
        "files": url_for("exam.upload_file", attempt_id=attempt_id),
        "problems": url_for("exam.report_problem", attempt_id=attempt_id),
        "receipt": url_for("exam.receipt", attempt_id=attempt_id),
        "sign_in": url_for("accounts.sign_in_form"),
    }


@dataclass(frozen=True, slots=True)
class Texts:
    """A question as HTML, in the order of its version."""

    stem: Spoken
    options: tuple[Spoken, ...]
    prompts: tuple[Spoken, ...]
    group: Spoken | None
    pictures: frozenset[UUID]


_remembered: dict[UUID, Texts] = {}


def pictures(attempt: Attempt) -> frozenset[UUID]:
    """The pictures that the paper shows."""
    shown = _shown(attempt.form.layout.question_versions)
    return frozenset(picture for texts in shown.values() for picture in texts.pictures)


def _questions(attempt: Attempt, slots: tuple[Slot, ...]) -> dict[str, Any]:
    """The questions in their order on the paper, and the case texts that some of them share."""
    sitting = attempt.sitting
    blueprint = schemes.queries.version(sitting.scheme_version_id).level(sitting.level).blueprint if slots else None
    partial = blueprint.partial if blueprint else frozenset()
    folder = url_for("exam.attempt", attempt_id=attempt.id) + "/pictures/"
    rendered = _shown(attempt.form.layout.question_versions)
    shown = {version_id: _placed(texts, folder) for version_id, texts in rendered.items()}
    groups: list[Spoken] = []
    for slot in slots:
        text = shown[slot.version_id].group
        if text is not None and text not in groups:
            groups.append(text)
    return {"questions": [_question(slot, shown[slot.version_id], partial, groups) for slot in slots], "groups": groups}


def _question(slot: Slot, texts: Texts, partial: Collection[str], groups: list[Spoken]) -> dict[str, Any]:
    return {
        "slot": slot.slot,
        "kind": slot.kind,
        "section": "group" if texts.group else slot.kind,
        "group": groups.index(texts.group) if texts.group else None,
        "partial": slot.kind in partial,
        "marks": str(slot.marks),
        "stem": texts.stem,
        "prompts": [texts.prompts[index] for index in slot.prompts],
        "options": [
            {"letter": letter, **texts.options[index]} for letter, index in zip(LETTERS, slot.order, strict=False)
        ],
    }


def _shown(version_ids: frozenset[UUID]) -> dict[UUID, Texts]:
    """The texts as HTML; a version never changes, so a process keeps what it has rendered."""
    missing = version_ids - _remembered.keys()
    if missing:
        if len(_remembered) > VERSIONS_REMEMBERED:
            _remembered.clear()
        found = question_bank.queries.presented(missing)
        _remembered.update({version_id: _texts(shown) for version_id, shown in found.items()})
    return {version_id: _remembered[version_id] for version_id in version_ids}


def _texts(shown: Presented) -> Texts:
    return Texts(
        stem=_both(shown.stem, block=True),
        options=tuple(_both(option, block=False) for option in shown.options),
        prompts=tuple(_both(prompt, block=False) for prompt in shown.prompts),
        group=_both(shown.group.text, block=True) if shown.group else None,
        pictures=_pictures_of(shown),
    )


def _pictures_of(shown: Presented) -> frozenset[UUID]:
    texts = (shown.stem, *shown.options, *shown.prompts, *([shown.group.text] if shown.group else []))
    return frozenset(picture for words in texts for text in (words.zh, words.en) for picture in pictures_in(text))


def _placed(texts: Texts, folder: str) -> Texts:
    """The same with its pictures where the candidate may fetch them."""
    if not texts.pictures:
        return texts

    def at(spoken: Spoken) -> Spoken:
        return {language: str(with_pictures(text, folder)) for language, text in spoken.items()}

    return replace(
        texts,
        stem=at(texts.stem),
        options=tuple(map(at, texts.options)),
        prompts=tuple(map(at, texts.prompts)),
        group=at(texts.group) if texts.group else None,
    )


@lru_cache(maxsize=64)
def _case(version_id: UUID) -> dict[str, Any]:
    case = question_bank.queries.case_study(version_id)
    return {
        "title": {"zh": case.title.zh, "en": case.title.en},
        "background": _both(case.background, block=True),
        "tasks": [_both(task, block=True) for task in case.tasks],
    }


def _both(words: Words, *, block: bool) -> Spoken:
    render = html if block else inline_html
    return {"zh": str(render(words.zh)), "en": str(render(words.en))}
