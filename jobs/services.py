"""Asking for work and doing it: queued with the wish that needs it, rung after the commit, swept if that is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, or_, select, update

from jobs.models import Job, JobState
from jobs.worker import is_gone, this_worker
from kernel import clock
from storage.database import db, existing
from storage.transaction import after_commit, transaction

TRIES = 5
STUCK_AFTER = timedelta(minutes=10)
"""A job that has been running for so long was lost, wherever its worker is."""
PAUSE_BETWEEN_TRIES = timedelta(minutes=1)

Work = Callable[..., object]
Bell = Callable[[UUID], None]

log = structlog.get_logger()
_known: dict[str, Work] = {}
_periodic: list[Work] = []
_bells: list[Bell] = []


def introduce_job(name: str, work: Work) -> None:
    """Which service does jobs of this name; it is called with the job's arguments and `now`."""
    _known[name] = work


def introduce_sweep(work: Work) -> None:
    """A service that each sweep calls with `now`, to finish what time or a lost job left undone."""
    if work not in _periodic:
        _periodic.append(work)


def introduce_bell(bell: Bell) -> None:
    """How a worker is told that there is a new job."""
    _bells[:] = [bell]


def enqueue(name: str, *, now: datetime, **arguments: str | int | bool | None) -> UUID:
    """Queue a job in the running transaction; it is rung for once that is durable."""
    if name not in _known:
        message = f"no such job: {name}"
        raise LookupError(message)
    job = Job(name=name, arguments=arguments, queued_at=clock.on_the_wall(now))
    db.session.add(job)
    db.session.flush()
    after_commit(lambda: _ring(job.id))
    return job.id


def is_under_way(name: str, **arguments: str | int | bool | None) -> bool:
    """Whether such a job waits or runs."""
    query = select(Job.arguments).where(Job.name == name, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    return arguments in db.session.scalars(query).all()


def _ring(job_id: UUID) -> None:
    """Tell the worker. A bell that is out of order costs a minute, never the wish: the sweep finds the job."""
    for bell in _bells:
        try:
            bell(job_id)
        except Exception:
            log.exception("bell failed", id=str(job_id))


def run(job_id: UUID) -> bool:
    """Do one job, each try in a transaction of its own. False where it was not waiting or did not succeed."""
    started = clock.now()
    with transaction():
        claimed = db.session.scalar(
            update(Job)
            .where(Job.id == job_id, Job.state == JobState.QUEUED)
            .values(state=JobState.RUNNING, started_at=started, tries=Job.tries + 1, worker=this_worker())
            .returning(Job.id)
        )
        if claimed is None:
            return False
        job = db.session.get_one(Job, job_id, populate_existing=True)
        name, arguments, tries = job.name, job.arguments, job.tries
    try:
        with transaction():
            _known[name](**arguments, now=clock.now())
            _close(job_id, JobState.DONE)
    except Exception as error:
        log.exception("job failed", job=name, id=str(job_id), tries=tries)
        with transaction():
            _close(job_id, JobState.FAILED if tries >= TRIES else JobState.QUEUED, repr(error))
        return False
    return True


def run_waiting(now: datetime) -> int:
    """Do everything that waits, and tell how many jobs succeeded."""
    with transaction(read_only=True):
        waiting = db.session.scalars(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.queued_at)).all()
    return sum(run(job_id) for job_id in waiting)


def sweep(now: datetime) -> None:
    """Call every introduced sweep, take lost jobs up again, and do what waits. One that fails stops no other."""
    for work in tuple(_periodic):
        try:
            with transaction():
                work(now=now)
        except Exception:
            log.exception("sweep failed", work=getattr(work, "__qualname__", str(work)))
    with transaction():
        _take_up_lost(now)
        due = db.session.scalars(
            select(Job.id)
            .where(
                Job.state == JobState.QUEUED,
                or_(Job.started_at.is_(None), Job.started_at < now - PAUSE_BETWEEN_TRIES),
            )
            .order_by(Job.queued_at)
        ).all()
    for job_id in due:
        run(job_id)


def _take_up_lost(now: datetime) -> None:
    """Queue again what runs nowhere: its worker is gone from this machine, or it has been running for too long."""
    running = db.session.execute(select(Job.id, Job.worker, Job.started_at).where(Job.state == JobState.RUNNING)).all()
    for job_id, worker, started_at in running:
        gone = is_gone(worker)
        if not gone and started_at is not None and started_at >= now - STUCK_AFTER:
            continue
        lost = update(Job).where(Job.id == job_id, Job.state == JobState.RUNNING, Job.worker == worker)
        given_up = lost.where(Job.tries >= TRIES)
        db.session.execute(given_up.values(state=JobState.FAILED, ended_at=now, error="lost with its worker"))
        db.session.execute(lost.values(state=JobState.QUEUED, started_at=None if gone else started_at))


def _close(job_id: UUID, state: JobState, error: str = "") -> None:
    db.session.execute(
        update(Job).where(Job.id == job_id).values(state=state, ended_at=clock.now(), error=error[:2000])
    )


def known_jobs() -> frozenset[str]:
    """The names of all jobs."""
    return frozenset(_known)


def counts_by_state() -> dict[JobState, int]:
    """How many jobs there are in each state."""
    counts = dict.fromkeys(JobState, 0)
    counts.update((row[0], row[1]) for row in db.session.execute(select(Job.state, func.count()).group_by(Job.state)))
    return counts


def waiting(names: str = "%") -> tuple[int, datetime | None]:
    """How many jobs wait whose name is like this, and since when the oldest of them does."""
    query = select(func.count(), func.min(Job.queued_at)).where(Job.state == JobState.QUEUED, Job.name.like(names))
    number, since = db.session.execute(query).one()
    return number, since


def failed_jobs(limit: int = 20) -> list[Job]:
    """Jobs that were given up, the latest first."""
    query = select(Job).where(Job.state == JobState.FAILED).order_by(Job.ended_at.desc()).limit(limit)
    return list(db.session.scalars(query))


def job(job_id: UUID) -> Job:
    """One job; raises NotFound."""
    return existing(Job, job_id)


def try_again(failed: Job, *, now: datetime) -> None:
    """Queue a job once more that was given up; one in any other state stays as it is."""
    db.session.refresh(failed, with_for_update=True)
    if failed.state is JobState.FAILED:
        failed.state, failed.tries, failed.queued_at, failed.started_at = JobState.QUEUED, 0, now, None
        after_commit(lambda: _ring(failed.id))
