"""Shapes of what people enter about questions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DecimalField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from question_bank.domain.bank import ALL_USABLE, FACETS, YES, Wanted
from question_bank.domain.kind import COGNITIVE, Cognitive, Kind
from question_bank.domain.lifecycle import BY_ITSELF, USABLE, Move, State
from question_bank.services.formats.choice import SUFFIXES
from web.wording import say

LONGEST_REASON = 500
LONGEST_REMARK = 2000
LONGEST_SEARCH = 100
LEVEL = re.compile(r"[a-z0-9-]{1,40}/[0-9]{1,3}")
IDENTITY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def printable(text: str | None) -> str | None:
    """The text without signs that no database stores and no reader sees."""
    return text and "".join(sign for sign in text if sign.isprintable() or sign in "\n\r\t")


@dataclass(frozen=True, slots=True)
class Search:
    """Which questions to list, as the address says it; an unknown value is as good as none."""

    asked: Mapping[str, str]

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Self:
        """Read the address."""
        words = (printable(args.get("q")) or "").strip()[:LONGEST_SEARCH]
        asked = {facet: args.get(facet, "") for facet in (*FACETS, "author")}
        known = {
            "level": LEVEL, "kind": _one_of(Kind), "cognitive": _one_of(Cognitive),
            "due": re.compile(YES), "reported": re.compile(YES),
            "state": _one_of([*State, ALL_USABLE]), "author": IDENTITY,
        }  # fmt: skip
        good = {facet: value for facet, value in asked.items() if facet not in known or known[facet].fullmatch(value)}
        return cls({name: value for name, value in {"q": words, **good}.items() if value})

    def wanted(self, now: datetime) -> Wanted:
        """What was asked for."""
        asked = self.asked
        scheme, _, level = asked.get("level", "").rpartition("/")
        states = USABLE if asked.get("state") == ALL_USABLE else {State(asked["state"])} if "state" in asked else ()
        return Wanted(
            scheme=scheme or None,
            level=int(level) if level else None,
            function=asked.get("function"),
            kind=Kind(asked["kind"]) if "kind" in asked else None,
            cognitive=Cognitive(asked["cognitive"]) if "cognitive" in asked else None,
            states=frozenset(states),
            due_by=now if "due" in asked else None,
            reported="reported" in asked,
            author_id=UUID(asked["author"]) if "author" in asked else None,
            words=asked.get("q", ""),
        )


def _one_of(values: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(values))


class Upload(FlaskForm):
    """A file of questions, and why it comes."""

    file = FileField(_l("File"), [FileRequired()], render_kw={"accept": ",".join(SUFFIXES)})
    level = SelectField(_l("Level"), [InputRequired()])
    function = SelectField(_l("Function of questions that do not name theirs"))
    cognitive = SelectField(_l("Cognitive level of questions that do not name theirs"), default=Cognitive.UNDERSTAND)
    difficulty = DecimalField(
        _l("Difficulty of questions that do not name theirs"),
        [InputRequired(), NumberRange(0.01, 0.99)],
        default=0.6,
        places=2,
    )
    reason = TextAreaField(
        _l("What is new or changed, and why"), [DataRequired(), Length(max=LONGEST_REASON)], filters=[printable]
    )

    def offer(self, levels: list[tuple[str, str]], functions: list[tuple[str, str]]) -> None:
        """Put in the choices that depend on the schemes, and on the reader's language."""
        self.level.choices = _choices(levels)
        self.cognitive.choices = _choices([(depth.value, say(words)) for depth, words in COGNITIVE.items()])
        self.function.choices = [SelectChoice("", _l("No function")), *_choices(functions)]

    @property
    def target(self) -> tuple[str, int]:
        """Scheme and level."""
        scheme, _, level = self.level.data.rpartition("/")
        return scheme, int(level)


class Decision(FlaskForm):
    """A move of a version, and why."""

    move = HiddenField(validators=[AnyOf([move.value for move in Move if move not in BY_ITSELF])])
    reason = TextAreaField(_l("Reason"), [Length(max=LONGEST_REASON)], filters=[printable])

    @property
    def wish(self) -> Move:
        """The move that was asked for."""
        return Move(self.move.data)


class Writing(FlaskForm):
    """What is said about a version beside what it says itself; the cells of the question are read by their names."""

    reason = StringField(
        _l("What is new or changed, and why"), [DataRequired(), Length(max=LONGEST_REASON)], filters=[printable]
    )
    based_on = IntegerField(widget=HiddenInput(), validators=[Optional()])
    submit = StringField(validators=[Optional(), AnyOf([YES])])


class Remark(FlaskForm):
    """What somebody says about a version."""

    text = TextAreaField(
        _l("Your comment"), [DataRequired(), Length(max=LONGEST_REMARK)], filters=[printable], render_kw={"rows": 3}
    )


class Answer(FlaskForm):
    """What came of a report."""

    answer = StringField(_l("What came of it"), [DataRequired(), Length(max=LONGEST_REASON)], filters=[printable])


class Enemy(FlaskForm):
    """A question that no paper may have beside this one, and why."""

    enemy = StringField(_l("Number of the other question"), [DataRequired(), Length(max=40)], filters=[printable])
    enemy_reason = StringField(_l("Why"), [DataRequired(), Length(max=LONGEST_REASON)], filters=[printable])


class Peace(FlaskForm):
    """Why two questions may stand on one paper again."""

    peace_reason = StringField(_l("Why"), [DataRequired(), Length(max=LONGEST_REASON)], filters=[printable])


class NewPicture(FlaskForm):
    """A picture for questions, and what its authors call it."""

    picture = FileField(_l("Picture"), [FileRequired()], render_kw={"accept": ".png,.jpg,.jpeg"})
    name = StringField(_l("Name of the picture"), [DataRequired(), Length(max=100)], filters=[printable])


def level_value(scheme: str, level: int) -> str:
    """A level as the value of a choice."""
    return f"{scheme}/{level}"


def _choices(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]
