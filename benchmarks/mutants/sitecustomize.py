"""Breaks a promise of the platform from outside, in a process that is started with this folder on its path.

`MUTANT` names what is broken: the harness has to find each of them. Nothing in the platform knows of it.
"""

import importlib.abc
import importlib.util
import os
import re
import sys
import threading
import time
from datetime import UTC, datetime


def acknowledge_first(stores):
    """Say that it is stored, and store it half a second later."""
    of_platform = stores.PostgresStore.save

    def save(self, asked):
        def later():
            time.sleep(0.5)
            of_platform(stores.PostgresStore(self._engine_of_mutant), asked)

        self._engine_of_mutant = stores.db.engine
        threading.Thread(target=later, daemon=True).start()
        return self.look(asked.session_id, asked.attempt_id, asked.now)

    stores.PostgresStore.save = save


def do_not_wait(stores):
    """Let the connections on which answers are saved not wait for the disk."""
    of_platform = stores.prepare

    def prepare(connection):
        of_platform(connection)
        connection.execute("SET synchronous_commit = off")

    stores.prepare = prepare


def store_twice(stores):
    """Store what comes again once more; the harness has dropped the unique key."""
    stores.SAVE, changed = re.subn(r"ON CONFLICT.*?(?=\n\)\nSELECT)", "", stores.SAVE, flags=re.DOTALL)
    assert changed == 1


def trust_the_client(clock):
    """Believe what the request says about the time."""
    of_platform = clock.now

    def now():
        from flask import has_request_context, request  # noqa: PLC0415 -- not loaded before the platform is

        said = request.headers.get("X-Client-Time") if has_request_context() else None
        return datetime.fromtimestamp(float(said), UTC) if said else of_platform()

    clock.now = now


BREAKS = {
    "acknowledges before it commits": ("exam.services.stores", acknowledge_first),
    "a saving connection with synchronous_commit=off": ("exam.services.stores", do_not_wait),
    "unique key dropped": ("exam.services.stores", store_twice),
    "client time trusted": ("kernel.clock", trust_the_client),
}


class Breaking(importlib.abc.MetaPathFinder):
    """Changes one module as soon as it is loaded."""

    def __init__(self, name, change):
        self.name, self.change = name, change

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def load_and_change(module):
            load(module)
            self.change(module)

        spec.loader.exec_module = load_and_change
        return spec


if os.environ.get("MUTANT") in BREAKS:
    sys.meta_path.insert(0, Breaking(*BREAKS[os.environ["MUTANT"]]))
