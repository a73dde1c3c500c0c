"""Files lie under random names, durable before anybody is told, and no key leads out of the folder."""

import hashlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.errors import NotFound
from storage.files import KEY_BYTES, Files
from storage.witness import Witness


@pytest.fixture
def store(tmp_path):
    files = Files()
    files.use(tmp_path / "files")
    return files


@given(content=st.binary(max_size=2000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_was_stored_is_read_byte_for_byte(store, content):
    stored = store.put(content)

    assert store.read(stored.key) == content
    assert b"".join(store.chunks(stored.key, size=64)) == content
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))


def test_the_same_bytes_handed_in_by_many_at_once_are_kept_for_each(store):
    with ThreadPoolExecutor(8) as people:
        stored = list(people.map(store.put, [b"the same answer"] * 40))

    assert len({one.key for one in stored}) == 40
    assert all(store.read(one.key) == b"the same answer" for one in stored)


def test_bytes_name_and_folders_are_on_the_disk_before_the_key_is_given(store, tmp_path, monkeypatch):
    synced = []
    real = os.fsync

    def noted(handle):
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    key = store.put(b"answer").key

    folder = tmp_path / "files"
    assert str(folder) in synced, "the new sub-folder's own name"
    assert any(path.endswith(".part") and key in path for path in synced), "the bytes"
    assert synced[-1] == str(folder / key[:2]), "the file's name"


def test_nothing_half_written_remains(store, tmp_path):
    store.put(b"answer")

    assert list((tmp_path / "files").rglob("*.part")) == []


@pytest.mark.parametrize(
    "key",
    ["", "x", "../../etc/passwd", "/etc/passwd", "a" * (2 * KEY_BYTES - 1), "a" * (2 * KEY_BYTES + 1),
     "../" + "a" * (2 * KEY_BYTES - 3), "a/" + "b" * (2 * KEY_BYTES - 2), "." * 2 * KEY_BYTES, "a" * 39 + "\0",
     "ab" * KEY_BYTES],
    ids=["empty", "short", "upwards", "absolute", "one less", "one more", "upwards, long enough", "slash", "dots",
         "nul", "never stored"],
)  # fmt: skip
def test_a47_a_key_that_was_never_given_finds_nothing(store, key):
    with pytest.raises(NotFound):
        store.read(key)
    with pytest.raises(NotFound):
        list(store.chunks(key))


@given(key=st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a47_no_invented_key_finds_anything(store, key):
    with pytest.raises(NotFound):
        store.read(key)


def test_what_was_removed_is_gone_and_can_be_removed_again(store):
    kept, gone = store.put(b"kept"), store.put(b"gone")

    store.remove(gone.key)
    store.remove(gone.key)

    assert store.read(kept.key) == b"kept"
    with pytest.raises(NotFound):
        store.read(gone.key)
    with pytest.raises(NotFound):
        store.remove("../" + kept.key[3:])


def test_a_key_tells_nothing_about_what_it_opens(store):
    assert store.put(b"same").key != store.put(b"same").key


def test_a_store_without_a_folder_is_out_of_reach():
    assert not Files().reachable()
    with pytest.raises(RuntimeError, match="no folder"):
        Files().put(b"lost")


@pytest.fixture
def witness(tmp_path):
    found = Witness()
    found.use(tmp_path / "witness")
    return found


def test_a_witness_remembers_lines_in_order_and_only_its_owner_reads_them(witness, tmp_path):
    witness.add("chain", "1 aa")
    witness.add("chain", "2 bb")

    assert list(witness.lines("chain")) == ["1 aa", "2 bb"]
    assert list(witness.lines("another")) == []
    assert stat.S_IMODE((tmp_path / "witness" / "chain").stat().st_mode) == 0o600


def test_lines_that_many_add_at_once_do_not_mix(witness):
    lines = [f"{number} {'f' * 64}" for number in range(400)]
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda line: witness.add("chain", line), lines))

    assert sorted(witness.lines("chain")) == sorted(lines)


def test_a_line_that_a_crash_cut_off_is_not_taken_for_one(witness, tmp_path):
    witness.add("chain", "1 aa")
    with (tmp_path / "witness" / "chain").open("a") as handle:
        handle.write("2 b")

    assert list(witness.lines("chain")) == ["1 aa"]


@pytest.mark.parametrize("name", ["", "../chain", "a/b", "a.b"], ids=repr)
def test_a_witness_writes_nowhere_else(witness, name):
    with pytest.raises(NotFound):
        witness.add(name, "1 aa")
