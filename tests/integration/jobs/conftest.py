"""The work bench of the tests about jobs."""

from types import SimpleNamespace

import pytest

from jobs import services


@pytest.fixture
def bench(app, monkeypatch):
    """A work bench: a job that notes what it was given, and fails as often as it is told to."""
    done, fails = [], []

    def work(*, thing: str, now) -> None:
        if fails and fails.pop():
            raise ZeroDivisionError("the tool broke")
        done.append((thing, now))

    monkeypatch.setattr(services, "_known", {**services._known, "work": work})
    monkeypatch.setattr(services, "_periodic", [])
    rung: list = []
    monkeypatch.setattr(services, "_bells", [rung.append])
    return SimpleNamespace(app=app, done=done, fails=fails, rung=rung)
