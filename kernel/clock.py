"""The only place that looks at a clock; views and commands ask once and hand the answer on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

Reading = Callable[[datetime], datetime]
_another: ContextVar[Reading | None] = ContextVar("another clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; where another clock holds, as that one shows it."""
    another = _another.get()
    return another(wall()) if another else wall()


def wall() -> datetime:
    """The present moment by the clock on the wall, whatever is dealt with: for sign-ins."""
    return datetime.now(UTC)  # noqa: TID251 -- the one place that may


def on_the_wall(moment: datetime) -> datetime:
    """When that is written down: `moment` itself, or by the wall where another clock holds; for logs and queues."""
    return wall() if _another.get() else moment


def go_by(another: Reading | None) -> None:
    """From now on, in this request or thread, another clock holds, told by that of the wall; or that one again."""
    _another.set(another)


@contextmanager
def by(another: Reading) -> Iterator[None]:
    """Another clock holds in this block."""
    token = _another.set(another)
    try:
        yield
    finally:
        _another.reset(token)
