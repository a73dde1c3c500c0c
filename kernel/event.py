"""What happened, told upwards: packages publish, `app.py` introduces who listens.

Events are frozen dataclasses named in the past tense; they carry ids and plain values, never rows.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar, cast

E = TypeVar("E")
Listener = Callable[[E], None]
Deliver = Callable[[Listener[object], object], None]

_listeners: dict[type, list[Listener[object]]] = defaultdict(list)


def _plainly(listener: Listener[object], event: object) -> None:
    listener(event)


_deliver: Deliver = _plainly


def listen(event: type[E], *listeners: Callable[[E], None]) -> None:
    """From now on these hear of every such event, in this order. Introducing one twice changes nothing."""
    known = _listeners[event]
    known.extend(cast("Listener[object]", listener) for listener in listeners if listener not in known)


def deliver_by(deliver: Deliver) -> None:
    """How a listener is called; `app.py` sets a way that shields the announcer from its failure."""
    global _deliver  # noqa: PLW0603 -- one process, one way
    _deliver = deliver


def publish(event: object) -> None:
    """Tell everybody who was introduced to this kind of event."""
    for listener in tuple(_listeners[type(event)]):
        _deliver(listener, event)


def listeners() -> dict[type, tuple[Listener[object], ...]]:
    """Who listens to what, for documents and tests."""
    return {event: tuple(known) for event, known in _listeners.items() if known}
