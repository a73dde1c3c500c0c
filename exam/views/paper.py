"""What a candidate's page shows of the paper: never a key, a rubric, a weight or a seed."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from uuid import UUID

from flask import render_template, url_for
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
from web.cookies import token
from web.language import language
from web.layout import mark_of
from web.markdown import html, inline_html, with_pictures
from web.times import ZONE

VERSIONS_REMEMBERED = 4096
PAPERS_REMEMBERED = 2048
NOBODYS = UUID(int=0)
"""The attempt for which the common parts are written, until its id gives way to a candidate's own …"""
NOBODY = str(NOBODYS).encode()
"""… where it stands in them."""
TOKEN, PAPER = "[token]", "[paper]"
"""Where on the page these two come."""
PLACES = re.compile(rf"({re.escape(TOKEN)}|{re.escape(PAPER)})")
OPENS = tuple(f'{{"letter":"{letter}",'.encode() for letter in LETTERS)
"""How an option begins on a paper, by its place."""


def page(attempt: Attempt, now: datetime) -> bytes:
    """The whole page: what is the same for everybody in a sitting, with this candidate's token and paper in it."""
    own = {TOKEN.encode(): token().encode(), PAPER.encode(): _paper(attempt, now)}
    return b"".join([own.get(part, part) for part in _around(attempt.sitting_id, language())])


@lru_cache(maxsize=64)
def _around(sitting_id: UUID, _language: str) -> tuple[bytes, ...]:
    sitting = planned.sitting_row(sitting_id).facts
    around = render_template(
        "exam/player.html", paper=PAPER, csrf_token=lambda: TOKEN, name=names_of([sitting])[sitting_id], sitting=sitting
    )
    return tuple(part.encode() for part in PLACES.split(around))


def make_ready(form_id: UUID, sitting_id: UUID) -> None:
    """Put together while its candidate waits what the start then only hands out."""
    _around(sitting_id, language())
    _of_sitting(sitting_id)
    _of_form(form_id, sitting_id)


def _paper(attempt: Attempt, now: datetime) -> bytes:
    """The paper as data for the page's scripts."""
    own = {
        "attempt": str(attempt.id),
        "owner": mark_of(attempt.candidate_id),
        "file_secret": answer_files.secret_of(attempt.id),
        "number": attempt.number,
        "deadline": attempt.timing.deadline.isoformat(),
        "remaining_ms": attempt.timing.remaining_ms(now),
        "text_size": attempt.allowance.text_size,
    }
    same = (_of_sitting(attempt.sitting_id), *_of_form(attempt.form_id, attempt.sitting_id))
    return b"".join((_json(own)[:-1], b",", *same, b"}")).replace(NOBODY, str(attempt.id).encode())


@lru_cache(maxsize=64)
def _of_sitting(sitting_id: UUID) -> bytes:
    """What stands on every paper of a sitting; whether there is a calculator, the scheme says."""
    same = {
        "file_key": answer_files.public_key(sitting_id),
        "zone": ZONE,
        "calculator": component_of(planned.sitting_row(sitting_id).facts).calculator,
        "urls": _urls(),
    }
    return _json(same)[1:-1]


def _urls() -> dict[str, str]:
    return {
        "paper": url_for("exam.attempt", attempt_id=NOBODYS),
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


@dataclass(frozen=True, slots=True)
class Texts:
    """A question as JSON with HTML in each language, in the order of its version; options without their brace."""

    stem: bytes
    options: tuple[bytes, ...]
    prompts: tuple[bytes, ...]
    group: bytes | None
    pictures: frozenset[UUID]


_remembered: dict[UUID, Texts] = {}


def pictures(attempt: Attempt) -> frozenset[UUID]:
    """The pictures that the paper shows."""
    shown = _shown([slot.version_id for slot in sat.layout_of(attempt.form_id).slots])
    return frozenset(picture for texts in shown for picture in texts.pictures)


@lru_cache(maxsize=PAPERS_REMEMBERED)
def _of_form(form_id: UUID, sitting_id: UUID) -> tuple[bytes, ...]:
    """What stands on a form, in parts: the texts among them are there once for all papers."""
    layout = sat.layout_of(form_id)
    case = layout.case_version_id
    questions, groups = _questions(sitting_id, layout.slots)
    last = b"null" if case is None else _case(case)
    return (b',"questions":[', *questions, b'],"groups":[', *_apart([one] for one in groups), b'],"case":', last)


def _questions(sitting_id: UUID, slots: tuple[Slot, ...]) -> tuple[list[bytes], Iterable[bytes]]:
    """The questions in their order on the paper, and the case texts that some of them share."""
    in_part = _partial(sitting_id) if slots else frozenset()
    groups: dict[bytes, int] = {}
    questions = []
    for slot, texts in zip(slots, _shown([slot.version_id for slot in slots]), strict=True):
        group = None if texts.group is None else groups.setdefault(texts.group, len(groups))
        questions.append(_question(slot, texts, group, is_partial=slot.kind in in_part))
    return list(_apart(questions)), groups


@lru_cache(maxsize=64)
def _partial(sitting_id: UUID) -> frozenset[str]:
    """The kinds of questions that earn marks in part."""
    sitting = planned.sitting_row(sitting_id).facts
    blueprint = schemes.queries.version(sitting.scheme_version_id).level(sitting.level).blueprint
    return frozenset(blueprint.partial) if blueprint else frozenset()


def _question(slot: Slot, texts: Texts, group: int | None, *, is_partial: bool) -> Iterator[bytes]:
    """One of them; the names of slots and kinds and the letters are ours and need no care."""
    section, place = (f'"{slot.kind}"', "null") if group is None else ('"group"', str(group))
    head = (
        f'{{"slot":"{slot.slot}","kind":"{slot.kind}","section":{section},"group":{place},'
        f'"partial":{"true" if is_partial else "false"},"marks":"{slot.marks}","stem":'
    )
    options = zip(OPENS, [texts.options[index] for index in slot.order], strict=False)
    yield from (head.encode(), texts.stem, b',"prompts":[', *_apart([texts.prompts[index]] for index in slot.prompts))
    yield from (b'],"options":[', *_apart(options), b"]}")


def _shown(version_ids: Sequence[UUID]) -> list[Texts]:
    """The texts as HTML; a version never changes, so a process keeps what it has rendered."""
    texts = [_remembered.get(version_id) for version_id in version_ids]
    found = [known for known in texts if known]
    if len(found) == len(texts):
        return found
    missing = [version_id for version_id, known in zip(version_ids, texts, strict=True) if known is None]
    if len(_remembered) > VERSIONS_REMEMBERED:
        _remembered.clear()
    shown = question_bank.queries.presented(missing)
    rendered = {version_id: _texts(each) for version_id, each in shown.items()}
    _remembered.update(rendered)
    return [known or rendered[version_id] for version_id, known in zip(version_ids, texts, strict=True)]


def _texts(shown: Presented) -> Texts:
    return Texts(
        stem=_both(shown.stem, block=True),
        options=tuple(_both(option, block=False)[1:] for option in shown.options),
        prompts=tuple(_both(prompt, block=False) for prompt in shown.prompts),
        group=_both(shown.group.text, block=True) if shown.group else None,
        pictures=_pictures_of(shown),
    )


def _pictures_of(shown: Presented) -> frozenset[UUID]:
    texts = (shown.stem, *shown.options, *shown.prompts, *([shown.group.text] if shown.group else []))
    return frozenset(picture for words in texts for text in (words.zh, words.en) for picture in pictures_in(text))


@lru_cache(maxsize=64)
def _case(version_id: UUID) -> bytes:
    case = question_bank.queries.case_study(version_id)
    return b'{"title":%b,"background":%b,"tasks":%b}' % (
        _json({"zh": case.title.zh, "en": case.title.en}),
        _both(case.background, block=True),
        _list(_both(task, block=True) for task in case.tasks),
    )


def _both(words: Words, *, block: bool) -> bytes:
    """HTML in each language, its pictures where the candidate may fetch them."""
    render = html if block else inline_html
    folder = url_for("exam.attempt", attempt_id=NOBODYS) + "/pictures/"
    return _json({"zh": with_pictures(render(words.zh), folder), "en": with_pictures(render(words.en), folder)})


def _json(value: object) -> bytes:
    """JSON that may stand inside HTML."""
    return str(htmlsafe_json_dumps(value, dumps=_dumps)).encode()


_dumps = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def _list(parts: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(parts) + b"]"


def _apart(things: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Their parts, with a comma between one thing and the next."""
    for number, parts in enumerate(things):
        if number:
            yield b","
        yield from parts
