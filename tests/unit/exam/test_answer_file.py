"""What becomes of an entry that comes by a file."""

from hypothesis import given
from hypothesis import strategies as st

from exam.domain.answer_file import Fate, KeptEntry, fate_of, newest

VALUES = st.sampled_from([{"chosen": [letter]} for letter in "AB"])
entries = st.builds(
    KeptEntry,
    id=st.uuids().map(lambda each: each.hex),
    slot=st.sampled_from("123"),
    value=VALUES,
    base=st.none() | VALUES,
    order=st.integers(1, 99),
)


@given(st.lists(entries, unique_by=lambda entry: entry.order), st.randoms(use_true_random=False))
def test_the_newest_of_each_slot_stays_in_whatever_order_they_stand(written, chance):
    mixed = list(written)
    chance.shuffle(mixed)

    assert {entry.slot: entry for entry in newest(mixed)} == {
        entry.slot: entry for entry in sorted(written, key=lambda each: each.order)
    }


@given(entries, st.dictionaries(st.sampled_from("123"), VALUES), st.booleans())
def test_an_answer_of_the_server_gives_way_only_to_what_followed_it_in_time(entry, stored, in_time):
    fate = fate_of(entry, stored, (), in_time=in_time)

    if fate is Fate.COUNTS:
        assert in_time
        assert stored.get(entry.slot, entry.base) == entry.base
    if not in_time:
        assert fate in {Fate.LATE, Fate.KNOWN}
    assert fate_of(entry, stored, {entry.id}, in_time=in_time) is Fate.KNOWN
    assert fate_of(entry, stored | {entry.slot: entry.value}, (), in_time=in_time) is Fate.KNOWN
