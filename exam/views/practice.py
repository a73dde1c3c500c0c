"""A practice paper for anybody: the real exam page with questions of its own; nothing of it goes to the server."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from ruamel.yaml import YAML

from exam.domain.form import LETTERS
from exam.views.blueprint import bp
from kernel.words import Words
from web.access import public
from web.markdown import html, inline_html
from web.times import ZONE

QUESTIONS = Path(__file__).resolve().parent.parent / "practice.yaml"
MINUTES = 20
TITLE = Words("练习试卷", "Practice paper")


@bp.get("/practice")
@public
def practice() -> ResponseReturnValue:
    """The exam page on questions that stand in no bank; the result is shown at the end, and nothing is stored."""
    paper = {
        "practice": True,
        "attempt": "practice",
        "zone": ZONE,
        "text_size": 1,
        "calculator": True,
        "remaining_ms": MINUTES * 60_000,
        "urls": {"receipt": url_for("home.home"), "sign_in": url_for("accounts.sign_in_form")},
        "questions": _questions(),
        "groups": [],
        "case": None,
    }
    return render_template("exam/practice.html", paper=_inside(paper), title=TITLE)


@lru_cache(maxsize=1)
def _questions() -> list[dict[str, Any]]:
    """Each with its key: on this paper everybody may look."""
    return [
        {
            "slot": str(number),
            "kind": asked["kind"],
            "section": asked["kind"],
            "group": None,
            "partial": False,
            "marks": "1",
            "stem": _block(asked["stem"]),
            "prompts": [_inline(each) for each in asked.get("prompts", ())],
            "options": [
                {"letter": letter, **_inline(each)}
                for letter, each in zip(LETTERS, asked.get("options", ()), strict=False)
            ],
            "correct": asked["correct"],
            "because": _block(asked["because"]),
        }
        for number, asked in enumerate(YAML(typ="safe").load(QUESTIONS)["questions"], 1)
    ]


def _block(words: dict[str, str]) -> dict[str, str]:
    return {language: str(html(text)) for language, text in words.items()}


def _inline(words: dict[str, str]) -> dict[str, str]:
    return {language: str(inline_html(text)) for language, text in words.items()}


def _inside(paper: dict[str, Any]) -> Markup:
    """JSON that may stand inside HTML."""
    return htmlsafe_json_dumps(paper, dumps=json.dumps, ensure_ascii=False)
