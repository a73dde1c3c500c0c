"""What a candidate's page shows of the paper: never a key, a rubric, a weight or a seed."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from uuid import UUID

from flask import render_template, url_for
from flask_wtf.csrf import generate_csrf
from jinja2.utils import htmlsafe_json_dumps

import question_bank.queries
import schemes.queries
from exam.domain.form import LETTERS, Slot
from exam.models.attempts import Attempt
from exam.queries import attempts as sat
from exam.queries import sittings as planned
from exam.services import answer_files
from exam.views.naming import component_of, names_of
from kernel.words import Words
from question_bank.domain.pictures import pictures_in
from question_bank.domain.question import Presented
from web.language import language
from web.layout import mark_of
from web.markdown import html, inline_html, with_pictures
from web.times import ZONE

VERSIONS_REMEMBERED = 4096
NOBODYS = UUID(int=0)
"""The attempt for which the common parts are written, until its id gives way to a candidate's own."""
TOKEN, PAPER = "[token]", "[paper]"
"""Where on the page these two come."""


def page(attempt: Attempt, now: datetime) -> str:
    """The whole page: what is the same for everybody in a sitting, with this candidate's token and paper in it."""
    around = _around(attempt.sitting_id, language())
    return around.replace(TOKEN, generate_csrf()).replace(PAPER, _paper(attempt, now))


@lru_cache(maxsize=64)
def _around(sitting_id: UUID, _language: str) -> str:
    sitting = planned.sitting_row(sitting_id).facts
    return render_template(
        "exam/player.html", paper=PAPER, csrf_token=lambda: TOKEN, name=names_of([sitting])[sitting_id], sitting=sitting
    )


def _paper(attempt: Attempt, now: datetime) -> str:
    """The paper as data for the page's scripts."""
    layout = sat.layout_of(attempt.form_id)
    case = layout.case_version_id
    parts = {
        "attempt": _json(str(NOBODYS)),
        "owner": _json(mark_of(attempt.candidate_id)),
        "file_key": _json(answer_files.public_key(attempt.sitting_id)),
        "file_secret": _json(answer_files.secret_of(attempt.id)),
        "number": _json(attempt.number),
        "deadline": _json(attempt.timing.deadline.isoformat()),
        "remaining_ms": _json(attempt.timing.remaining_ms(now)),
        "zone": _json(ZONE),
        "text_size": _json(attempt.allowance.text_size),
        "calculator": _json(_has_calculator(attempt.sitting_id)),
        "urls": _urls(),
        **_questions(attempt.sitting_id, layout.slots),
        "case": "null" if case is None else _case(case),
    }
    return _object(parts).replace(str(NOBODYS), str(attempt.id))


@lru_cache(maxsize=1)
def _urls() -> str:
    return _json(
        {
            "claim": url_for("exam.claim", attempt_id=NOBODYS),
            "state": url_for("exam.attempt_state", attempt_id=NOBODYS),
            "pulse": url_for("exam.pulse", attempt_id=NOBODYS),
            "take_break": url_for("exam.take_break", attempt_id=NOBODYS),
            "end_break": url_for("exam.end_break", attempt_id=NOBODYS),
            "answers": url_for("exam.save_answers", attempt_id=NOBODYS),
            "announcements": url_for("exam.announcements", attempt_id=NOBODYS),
            "hand_in": url_for("exam.hand_in", attempt_id=NOBODYS),
            "uploads": url_for("exam.begin_upload", attempt_id=NOBODYS),
            "observations": url_for("exam.note_seen", attempt_id=NOBODYS),
            "problems": url_for("exam.report_problem", attempt_id=NOBODYS),
            "receipt": url_for("exam.receipt", attempt_id=NOBODYS),
            "sign_in": url_for("accounts.sign_in_form"),
        }
    )


@dataclass(frozen=True, slots=True)
class Texts:
    """A question as JSON with HTML in each language, in the order of its version."""

    stem: str
    options: tuple[str, ...]
    prompts: tuple[str, ...]
    group: str | None
    pictures: frozenset[UUID]


_remembered: dict[UUID, Texts] = {}


def pictures(attempt: Attempt) -> frozenset[UUID]:
    """The pictures that the paper shows."""
    shown = _shown(sat.layout_of(attempt.form_id).question_versions)
    return frozenset(picture for texts in shown.values() for picture in texts.pictures)


def _questions(sitting_id: UUID, slots: tuple[Slot, ...]) -> dict[str, str]:
    """The questions in their order on the paper, and the case texts that some of them share."""
    in_part = _partial(sitting_id) if slots else frozenset()
    shown = _shown([slot.version_id for slot in slots])
    groups: dict[str, int] = {}
    questions = []
    for slot in slots:
        texts = shown[slot.version_id]
        group = None if texts.group is None else groups.setdefault(texts.group, len(groups))
        questions.append(_question(slot, texts, group, is_partial=slot.kind in in_part))
    return {"questions": _list(questions), "groups": _list(groups)}


@lru_cache(maxsize=64)
def _has_calculator(sitting_id: UUID) -> bool:
    """Whether the scheme allows one."""
    return component_of(planned.sitting_row(sitting_id).facts).calculator


@lru_cache(maxsize=64)
def _partial(sitting_id: UUID) -> frozenset[str]:
    """The kinds of questions that earn marks in part."""
    sitting = planned.sitting_row(sitting_id).facts
    blueprint = schemes.queries.version(sitting.scheme_version_id).level(sitting.level).blueprint
    return frozenset(blueprint.partial) if blueprint else frozenset()


def _question(slot: Slot, texts: Texts, group: int | None, *, is_partial: bool) -> str:
    """One of them; the names of slots and kinds and the letters are ours and need no care."""
    section, place = (f'"{slot.kind}"', "null") if group is None else ('"group"', str(group))
    options = [
        f'{{"letter":"{letter}",{texts.options[index][1:]}' for letter, index in zip(LETTERS, slot.order, strict=False)
    ]
    return (
        f'{{"slot":"{slot.slot}","kind":"{slot.kind}","section":{section},"group":{place},'
        f'"partial":{"true" if is_partial else "false"},"marks":"{slot.marks}","stem":{texts.stem},'
        f'"prompts":{_list(texts.prompts[index] for index in slot.prompts)},"options":{_list(options)}}}'
    )


def _shown(version_ids: Collection[UUID]) -> dict[UUID, Texts]:
    """The texts as HTML; a version never changes, so a process keeps what it has rendered."""
    texts = {version_id: known for version_id in version_ids if (known := _remembered.get(version_id))}
    missing = [version_id for version_id in version_ids if version_id not in texts]
    if missing:
        if len(_remembered) > VERSIONS_REMEMBERED:
            _remembered.clear()
        found = question_bank.queries.presented(missing)
        rendered = {version_id: _texts(shown) for version_id, shown in found.items()}
        _remembered.update(rendered)
        texts |= rendered
    return texts


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


@lru_cache(maxsize=64)
def _case(version_id: UUID) -> str:
    case = question_bank.queries.case_study(version_id)
    return _object(
        {
            "title": _json({"zh": case.title.zh, "en": case.title.en}),
            "background": _both(case.background, block=True),
            "tasks": _list(_both(task, block=True) for task in case.tasks),
        }
    )


def _both(words: Words, *, block: bool) -> str:
    """HTML in each language, its pictures where the candidate may fetch them."""
    render = html if block else inline_html
    folder = url_for("exam.attempt", attempt_id=NOBODYS) + "/pictures/"
    return _json({"zh": with_pictures(render(words.zh), folder), "en": with_pictures(render(words.en), folder)})


def _json(value: object) -> str:
    """JSON that may stand inside HTML."""
    return str(htmlsafe_json_dumps(value, dumps=_dumps))


_dumps = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def _object(parts: Mapping[str, str]) -> str:
    return "{" + ",".join([f'"{name}":{part}' for name, part in parts.items()]) + "}"


def _list(parts: Iterable[str]) -> str:
    return "[" + ",".join(parts) + "]"
