"""Which fields each page takes: one that no form of it shows is refused, so that nobody sets what nobody asked for."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from wtforms import Form

View = Callable[..., ResponseReturnValue]

log = structlog.get_logger()

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
API = "/api/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
HOUSE = frozenset({"csrf_token"})
"""What the house itself sends with every form."""
MOST_NAMES, LONGEST_NAME = 5, 40
"""How much of a strange request is put into the log."""


class UnknownFields(BadRequest):
    """Something was sent that the page does not ask for; nothing of it is kept."""


def stripped(text: str | None) -> str | None:
    """What was written, without the blanks around it: nothing but blanks is nothing."""
    return text and text.strip()


@dataclass(frozen=True, slots=True)
class Taken:
    """The fields of a page, how names begin that are made of a thing's own parts, and how much it may be in all."""

    names: frozenset[str] = HOUSE
    beginnings: tuple[str, ...] = ()
    largest: int | None = None

    def holds(self, name: str) -> bool:
        """Whether the page asks for it."""
        return name in self.names or name.startswith(self.beginnings)


NOTHING = Taken()
"""What a page takes that says nothing about it."""


def takes(
    *fields: type[Form] | str, beginnings: tuple[str, ...] = (), largest: int | None = None
) -> Callable[[View], View]:
    """Declare on a page that writes what it asks for: forms, single fields, beginnings of names.

    `largest` is how many bytes it takes, where files may be larger than elsewhere.
    """
    names = {name for each in fields for name in ([each] if isinstance(each, str) else fields_of(each))}

    def declare(view: View) -> View:
        vars(view)["takes"] = Taken(HOUSE | names, beginnings, largest)
        return view

    return declare


def fields_of(form: type[Form]) -> frozenset[str]:
    """The names of a form's fields."""
    return frozenset(name for name in dir(form) if hasattr(getattr(form, name), "_formfield"))


def allow_large_files() -> None:
    """Before anything of a request is read: where its page takes more than others."""
    taken = vars(current_app.view_functions.get(request.endpoint or "", takes)).get("takes", NOTHING)
    if taken.largest is not None:
        request.max_content_length = taken.largest


def refuse_unknown_fields() -> None:
    """Before a page that writes, once it is clear who may: raises UnknownFields.

    JSON is taken below `/api/` alone, and read there name by name.
    """
    if request.method in READING or request.endpoint is None:
        return
    taken: Taken = vars(current_app.view_functions[request.endpoint]).get("takes", NOTHING)
    unknown = [name for name in (*request.form, *request.files) if not taken.holds(name)]
    if not unknown and request.content_length and request.mimetype not in FORMS and not request.path.startswith(API):
        unknown = [request.mimetype]
    if unknown:
        log.info("unknown fields", names=[name[:LONGEST_NAME] for name in unknown[:MOST_NAMES]])
        raise UnknownFields
