"""What distinguishes two versions of a scheme: what was added, removed, changed or put in another order, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NAMED_BY = ("level", "id", "code")
"""The keys by which the items of a list are told apart, so that a moved item is the same item."""
Path = tuple[str, ...]


class Difference(StrEnum):
    """In what way two versions differ at a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. `path` leads from the top of the scheme to the place, items of lists by their names."""

    difference: Difference
    path: Path
    before: Any = None
    after: Any = None


def compare(before: Any, after: Any, path: Path = ()) -> Iterator[Change]:
    """Every difference between the contents of two versions, in the order in which a reader meets them."""
    old, new = _parts(before), _parts(after)
    if old is None or new is None or isinstance(before, dict) != isinstance(after, dict):
        if before != after:
            yield Change(difference=Difference.CHANGED, path=path, before=before, after=after)
        return
    for name in [*new, *(name for name in old if name not in new)]:
        place = (*path, name)
        if name not in old:
            yield Change(difference=Difference.ADDED, path=place, after=new[name])
        elif name not in new:
            yield Change(difference=Difference.REMOVED, path=place, before=old[name])
        else:
            yield from compare(old[name], new[name], place)
    if isinstance(after, list) and isinstance(before, list):
        stayed, stay = [name for name in old if name in new], [name for name in new if name in old]
        if stayed != stay:
            yield Change(difference=Difference.REORDERED, path=path, before=stayed, after=stay)


def naming_key(items: list[Any]) -> str:
    """The key that names every item of a list, each by another name; empty where there is none."""
    for key in NAMED_BY:
        names = [str(item[key]) for item in items if isinstance(item, dict) and key in item]
        if len(names) == len(items) == len(set(names)):
            return key
    return ""


def _parts(value: Any) -> dict[str, Any] | None:
    """A mapping or a list of named items by names; None for what is compared as a whole."""
    if isinstance(value, dict):
        return {str(key): item for key, item in value.items()}
    if isinstance(value, list) and (key := naming_key(value)):
        return {str(item[key]): item for item in value}
    return None
