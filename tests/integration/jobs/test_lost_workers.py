"""Jobs of a killed worker are taken up at once by whoever sweeps on the same machine."""

import subprocess
import sys

import pytest

from jobs import services
from jobs.models import Job, JobState
from jobs.worker import is_gone, this_worker, worker
from kernel import clock
from storage.database import db
from storage.transaction import transaction
from tests.integration.jobs.test_jobs import _job, _queue, _sweep


@pytest.fixture
def other_process():
    """A process of its own on this machine, to be killed."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


def _is_done_by(bench, job_id, name: str, tries: int = 1) -> None:
    with bench.app.app_context(), transaction():
        running = {"state": JobState.RUNNING, "started_at": clock.now(), "tries": tries, "worker": name}
        db.session.execute(db.update(Job).where(Job.id == job_id).values(**running))


def test_a_killed_workers_job_is_done_at_the_next_sweep_and_a_living_ones_is_left_alone(
    bench,
    other_process,
):
    job_id = _queue(bench)
    _is_done_by(bench, job_id, worker(other_process.pid))
    _sweep(bench)
    assert bench.done == []

    other_process.kill()
    other_process.wait()
    _sweep(bench)

    assert len(bench.done) == 1


def test_a_job_that_kills_every_worker_is_given_up_at_once(bench):
    job_id = _queue(bench)
    _is_done_by(bench, job_id, this_worker().rpartition("/")[0] + "/1", tries=services.TRIES)

    _sweep(bench)

    assert (bench.done, _job(bench, job_id).state) == ([], JobState.FAILED)


def test_a_running_job_names_its_worker(bench):
    job_id = _queue(bench)
    _sweep(bench)

    assert _job(bench, job_id).worker == this_worker()


def test_nothing_is_known_of_another_machines_worker():
    assert not is_gone(this_worker())
    assert not is_gone("")
    assert not is_gone("another-machine/999999/1")
    assert is_gone(this_worker().rpartition("/")[0] + "/1")
