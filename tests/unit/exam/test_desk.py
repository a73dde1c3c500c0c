"""How the desk sees somebody: where they are, how well their page is connected, and by what they are found."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from exam.domain.attempt import AttemptState
from exam.domain.desk import Connection, Place, Watched, code_of, is_meant
from exam.domain.timing import Timing

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
STARTS, ABSENT = NOW - timedelta(minutes=30), NOW + timedelta(minutes=30)
ENTRY = UUID("0b5e1c77-0000-4000-8000-000000000001")
RUNNING = {"state": AttemptState.IN_PROGRESS, "timing": Timing(deadline=NOW + timedelta(minutes=60))}
JUST_NOW = {"heard_at": NOW - timedelta(seconds=2)}


def somebody(**known):
    return Watched(
        **{
            "entry_id": ENTRY, "seat": 7, "released_at": None, "heard_at": None, "saved_at": None, "state": None,
            "timing": None, "answered": 0,
        } | known
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known", "at", "place"),
    [
        pytest.param({}, STARTS, Place.NOT_HERE, id="before the start"),
        pytest.param({}, NOW, Place.LATE, id="after the start"),
        pytest.param({}, ABSENT + timedelta(seconds=1), Place.ABSENT, id="too late"),
        pytest.param(JUST_NOW, NOW, Place.AT_DOOR, id="in the lobby"),
        pytest.param({"heard_at": NOW - timedelta(minutes=2)}, NOW, Place.LATE, id="gone from the lobby"),
        pytest.param({**JUST_NOW, "released_at": NOW}, NOW, Place.RELEASED, id="let in"),
        pytest.param({**RUNNING, **JUST_NOW}, NOW, Place.WRITING, id="writing"),
        pytest.param({**RUNNING, "saved_at": NOW}, NOW, Place.WRITING, id="a save is a word as well"),
        pytest.param(RUNNING, NOW, Place.LOST, id="never heard"),
        pytest.param(RUNNING, NOW + timedelta(hours=1), Place.HANDED_IN, id="out of time, written down or not"),
        pytest.param(
            {"state": AttemptState.PAUSED, "timing": Timing(deadline=NOW, paused_at=STARTS)}, NOW, Place.PAUSED,
            id="stopped",
        ),
        pytest.param(
            {"state": AttemptState.PAUSED, "timing": Timing(deadline=ABSENT, paused_at=STARTS, resumes_at=ABSENT)}, NOW,
            Place.RESTING, id="resting",
        ),
        pytest.param({**RUNNING, "state": AttemptState.VOIDED}, NOW, Place.VOIDED, id="void"),
    ],
)  # fmt: skip
def test_everybody_is_somewhere(known, at, place):
    assert somebody(**known).place(starts_at=STARTS, absent_at=ABSENT, now=at) is place


@given(quiet=some.integers(0, 60_000))
def test_a_connection_is_as_good_as_the_page_is_talkative(quiet):
    found = somebody(**RUNNING, heard_at=NOW - timedelta(milliseconds=quiet)).connection(NOW)

    expected = [Connection.STEADY, Connection.UNSTEADY, Connection.WEAK, Connection.LOST]
    assert found is expected[min(quiet // 5000, 3)]


def test_who_is_not_at_it_has_no_connection():
    assert somebody(**JUST_NOW).connection(NOW) is None
    assert somebody(**{**RUNNING, "state": AttemptState.HANDED_IN}).connection(NOW) is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (f"https://exam.example.org/desk/entries/{ENTRY}", True),
        ("0B5E1C77", True),
        ("0b5e-1c77 ", True),
        ("7", True),
        ("071 352", True),
        ("071-352", True),
        ("071353", False),
        ("71352", False),
        ("０７１３５２", False),
        ("王小", True),
        ("17", False),
        ("小王", False),
        ("", False),
        (f"https://exam.example.org/desk/entries/{UUID(int=3)}", False),
    ],
)
def test_a_ticket_a_code_a_seat_or_a_name_finds_somebody(words, meant):
    assert code_of(ENTRY) == "0B5E1C77"
    assert is_meant(words, entry_id=ENTRY, seat=7, name="王小明", pin="071352") is meant
