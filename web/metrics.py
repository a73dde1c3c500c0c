"""Figures for a monitoring system: what was counted by all web processes, and what stands in the database now."""

import ipaddress
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from time import perf_counter

import structlog
from flask import Flask, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from jobs.models import JobState
from jobs.services import counts_by_state, waiting
from kernel import clock
from kernel.errors import NotFound
from web.calls import call
from web.settings import Settings

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which all web processes of a machine count together; without it each counts for itself."""
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LETTERS = "mail_%"
"""How the jobs are called that send letters."""
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")

Figure = Callable[[datetime], float]

log = structlog.get_logger()

_counted = CollectorRegistry()
_figures: dict[str, tuple[str, Figure]] = {}
_requests = Histogram(
    "http_request_duration_seconds",
    "Requests and the time they took, by page and class of status",
    ("endpoint", "status"),
    buckets=BOUNDS,
    registry=_counted,
)


@cache
def _requests_to(endpoint: str | None, hundreds: int) -> Histogram:
    return _requests.labels(endpoint or "none", f"{hundreds}xx")


def counter(name: str, meaning: str, *labels: str) -> Counter:
    """Something that a package counts as it happens."""
    return Counter(name, meaning, labels, registry=_counted)


def introduce_figure(name: str, meaning: str, figure: Figure) -> None:
    """A figure that is asked for when somebody looks, inside a transaction that only reads."""
    _figures[name] = (meaning, figure)


def set_up_metrics(app: Flask) -> None:
    """Time every request, what others do before it included, and show the figures at `/metrics`."""
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request(_count)
    app.add_url_rule("/metrics", "metrics", metrics)
    introduce_figure("jobs_waiting", "Jobs that wait for a worker", lambda _now: waiting()[0])
    introduce_figure("jobs_oldest_waiting_seconds", "How long the oldest of them has waited", _longest_wait)
    introduce_figure("jobs_failed", "Jobs that were given up", lambda _now: counts_by_state()[JobState.FAILED])
    introduce_figure("mails_waiting", "Letters among the jobs that wait", lambda _now: waiting(LETTERS)[0])


def _begin() -> None:
    g.began = perf_counter()


def _count(response: Response) -> Response:
    if "began" in g:
        _requests_to(request.endpoint, response.status_code // 100).observe(perf_counter() - g.began)
    return response


@call(media=CONTENT_TYPE_LATEST, refuses=(404,))
def metrics() -> Response:
    """Figures in Prometheus' text format, for this machine and those that the settings name; nobody else finds them."""
    if not _may_look(current_app.config["SETTINGS"]):
        raise NotFound
    registry = CollectorRegistry()
    if SHARED in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_counted)
    registry.register(_Now())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


vars(metrics)["access"] = "asks from where the settings allow"


def _may_look(settings: Settings) -> bool:
    """Whether the request, and every address it was forwarded for, is from an allowed network."""
    forwarded = [part for name in FORWARDED for part in request.headers.get(name, "").split(",") if part.strip()]
    return all(_is_within(each.strip(), settings) for each in (request.remote_addr or "", *forwarded))


def _is_within(address: str, settings: Settings) -> bool:
    with suppress(ValueError):
        found = ipaddress.ip_address(address)
        return any(found in network for network in settings.metrics_from)
    return False


def _longest_wait(now: datetime) -> float:
    _, since = waiting()
    return (now - since).total_seconds() if since else 0


class _Now(Collector):
    """What is true at this moment: the introduced figures, and the processes that serve."""

    def collect(self) -> Iterator[Metric]:
        yield from _asked(clock.now())
        found: dict[str, Metric] = {}
        for pid in _serving():
            for each in ProcessCollector(registry=None, pid=lambda: pid).collect():  # noqa: B023 -- asked at once
                of_all = found.setdefault(each.name, Metric(each.name, each.documentation, each.type))
                for sample in each.samples:
                    of_all.add_sample(sample.name, {"pid": pid}, sample.value)
        yield from found.values()


def _asked(now: datetime) -> Iterator[Metric]:
    """The introduced figures; while the database is away there are none of them, but the others stay."""
    try:
        for name, (meaning, figure) in _figures.items():
            yield GaugeMetricFamily(name, meaning, figure(now))
    except SQLAlchemyError:
        log.exception("no figures")


def _serving() -> list[str]:
    """The processes that answer requests on this machine, by their numbers."""
    if SHARED not in os.environ:
        return [str(os.getpid())]
    files = Path(os.environ[SHARED]).glob("*_*.db")
    return sorted(pid for pid in {path.stem.rpartition("_")[2] for path in files} if Path("/proc", pid).exists())
