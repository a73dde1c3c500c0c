"""Commands for operators: JSON on standard output, a clear message and exit status 1 on bad input."""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn
from uuid import UUID

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError, ProgrammingError

from kernel.errors import BadInput, DomainError, NotFound
from storage.transaction import transaction
from web.errors import reasons
from web.language import LANGUAGES


class Told(click.Command):
    """A command that ends with status 1 where it is called wrongly, as with any other bad input."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.show()
            ctx.exit(1)


class Commands(AppGroup):
    """A group whose commands run in one transaction and say in words why they refuse."""

    def command(self, *args: Any, **options: Any) -> Callable[[Callable[..., Any]], click.Command]:  # type: ignore[override]
        """Register a command; it needs no decorator for context, transaction or errors."""

        def register(function: Callable[..., Any]) -> click.Command:
            def run(**arguments: Any) -> Any:
                try:
                    with transaction():
                        return function(**arguments)
                except DomainError as error:
                    fail(_message(error))
                except (OperationalError, ProgrammingError) as error:
                    fail(f"The database cannot be used as it is; `flask db upgrade` makes its tables. ({error.orig})")

            run.__doc__ = function.__doc__
            run.__name__ = function.__name__
            if hasattr(function, "__click_params__"):
                vars(run)["__click_params__"] = vars(function)["__click_params__"]
            return click.Group.command(self, *args, **{"cls": Told, **options})(with_appcontext(run))

        return register


def answer(value: object) -> None:
    """Print as JSON, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain, indent=2))


def answer_line(value: object) -> None:
    """Print as one line of JSON, for answers that come in numbers."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def fail(message: str) -> NoReturn:
    """Say it on standard error and end with status 1."""
    click.echo(message, err=True)
    sys.exit(1)


def _message(error: DomainError) -> str:
    spoken = []
    for tongue in LANGUAGES:
        with force_locale(tongue):
            spoken.append(_("There is nothing like that.") if isinstance(error, NotFound) else " ".join(reasons(error)))
    said = " / ".join(text for text in dict.fromkeys(spoken) if text) or str(error) or type(error).__name__
    return f"{error.where}: {said}" if isinstance(error, BadInput) and error.where else said


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal() | UUID() | StrEnum():
            return str(value)
        case set() | frozenset() | tuple():
            return list(value)
        case _:
            raise TypeError(type(value).__name__)
