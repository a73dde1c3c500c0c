"""The calls that programs make: each view declares what is sent and what is answered; that is checked and described."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, ClassVar, NotRequired

from flask import request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from typing_extensions import TypedDict
from wtforms import Form

from kernel.errors import BadInput
from kernel.verdict import Refusal
from web.fields import View

JSON, PAGE, BYTES = "application/json", "text/html", "application/octet-stream"
UNCACHED = "no-store"
LARGEST_BODY = 1_000_000

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A moment as ISO 8601 writes it, in UTC."""


class Sent(BaseModel):
    """A JSON object with exactly these fields, each of exactly its type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    refusal: ClassVar[str] = "bad_input"
    """The code with which a body of another shape is refused."""


class Refused(TypedDict):
    """A code for the program, a sentence for the person, and at times a code that support finds in the log."""

    code: str
    message: str
    support: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Call:
    """What is declared on a view beside its path, its access and what it returns."""

    sends: type[Sent] | None
    asks: type[Form] | None
    receives: str
    media: str
    status: int
    also: tuple[int, ...]
    refuses: tuple[int, ...]
    cache: str


def call(
    *,
    sends: type[Sent] | None = None,
    asks: type[Form] | None = None,
    receives: str = "",
    media: str = JSON,
    status: int = 200,
    also: tuple[int, ...] = (),
    refuses: tuple[int, ...] = (),
    cache: str = UNCACHED,
) -> Callable[[View], View]:
    """Declare a call of programs; where it `sends` JSON, the view gets it as its last argument, checked.

    Or it `receives` bytes of this media type as they are. It `asks` with the fields of a form in the address, answers
    with `status`, in the same shape with those in `also`, and `refuses` with others than those that follow from its
    access, its address and its body.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def called(*things: Any, **arguments: Any) -> ResponseReturnValue:
            return view(*things, **arguments, sent=read(sends)) if sends else view(*things, **arguments)

        vars(called)["call"] = Call(sends, asks, receives, media, status, also, refuses, cache)
        return called

    return declare


def read(model: type[Sent]) -> Sent:
    """The JSON of this request; raises BadInput, naming the field, where it is of another shape."""
    where = "body"
    try:
        if (request.content_length or 0) <= LARGEST_BODY:
            return model.model_validate(json.loads(request.get_data(cache=False)))
    except ValidationError as wrong:
        where = str(next(iter(wrong.errors(include_url=False, include_input=False)[0]["loc"]), where))
    except (ValueError, RecursionError):
        pass
    raise BadInput(Refusal(model.refusal, where=where), where)
