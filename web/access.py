"""Who may open a page, declared on the page: load the thing, ask the permission, hand it on."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask.typing import ResponseReturnValue
from flask_login import current_user

from kernel.actor import NOBODY, Actor
from kernel.errors import NotFound, NotPermitted
from kernel.permission import Permission
from storage import alone
from web.fields import View, refuse_unknown_fields

Thing = TypeVar("Thing")


class SignInNeeded(Exception):
    """Nobody has signed in, and this page is somebody's."""


def actor() -> Actor:
    """Who sent this request; NOBODY where no one has signed in."""
    return getattr(current_user, "actor", NOBODY)


def requires(permission: Permission[Any], on: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Ask `permission` before the view.

    With `on` the URL's arguments go to that loader and its result, if permitted, to the view; what the actor may not
    see looks as if it did not exist. Without it the permission is about the actor alone. Whoever may is then held to
    the fields that the page takes.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def admitted(**arguments: Any) -> ResponseReturnValue:
            with alone.along(on, **arguments):
                who = actor()
                if who.id is None:
                    raise SignInNeeded
                thing = on(**arguments) if on else None
            if on is None:
                if not permission.holds(who, None):
                    raise NotPermitted
                refuse_unknown_fields()
                return view(**arguments)
            if not permission.holds(who, thing):
                raise NotFound
            refuse_unknown_fields()
            return view(thing)

        vars(admitted)["access"] = permission.sentence
        return admitted

    return declare


def public(view: View) -> View:
    """Open to everybody, said out loud; the fields that the page takes hold here as well."""

    @wraps(view)
    def opened(**arguments: Any) -> ResponseReturnValue:
        refuse_unknown_fields()
        return view(**arguments)

    vars(opened)["access"] = "public"
    return opened
