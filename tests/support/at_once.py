"""Many people at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

MANY = 20


def at_once(work: Callable[[int], Any], times: int = MANY) -> list[Any]:
    """Call `work(number)` from so many threads at the same moment."""
    ready = Barrier(times)

    def go(number: int) -> Any:
        ready.wait(30)
        return work(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(go, range(times)))
