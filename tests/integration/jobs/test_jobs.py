"""Jobs are done once, tried again when they fail, and found again when their worker is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select

from jobs import services
from jobs.models import Job, JobState
from kernel import clock
from storage.database import db
from storage.transaction import transaction


def _queue(bench, thing: str = "chair"):
    with bench.app.app_context(), transaction():
        return services.enqueue("work", now=clock.now(), thing=thing)


def _job(bench, job_id) -> Job:
    with bench.app.app_context():
        return db.session.get_one(Job, job_id)


def _sweep(bench) -> None:
    with bench.app.app_context():
        services.sweep(clock.now())


def _run(bench, job_id) -> bool:
    with bench.app.app_context():
        return services.run(job_id)


def test_a_job_is_done_with_what_it_was_given_and_the_time_of_doing(bench, the_clock):
    job_id = _queue(bench)
    the_clock.moves_on(minutes=3)

    assert _run(bench, job_id)

    assert bench.done == [("chair", the_clock.now)]
    assert _job(bench, job_id).state is JobState.DONE


def test_a_job_is_rung_for_once_it_is_durable_and_not_before(bench):
    with bench.app.app_context(), transaction():
        job_id = services.enqueue("work", now=clock.now(), thing="chair")
        assert bench.rung == []

    assert bench.rung == [job_id]


def test_a_wish_that_is_undone_leaves_no_job_and_rings_for_none(bench):
    with bench.app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        services.enqueue("work", now=clock.now(), thing="chair")
        raise ZeroDivisionError

    assert bench.rung == []
    with bench.app.app_context(), transaction(read_only=True):
        assert db.session.scalars(select(Job)).all() == []


def test_a_bell_that_is_out_of_order_does_not_fail_the_wish_and_the_sweep_does_the_job(bench, monkeypatch):
    def broken(_job_id) -> None:
        raise ConnectionError("the queue is down")

    monkeypatch.setattr(services, "_bells", [broken])
    job_id = _queue(bench)

    _sweep(bench)

    assert _job(bench, job_id).state is JobState.DONE


def test_a_job_is_done_once_however_often_it_is_rung_for(bench):
    job_id = _queue(bench)

    assert [_run(bench, job_id) for _ in range(3)] == [True, False, False]
    assert len(bench.done) == 1


def test_of_many_workers_one_does_the_job(bench):
    job_id = _queue(bench)
    barrier = Barrier(8)

    def worker(_number: int) -> bool:
        barrier.wait()
        return _run(bench, job_id)

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(worker, range(8))) == 1
    assert len(bench.done) == 1


def test_a_job_that_fails_waits_a_minute_and_is_tried_again(bench, the_clock):
    bench.fails.append(True)
    job_id = _queue(bench)
    assert not _run(bench, job_id)
    assert (_job(bench, job_id).state, _job(bench, job_id).tries) == (JobState.QUEUED, 1)
    assert "the tool broke" in _job(bench, job_id).error

    the_clock.moves_on(seconds=30)
    _sweep(bench)
    assert bench.done == []
    the_clock.moves_on(seconds=31)
    _sweep(bench)

    assert len(bench.done) == 1
    assert _job(bench, job_id).state is JobState.DONE


def test_a_job_that_always_fails_is_given_up_and_stops_no_other(bench, the_clock):
    bench.fails.extend([True] * 10)
    bad = _queue(bench, "table")
    for _ in range(8):
        _sweep(bench)
        the_clock.moves_on(minutes=2)
    bench.fails.clear()
    good = _queue(bench)
    _sweep(bench)

    assert (_job(bench, bad).state, _job(bench, bad).tries) == (JobState.FAILED, services.TRIES)
    assert _job(bench, good).state is JobState.DONE


def test_what_a_failing_job_had_written_is_undone(bench, monkeypatch):
    def half_way(*, now) -> None:
        db.session.add(Job(name="trace", arguments={}, queued_at=now))
        db.session.flush()
        raise ZeroDivisionError

    monkeypatch.setitem(services._known, "half_way", half_way)
    with bench.app.app_context(), transaction():
        job_id = services.enqueue("half_way", now=clock.now())
    _run(bench, job_id)

    with bench.app.app_context(), transaction(read_only=True):
        assert db.session.scalars(select(Job.name)).all() == ["half_way"]


def _lose(bench, job_id, tries: int = 1) -> None:
    """The worker took the job up and was killed."""
    with bench.app.app_context(), transaction():
        job = db.session.get_one(Job, job_id)
        job.started_at, job.tries = clock.now(), tries
        db.session.execute(db.update(Job).where(Job.id == job_id).values(state=JobState.RUNNING))


def test_a_job_whose_worker_was_killed_is_taken_up_again(bench, the_clock):
    job_id = _queue(bench)
    _lose(bench, job_id)

    the_clock.moves_on(minutes=9)
    _sweep(bench)
    assert bench.done == []
    the_clock.moves_on(minutes=2)
    _sweep(bench)

    assert len(bench.done) == 1


def test_a_job_that_kills_every_worker_is_given_up(bench, the_clock):
    job_id = _queue(bench)
    _lose(bench, job_id, tries=services.TRIES)

    the_clock.moves_on(minutes=11)
    _sweep(bench)

    assert bench.done == []
    assert _job(bench, job_id).state is JobState.FAILED


def test_a_sweep_that_fails_stops_no_other_sweep(bench, the_clock):
    seen = []

    def broken(*, now) -> None:
        raise ZeroDivisionError

    services.introduce_sweep(broken)
    services.introduce_sweep(lambda *, now: seen.append(now))
    _sweep(bench)

    assert seen == [the_clock.now]


def test_a_job_that_nobody_introduced_cannot_be_asked_for(bench):
    with bench.app.app_context(), pytest.raises(LookupError, match="no such job"), transaction():
        services.enqueue("unheard of", now=clock.now())


def test_a_ring_for_a_job_that_does_not_exist_is_no_trouble(bench):
    assert not _run(bench, uuid4())


def test_the_sweep_command_does_what_waits(bench):
    _queue(bench)

    answer = bench.app.test_cli_runner().invoke(args=["jobs", "sweep"])

    assert answer.exit_code == 0
    assert len(bench.done) == 1


def test_the_queue_of_this_machine_carries_a_ring_to_a_worker(app, tmp_path):
    from jobs.queue import queue, ringer

    heard = []
    huey = queue("", tmp_path / "bell")
    ring = ringer(huey, heard.append)
    job_id = uuid4()

    ring(job_id)
    huey.execute(huey.dequeue())

    assert heard == [str(job_id)]


def test_sweeping_goes_on_after_the_database_was_away(app, monkeypatch):
    import threading

    from sqlalchemy.exc import OperationalError

    from jobs import cli

    stopping, tried = threading.Event(), []

    def sweep(now):
        tried.append(now)
        if len(tried) == 3:
            stopping.set()
            return
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    monkeypatch.setattr(cli, "SWEEP_EVERY", 0.001)
    monkeypatch.setattr(cli, "sweep", sweep)
    cli.keep_sweeping(app, stopping)

    assert len(tried) == 3
