"""Shapes of what the candidate's paper sends."""

from typing import Annotated, Self

from pydantic import ConfigDict, PlainValidator, model_validator, with_config
from pydantic import Field as Is
from typing_extensions import TypedDict

from exam.domain.answer import HIGHEST_SEQ, MOST_IN_ONE_SAVE, Answer
from web.calls import Sent

EXACTLY = with_config(ConfigDict(extra="forbid"))


@EXACTLY
class Chosen(TypedDict):
    """The letters of options: one, several, in an order, or one for each prompt of a matching."""

    chosen: list[str]
    flagged: bool


@EXACTLY
class Line(TypedDict):
    """A number with its unit, or a short text."""

    text: str
    unit: str
    flagged: bool


@EXACTLY
class Text(TypedDict):
    """The text of a case study."""

    text: str


Value = Chosen | Line | Text


def _an_object(value: object) -> dict[str, object]:
    """What fits the form is said later, once it is clear whose attempt it is."""
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 -- pydantic's way
    return value


class Numbered(Sent):
    """The whole state of a slot, numbered by the page."""

    seq: Annotated[int, Is(gt=0, le=HIGHEST_SEQ)]
    slot: str
    value: Annotated[Value, PlainValidator(_an_object, json_schema_input_type=Value)]


class Rest(Sent):
    """The wish to rest, or to go on: nothing else is said."""


class Claimed(Sent):
    """The page that writes from now on."""

    writer: Annotated[str, Is(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class GivenUp(Sent):
    """The wish to give a file up: nothing else is said."""


class AnnouncedFile(Claimed):
    """A file that is about to be sent."""

    name: Annotated[str, Is(min_length=1, max_length=255)]
    size: Annotated[int, Is(ge=0, le=2**31 - 1)]
    sha256: Annotated[str, Is(pattern=r"^[0-9a-f]{64}$")]


class Save(Claimed):
    """Answers of the page that writes; no number stands twice."""

    answers: Annotated[list[Numbered], Is(max_length=MOST_IN_ONE_SAVE)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if len({answer.seq for answer in self.answers}) != len(self.answers):
            raise ValueError
        return self

    @property
    def entries(self) -> tuple[Answer, ...]:
        """The answers as the exam knows them."""
        return tuple(Answer(answer.seq, answer.slot, answer.value) for answer in self.answers)


class SeenAnnouncement(Sent):
    """The announcement that the candidate has seen."""

    number: Annotated[int, Is(gt=0, le=HIGHEST_SEQ)]


class Reported(Sent):
    """What is wrong with the question in a slot."""

    slot: str
    text: str
