"""Shapes of what registrars enter about questions."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Form, HiddenField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from question_bank.domain.bank import Wanted
from question_bank.domain.kind import COGNITIVE, KINDS, Cognitive, Kind
from question_bank.domain.lifecycle import BY_ITSELF, Move, State
from question_bank.wording import STATES
from web.wording import say

LONGEST_REASON = 500
LONGEST_REMARK = 2000


def printable(text: str | None) -> str | None:
    """The text without signs that no database stores and no reader sees."""
    return text and "".join(sign for sign in text if sign.isprintable() or sign in "\n\r\t")


ANY = SelectChoice("", _l("All"))


class Search(Form):
    """Which questions to list; an unknown value is as good as none."""

    q = SearchField(_l("Words or number"), filters=[printable])
    level = SelectField(_l("Level"))
    function = SelectField(_l("Function"))
    kind = SelectField(_l("Kind of question"))
    cognitive = SelectField(_l("Cognitive level"))
    state = SelectField(
        _l("State"), choices=[ANY, *(SelectChoice(state.value, name) for state, name in STATES.items())]
    )

    def offer(self, levels: list[tuple[str, str]], functions: list[tuple[str, str]]) -> None:
        """Put in the choices that depend on the schemes and on the reader's language."""
        self.level.choices = [ANY, *_choices(levels)]
        self.function.choices = [ANY, *_choices(functions)]
        self.kind.choices = [ANY, *(SelectChoice(kind.value, say(words)) for kind, words in KINDS.items())]
        self.cognitive.choices = [ANY, *(SelectChoice(depth.value, say(words)) for depth, words in COGNITIVE.items())]
        for field in (self.level, self.function, self.kind, self.cognitive, self.state):
            field.data = field.data if field.data in {choice.value for choice in field.choices} else ""

    @property
    def wanted(self) -> Wanted:
        """What was asked for."""
        scheme, _, level = (self.level.data or "").rpartition("/")
        return Wanted(
            scheme=scheme or None,
            level=int(level) if level else None,
            function=self.function.data or None,
            kind=Kind(self.kind.data) if self.kind.data else None,
            cognitive=Cognitive(self.cognitive.data) if self.cognitive.data else None,
            state=State(self.state.data) if self.state.data else None,
            words=(self.q.data or "")[:100],
        )

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for at all."""
        return self.wanted != Wanted()


class Upload(FlaskForm):
    """A file of questions, and why it comes."""

    file = FileField(_l("File"), [FileRequired()], render_kw={"accept": ".yaml,.yml,.xlsx"})
    level = SelectField(_l("Level"), [InputRequired()])
    function = SelectField(_l("Function of questions that do not name theirs"))
    reason = TextAreaField(
        _l("What is new or changed, and why"), [InputRequired(), Length(max=LONGEST_REASON)], filters=[printable]
    )

    def offer(self, levels: list[tuple[str, str]], functions: list[tuple[str, str]]) -> None:
        """Put in the choices that depend on the schemes."""
        self.level.choices = _choices(levels)
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


class Remark(FlaskForm):
    """What somebody says about a version."""

    text = TextAreaField(
        _l("Your comment"), [DataRequired(), Length(max=LONGEST_REMARK)], filters=[printable], render_kw={"rows": 3}
    )


class Enemy(FlaskForm):
    """A question that no paper may have beside this one, and why."""

    enemy = StringField(_l("Number of the other question"), [DataRequired(), Length(max=40)], filters=[printable])
    enemy_reason = StringField(_l("Why"), [DataRequired(), Length(max=LONGEST_REASON)], filters=[printable])


class Peace(FlaskForm):
    """Why two questions may stand on one paper again."""

    peace_reason = StringField(_l("Why"), [DataRequired(), Length(max=LONGEST_REASON)], filters=[printable])


def level_value(scheme: str, level: int) -> str:
    """A level as the value of a choice."""
    return f"{scheme}/{level}"


def _choices(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]
