"""Verdicts gather all reasons; errors carry them; words and events keep to what they were given."""

from dataclasses import FrozenInstanceError, dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import event
from kernel.errors import BadInput, DomainError, Refused
from kernel.verdict import Refusal, Verdict
from kernel.words import Words

answers = st.lists(st.none() | st.builds(Refusal, st.sampled_from(["too_soon", "too_late", "no_seat"])))


@given(answers=answers)
def test_a_verdict_keeps_every_objection_in_order_and_is_a_yes_without_any(answers):
    verdict = Verdict.of(answers)

    assert list(verdict.refusals) == [answer for answer in answers if answer is not None]
    assert bool(verdict) is not any(answers)


def test_a_refusal_is_known_by_its_code_and_cannot_be_changed():
    refusal = Refusal("too_soon", days=3)

    assert refusal == Refusal("too_soon", days=4)
    with pytest.raises(TypeError):
        refusal.params["days"] = 5
    with pytest.raises(FrozenInstanceError):
        refusal.code = "too_late"


def test_refused_names_all_its_reasons():
    error = Refused(Refusal("too_soon"), Refusal("no_seat"))

    assert isinstance(error, DomainError)
    assert str(error) == "too_soon, no_seat"


def test_bad_input_names_the_place_where_there_is_one():
    assert str(BadInput(Refusal("not_a_date"), "row 3")) == "row 3: not_a_date"
    assert str(BadInput(Refusal("not_a_date"))) == "not_a_date"


@pytest.mark.parametrize(
    ("words", "language", "text"),
    [
        (Words("考生", "candidate"), "zh", "考生"),
        (Words("考生", "candidate"), "en", "candidate"),
        (Words("考生", ""), "en", "考生"),
        (Words("", "candidate"), "zh", "candidate"),
    ],
    ids=["chinese", "english", "no english yet", "no chinese yet"],
)
def test_words_fall_back_on_the_other_language(words, language, text):
    assert words.in_language(language) == text


@dataclass(frozen=True)
class BellRang:
    times: int


@pytest.fixture
def plainly(monkeypatch):
    """Listeners and the way of delivery as at the start, whatever other tests introduced."""
    from collections import defaultdict

    monkeypatch.setattr(event, "_listeners", defaultdict(list))
    monkeypatch.setattr(event, "_deliver", event._plainly)


def test_listeners_hear_in_order_and_once_however_often_they_are_introduced(plainly):
    heard = []

    def first(happened):
        heard.append(("first", happened.times))

    def second(happened):
        heard.append(("second", happened.times))

    event.listen(BellRang, first, second)
    event.listen(BellRang, first)
    event.publish(BellRang(3))

    assert heard == [("first", 3), ("second", 3)]
    assert event.listeners() == {BellRang: (first, second)}


def test_an_event_nobody_listens_to_is_no_trouble(plainly):
    event.publish(BellRang(1))

    assert event.listeners() == {}


def test_the_way_of_delivery_can_be_chosen_once_for_all(plainly):
    shielded = []
    event.listen(BellRang, print)
    event.deliver_by(lambda listener, happened: shielded.append((listener, happened)))

    event.publish(BellRang(2))

    assert shielded == [(print, BellRang(2))]
