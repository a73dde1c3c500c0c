"""What stands in the navigation: `app.py` introduces the places, each role sees its own."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel.speaklater import LazyString

from kernel.actor import Role
from web.access import actor


@dataclass(frozen=True, slots=True)
class Place:
    """A page worth a link for somebody in one of these roles; an empty set means everybody who signed in."""

    label: LazyString
    endpoint: str
    roles: frozenset[Role] = frozenset()
    also: frozenset[str] = frozenset()
    """Pages of other packages that people reach from here."""


_places: list[Place] = []


def introduce_places(*places: Place) -> None:
    """Replace the navigation by these, in this order."""
    _places[:] = places


def navigation() -> list[dict[str, object]]:
    """The links for the person who looks: label, url, active."""
    who = actor()
    if who.id is None:
        return []
    shown = [place for place in _places if not place.roles or place.roles & who.roles]
    return [
        {"label": place.label, "url": url_for(place.endpoint), "active": place is _current(shown)} for place in shown
    ]


def _current(shown: list[Place]) -> Place | None:
    """The place of this very page, else the one under whose address it lies, else the one place of its package."""
    if exact := [place for place in shown if request.endpoint in {place.endpoint, *place.also}]:
        return exact[0]
    package = [place for place in shown if place.endpoint.split(".")[0] == request.blueprint]
    above = [place for place in package if f"{request.path}/".startswith(f"{url_for(place.endpoint)}/")]
    if above:
        return max(above, key=lambda place: len(url_for(place.endpoint)))
    return package[0] if len(package) == 1 else None
