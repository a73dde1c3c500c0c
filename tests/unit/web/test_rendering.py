"""Marks are cut and never rounded up; moments carry their zone; both languages look as their readers write."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from kernel.verdict import Refusal
from kernel.words import Words
from web import wording
from web.language import LANGUAGES, set_up_languages
from web.rendering import file_size, marks, said, set_up_rendering
from web.times import clock_time, day, moment

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def small_app():
    app = Flask("small")
    set_up_languages(app)
    set_up_rendering(app)
    return app


@pytest.fixture(params=LANGUAGES)
def tongue(request, small_app):
    with small_app.test_request_context(f"/?lang={request.param}"):
        yield request.param


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("59.999"), "59.99"),
        (Decimal("59.995"), "59.99"),
        (Decimal(60), "60.00"),
        (Decimal("60.00"), "60.00"),
        (Decimal("0.5"), "0.50"),
        (None, "–"),
    ],
    ids=["almost", "half a hundredth", "whole", "exact", "one place", "none yet"],
)
def test_marks_are_cut_and_never_rounded_up(value, shown):
    assert marks(value) == shown


@pytest.mark.parametrize(
    ("size", "shown"), [(1, "1 kB"), (469, "1 kB"), (10_240, "10 kB"), (1_048_576, "1.0 MB"), (10_485_760, "10.0 MB")]
)
def test_the_size_of_a_file_is_written_as_the_exam_page_writes_it(size, shown):
    assert file_size(size) == shown


@given(value=st.decimals(0, 100, places=5))
def test_what_is_shown_is_never_more_than_what_was_earned(value):
    shown = Decimal(marks(value))

    assert shown <= value < shown + Decimal("0.01")


def test_a_moment_is_shown_on_the_wall_clock_with_its_zone(tongue):
    assert moment(NINE) == {
        "zh": "2026年3月2日 09:00 (UTC+08:00)",
        "en": "2 March 2026, 09:00 (UTC+08:00)",
    }[tongue]  # fmt: skip


def test_a_moment_can_be_shown_for_another_zone(tongue):
    assert moment(NINE, "America/St_Johns").endswith("(UTC-03:30)")
    assert clock_time(NINE, "America/St_Johns") == "21:30:00"


def test_the_hour_of_changed_clocks_can_be_told_apart(tongue):
    """Half past one comes twice on the night in which the clocks go back."""
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert clock_time(first, "Europe/London") == clock_time(second, "Europe/London")
    assert moment(first, "Europe/London") != moment(second, "Europe/London")


def test_a_day_is_written_as_its_readers_write_it(tongue):
    assert day(date(2026, 3, 2)) == {"zh": "2026年3月2日", "en": "2 March 2026"}[tongue]


def test_a_bilingual_text_is_said_in_the_readers_language_and_a_plain_one_as_it_is(tongue):
    assert said(Words("考生", "candidate")) == {"zh": "考生", "en": "candidate"}[tongue]
    assert said("plain") == "plain"


def test_a_refusal_is_put_into_words_with_everything_it_tells(tongue, monkeypatch):
    monkeypatch.setattr(
        wording,
        "_sentences",
        {"late": "%(what)s, %(at)s, %(on)s, %(list)s, %(why)s, %(n)s", "because": "because of %(x)s"},
    )
    refusal = Refusal(
        "late",
        what=Words("考试", "exam"), at=NINE, on=date(2026, 3, 2), list=["a", Words("乙", "b")],
        why=Refusal("because", x=1), n=3,
    )  # fmt: skip

    assert (
        wording.sentence(refusal)
        == {
            "zh": "考试, 2026年3月2日 09:00 (UTC+08:00), 2026年3月2日, a、乙, because of 1, 3",
            "en": "exam, 2 March 2026, 09:00 (UTC+08:00), 2 March 2026, a, b, because of 1, 3",
        }[tongue]
    )


def test_a_code_without_a_sentence_is_a_bug(tongue):
    with pytest.raises(KeyError):
        wording.sentence(Refusal("nobody wrote a sentence for this"))
