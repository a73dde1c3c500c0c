"""The bell between web and worker processes: Huey on a SQLite file, or on Redis where one is set."""

from pathlib import Path
from uuid import UUID

from huey import Huey, RedisHuey, SqliteHuey

NAME = "platform"


def queue(redis_url: str, folder: Path) -> Huey:
    """The queue that all processes of this installation share."""
    if redis_url:
        return RedisHuey(NAME, url=redis_url, results=False)
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(folder / "queue.sqlite3"), results=False, fsync=False)


def ringer(huey: Huey, work: object) -> object:
    """A bell that asks the worker to run `work(job id)`; losing a ring costs a minute, the sweep finds the job."""
    task = huey.task(name="run_job")(work)

    def ring(job_id: UUID) -> None:
        task(str(job_id))

    return ring
