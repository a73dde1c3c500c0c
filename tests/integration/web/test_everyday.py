"""The language switch keeps the place, health is told, doors and limits work as their words say."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.language import chinese_in
from web.limits_storage import SqliteLimits


@pytest.mark.parametrize("address", ["/sign-in?next=%2Faccount", "/registration"])
def test_the_language_switch_keeps_the_place(visitor, address):
    chinese = visitor.get(address).text
    english = visitor.get(f"{address}{'&' if '?' in address else '?'}lang=en").text

    assert 'lang="zh-CN"' in chinese.split("<head>")[0]
    assert 'lang="en"' in english.split("<head>")[0]
    assert chinese_in(english) == []
    if "next" in address:
        assert 'value="/account"' in english


def test_a_chosen_language_stays_after_the_choice(candidate):
    candidate.get("/account?lang=en")

    page = candidate.get("/account")

    assert chinese_in(page.text, candidate.name) == []
    assert page.headers["Content-Language"] == "en"


def test_the_platform_tells_that_it_is_up_and_ready(visitor):
    assert visitor.get("/healthz").json == {"status": "up"}
    ready = visitor.get("/readyz")
    assert (ready.status_code, ready.json["ready"]) == (200, True)
    assert set(ready.json["checks"]) >= {"database", "files", "durable", "queue"}


def test_a_platform_without_its_files_is_not_ready(app, visitor, tmp_path):
    from storage.files import files

    files._folder = tmp_path / "gone"

    answer = visitor.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["checks"]["files"] is False


def _limits(tmp_path):
    return SqliteLimits(f"sqlite-limits://{tmp_path / 'limits.sqlite3'}")


def test_counters_are_shared_by_all_instances(tmp_path):
    one, another = _limits(tmp_path), _limits(tmp_path)

    assert [one.incr("door", 60), another.incr("door", 60), one.incr("door", 60, amount=3)] == [1, 2, 5]
    assert another.get("door") == 5
    assert one.get("window") == 0


def test_counters_hold_under_many_threads(tmp_path):
    instances = [_limits(tmp_path) for _ in range(4)]
    barrier = threading.Barrier(8)

    def knock(number: int) -> None:
        if number < 8:
            barrier.wait()
        instances[number % 4].incr("door", 60)

    with ThreadPoolExecutor(8) as people:
        list(people.map(knock, range(200)))

    assert instances[0].get("door") == 200


def test_a_window_ends_and_counting_begins_anew(tmp_path, the_clock):
    limits = _limits(tmp_path)
    limits.incr("door", 60)
    limits.incr("door", 60)
    assert limits.get_expiry("door") == the_clock.now.timestamp() + 60

    the_clock.moves_on(seconds=61)

    assert limits.get("door") == 0
    assert limits.incr("door", 60) == 1


def test_counters_can_be_forgotten_one_by_one_or_all(tmp_path):
    limits = _limits(tmp_path)
    limits.incr("door", 60)
    limits.incr("window", 60)

    limits.clear("door")
    assert (limits.get("door"), limits.get("window")) == (0, 1)
    limits.reset()
    assert limits.get("window") == 0
    assert limits.check()


def test_style_sheets_are_served_so_that_browsers_trust_only_their_type(app, visitor):
    from web.assets import MANIFEST, asset_url

    if MANIFEST.exists():
        answer = visitor.get(asset_url("theme.css"))
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()
    assert visitor.get("/static/../app.py").status_code == 404


@pytest.fixture
def away(app, monkeypatch):
    """Every statement fails as it does when the database has gone."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from sqlalchemy.exc import OperationalError

    def fail(*_about):
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    event.listen(Engine, "before_cursor_execute", fail)
    yield
    event.remove(Engine, "before_cursor_execute", fail)


def test_a_platform_without_its_database_is_not_ready_and_says_so(visitor, away):
    answer = visitor.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["checks"]["database"] is False


@pytest.mark.parametrize("address", ["/account", "/exams", "/"])
def test_without_its_database_a_page_still_says_what_to_do(candidate, request, address):
    assert candidate.token
    request.getfixturevalue("away")

    answer = candidate.get(f"{address}?lang=en")

    assert answer.status_code == 503
    assert "Try again in a minute" in answer.text
