"""Whatever is done to an entry of the audit log, the chain shows the first place where it was done."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.audit import GENESIS, Entry, entry_hash, first_broken

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
facts = st.tuples(
    st.text(max_size=8),
    st.sampled_from(["grading.release", "exam.extend", "accounts.set_roles"]),
    st.text(max_size=8),
    st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=4) | st.booleans() | st.none(), max_size=3),
)


def _link(number, previous, actor, action, subject, detail):
    at = NOON + timedelta(seconds=number)
    own = entry_hash(
        number=number, at=at, actor=actor, action=action, subject=subject, detail=detail, previous=previous
    )
    return Entry(
        number=number, at=at, actor=actor, action=action, subject=subject, detail=detail, previous=previous, hash=own
    )


def _chain(all_facts):
    entries, previous = [], GENESIS
    for number, fact in enumerate(all_facts, start=1):
        entries.append(_link(number, previous, *fact))
        previous = entries[-1].hash
    return entries


chains = st.lists(facts, min_size=1, max_size=6).map(_chain)
several = st.lists(facts, min_size=2, max_size=6).map(_chain)


@given(chain=chains)
def test_an_untouched_chain_is_whole(chain):
    assert first_broken(chain) is None
    assert first_broken([]) is None
    assert first_broken(chain, {entry.number: entry.hash for entry in chain}) is None


@given(chain=chains, data=st.data())
def test_a_changed_fact_is_found_at_its_own_entry(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    change = data.draw(
        st.sampled_from(
            [
                {"actor": chain[place].actor + "x"},
                {"action": "nothing.much"},
                {"subject": chain[place].subject + "x"},
                {"detail": {**chain[place].detail, "added": 1}},
                {"at": chain[place].at + timedelta(microseconds=1)},
                {"hash": "f" * 64},
                {"previous": "e" * 64},
                {"number": chain[place].number + 100},
            ]
        )
    )
    chain[place] = replace(chain[place], **change)

    assert first_broken(chain) == place + 1


@given(chain=several, data=st.data())
def test_an_entry_that_is_gone_from_the_middle_is_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 2))
    del chain[place]

    assert first_broken(chain) == place + 1


@given(chain=several, data=st.data())
def test_two_entries_that_changed_places_are_found(chain, data):
    first, second = sorted(data.draw(st.sets(st.integers(0, len(chain) - 1), min_size=2, max_size=2)))
    chain[first], chain[second] = chain[second], chain[first]

    assert first_broken(chain) == first + 1


@given(chain=several, data=st.data())
def test_a_forged_entry_with_a_right_hash_of_its_own_breaks_the_next(chain, data):
    place = data.draw(st.integers(0, len(chain) - 2))
    old = chain[place]
    chain[place] = _link(old.number, old.previous, old.actor + "x", old.action, old.subject, old.detail)

    assert first_broken(chain) == place + 2


@given(chain=chains, data=st.data())
def test_entries_cut_off_at_the_end_are_missed_by_a_witness(chain, data):
    witnessed = {entry.number: entry.hash for entry in chain}
    kept = data.draw(st.integers(0, len(chain) - 1))

    assert first_broken(chain[:kept], witnessed) == kept + 1


@given(chain=chains)
def test_a_chain_that_was_written_anew_contradicts_a_witness(chain):
    witnessed = {entry.number: entry.hash for entry in chain}
    forged = _chain([(entry.actor + "x", entry.action, entry.subject, entry.detail) for entry in chain])

    assert first_broken(forged) is None
    assert first_broken(forged, witnessed) == 1


@given(chain=chains)
def test_a_witness_that_lags_behind_is_no_harm(chain):
    assert first_broken(chain, {entry.number: entry.hash for entry in chain[:-1]}) is None


def test_the_same_moment_in_another_zone_has_the_same_hash():
    told = {"number": 1, "actor": "a", "action": "b", "subject": "c", "detail": {"x": 1, "y": 2}, "previous": GENESIS}
    abroad = NOON.astimezone(timezone(timedelta(hours=8)))

    assert entry_hash(at=NOON, **told) == entry_hash(at=abroad, **told)
    assert entry_hash(at=NOON, **told) == entry_hash(at=NOON, **{**told, "detail": {"y": 2, "x": 1}})
