"""What can happen: processes killed or stopped for a while, sessions of the database cut, answers that never arrive."""

import asyncio
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.processes import tree
from tests.support.postgres import Postgres, free_port

STOPPED_FOR = 5.0
AWAY_FOR = 2.0
PATIENCE = 90.0


class Proxy:
    """Stands between candidates and the server, and at times swallows what the server answered."""

    def __init__(self) -> None:
        self.port, self.to, self.to_swallow = free_port(), 0, 0
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, "127.0.0.1", self.port), self._loop).result()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answers, requests = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._pass_on(reader, requests, ()), self._pass_on(answers, writer, (requests,)))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, other: tuple) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if other and self.to_swallow > 0:
                    self.to_swallow -= 1
                    break
                writer.write(data)
                await writer.drain()
        for end in (writer, *other):
            end.close()


class Redis:
    """The queue and the counters, as on several machines; nothing of it outlives the process."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.coming: threading.Timer | None = None
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)


@contextmanager
def running_redis() -> Iterator[Redis]:
    redis = Redis()
    try:
        yield redis
    finally:
        if redis.coming:
            redis.coming.join()
        redis.process.terminate()
        redis.process.wait(10)


class Faults:
    """Each method does one thing to the running platform; what is told is the processes that it was done to.

    `at` is when that was.
    """

    def __init__(
        self, supervisor: int, postgres: Postgres, settings: tuple[str, ...], redis: Redis, proxy: Proxy, seed: int
    ) -> None:
        self.supervisor, self.postgres, self.settings = supervisor, postgres, settings
        self.redis, self.proxy = redis, proxy
        self.random = random.Random(seed)
        self.at = 0.0

    def strikes(self, fault: str) -> list[int]:
        """Do what is named like this; what is to be killed may not be there yet after the last time."""
        ends = time.monotonic() + PATIENCE
        while True:
            self.at = time.monotonic()
            struck: list[int] = getattr(self, fault)()
            if struck or not fault.startswith(("kill", "stop")) or time.monotonic() > ends:
                return struck
            time.sleep(0.02)

    def kill_web_worker(self) -> list[int]:
        return self._signal(signal.SIGKILL, self._one(self.web_workers()))

    def kill_web_workers(self) -> list[int]:
        return self._signal(signal.SIGKILL, self.web_workers())

    def kill_web_server(self) -> list[int]:
        """The one process above the workers; what it leaves behind is the supervisor's to clear away."""
        return self._signal(signal.SIGKILL, self._web()[:1])

    def kill_job_worker(self) -> list[int]:
        return self._signal(signal.SIGKILL, [pid for pid in tree(self.supervisor) if "jobs\0work" in _command(pid)])

    def kill_postgres(self) -> list[int]:
        """With its children, all at once, so it has no more of them meanwhile; then started as a machine would do."""
        assert self.postgres.process is not None
        self._signal(signal.SIGSTOP, [self.postgres.process.pid])
        killed = self._signal(signal.SIGKILL, tree(self.postgres.process.pid))
        self.postgres.process.wait(30)
        self.postgres.start(*self.settings)
        return killed

    def kill_redis(self) -> list[int]:
        """What it counted and rang for is gone; it stays away for a while, then there is an empty one."""
        killed = self._signal(signal.SIGKILL, [self.redis.process.pid])
        self.redis.process.wait(10)
        self.redis.coming = threading.Timer(AWAY_FOR, self.redis.start)
        self.redis.coming.start()
        return killed

    def stop_web_worker(self) -> list[int]:
        stopped = self._signal(signal.SIGSTOP, self._one(self.web_workers()))
        timer = threading.Timer(STOPPED_FOR, self._signal, (signal.SIGCONT, stopped))
        timer.daemon = True
        timer.start()
        return stopped

    def stop_postgres(self) -> list[int]:
        assert self.postgres.process is not None
        stopped = self._signal(signal.SIGSTOP, tree(self.postgres.process.pid))
        threading.Event().wait(STOPPED_FOR)
        return self._signal(signal.SIGCONT, stopped)

    def cut_sessions(self) -> list[int]:
        others = "usename IS NOT NULL AND pid <> pg_backend_pid()"
        cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
        self.postgres.run(cut)
        return []

    def swallow_answers(self) -> list[int]:
        self.proxy.to_swallow = 20
        return []

    def web_workers(self) -> list[int]:
        """The processes that answer requests: the children of the web server."""
        return self._web()[1:]

    def is_whole(self) -> bool:
        """Whether nobody is missing or held up among those who answer requests."""
        states = [_state(pid) for pid in self.web_workers()]
        return len(states) > 1 and not {*states} & {"T", "Z"}

    def _web(self) -> list[int]:
        return [pid for pid in tree(self.supervisor)[1:] if "tools/web.py" in _command(pid)]

    def _one(self, pids: list[int]) -> list[int]:
        return [self.random.choice(pids)] if pids else []

    def _signal(self, number: int, pids: list[int]) -> list[int]:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        if number != signal.SIGCONT:
            self.at = time.monotonic()
        return pids


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def _state(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return "Z"
