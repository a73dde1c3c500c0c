"""The web server, which loads the platform before it divides: who takes a killed worker's place serves at once."""

import argparse
import gc
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

ROOT = Path(__file__).resolve().parents[1]
GIVES_UP_WITHIN = 5.5
"""The server ends when a worker dies so many seconds after it took another's place …"""
YOUNG = 0.2
"""… which would be for a second kill; here only who dies within so many never came to work at all."""


SELDOM = (10_000, 20, 20)
"""How much is made before somebody looks for rings of garbage; a request leaves next to none."""
LONGEST_REST = 600
"""After so many seconds without work a thread ends, and its connections to the database with it; granian's most."""


class Births(dict[int, float]):
    """When each worker took another's place, as the server reads it."""

    def __setitem__(self, worker: int, born_at: float) -> None:
        super().__setitem__(worker, born_at - (GIVES_UP_WITHIN - YOUNG))


def main() -> None:
    """Serve until asked to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", required=True)
    for number in ("--port", "--workers", "--threads"):
        parser.add_argument(number, type=int, required=True)
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    import app  # noqa: F401, PLC0415 -- here and not in each worker
    from web.settings import Settings  # noqa: PLC0415

    Settings()  # where they are wrong nobody can serve, and it is said once
    gc.freeze()  # what is loaded stays: nobody looks through it for garbage, and the workers share its memory
    gc.set_threshold(*SELDOM)
    server = Granian(
        "app:create_app",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=chosen.workers,
        blocking_threads=chosen.threads,
        blocking_threads_idle_timeout=LONGEST_REST,
        backlog=4096,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    )
    server.respawned_wrks = Births()
    server.serve()


if __name__ == "__main__":
    main()
