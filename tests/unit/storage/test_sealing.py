"""What is sealed opens only with the right key, unchanged, and as the thing that it was sealed as."""

import os
import stat
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.errors import NotFound
from storage import sealing
from storage.files import files
from storage.sealed_files import put_sealed, read_sealed
from storage.sealing import DEVELOPMENT_KEYS, Keys, SealBroken, Sealer, SealingKeyUnknown, development_keys
from web.settings import Settings

OLD, NEW, LOOKUP = (bytes([number]) * 32 for number in (1, 2, 3))


def sealer_with(*keys):
    sealer = Sealer()
    sealer.use(Keys(keys, LOOKUP))
    return sealer


def base64(key):
    return b64encode(key).decode()


@pytest.fixture
def own_files(tmp_path):
    before = files._folder
    files.use(tmp_path / "files")
    sealing.sealer.use(Keys((OLD,), LOOKUP))
    yield tmp_path / "files"
    files._folder = before


@given(plain=st.binary(max_size=500), of=st.text(max_size=60))
def test_what_was_sealed_opens_as_the_same_thing(plain, of):
    sealer = sealer_with(OLD)

    assert sealer.unseal(sealer.seal(plain, of=of), of=of) == plain


@given(plain=st.binary(max_size=100), place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_one_changed_byte_anywhere_is_refused(plain, place, flip):
    sealer = sealer_with(OLD)
    sealed = bytearray(sealer.seal(plain, of="identity:1"))
    sealed[place % len(sealed)] ^= flip

    with pytest.raises(SealBroken):
        sealer.unseal(bytes(sealed), of="identity:1")


@given(plain=st.binary(max_size=100), cut=st.integers(1, 200))
def test_what_was_cut_short_is_refused(plain, cut):
    sealer = sealer_with(OLD)
    sealed = sealer.seal(plain, of="identity:1")

    with pytest.raises(SealBroken):
        sealer.unseal(sealed[: max(len(sealed) - cut, 0)], of="identity:1")


@given(of=st.text(max_size=30), other=st.text(max_size=30))
def test_sealed_bytes_moved_to_another_row_do_not_open(of, other):
    sealer = sealer_with(OLD)
    sealed = sealer.seal(b"110101199003071233", of=of)

    if other != of:
        with pytest.raises(SealBroken):
            sealer.unseal(sealed, of=other)


def test_sealing_the_same_twice_gives_different_bytes_without_the_text_in_them():
    sealer = sealer_with(OLD)
    first, second = (sealer.seal(b"110101199003071233", of="identity:1") for _ in range(2))

    assert first != second
    assert b"1990" not in first


def test_the_first_key_seals_and_the_earlier_ones_still_open():
    before = sealer_with(OLD).seal(b"secret", of="paper:1")
    now = sealer_with(NEW, OLD)

    assert now.unseal(before, of="paper:1") == b"secret"
    after = now.seal(b"secret", of="paper:1")
    assert sealer_with(NEW).unseal(after, of="paper:1") == b"secret"


def test_a_key_that_was_taken_away_too_early_is_named_in_the_error():
    sealed = sealer_with(OLD).seal(b"secret", of="paper:1")

    with pytest.raises(SealingKeyUnknown, match=f"key {sealing.key_id_of(sealed)}.*SEALING_KEYS"):
        sealer_with(NEW).unseal(sealed, of="paper:1")


@given(text=st.text(max_size=30), other=st.text(max_size=30))
def test_a_fingerprint_finds_the_same_text_only_and_depends_on_its_own_key(text, other):
    sealer, elsewhere = sealer_with(OLD), Sealer()
    elsewhere.use(Keys((OLD,), NEW))

    assert (sealer.fingerprint(text, of="a") == sealer.fingerprint(other, of="a")) == (text == other)
    assert sealer.fingerprint(text, of="a") != sealer.fingerprint(text, of="b")
    assert sealer.fingerprint(text, of="a") != elsewhere.fingerprint(text, of="a")
    assert sealer_with(NEW, OLD).fingerprint(text, of="a") == sealer.fingerprint(text, of="a")


def test_nothing_is_sealed_or_found_without_keys():
    with pytest.raises(RuntimeError, match="no keys"):
        Sealer().seal(b"secret", of="paper:1")
    with pytest.raises(RuntimeError, match="no keys"):
        Sealer().fingerprint("secret", of="paper")


def test_keys_are_not_shown_by_accident():
    assert "0101" not in repr(Keys((OLD,), LOOKUP)).replace("\\x", "")


def test_twenty_starting_at_once_agree_on_keys_that_only_their_owner_reads(tmp_path):
    with ThreadPoolExecutor(20) as pool:
        agreed = set(pool.map(lambda _: development_keys(tmp_path), range(20)))

    assert len(agreed) == 1
    assert [path.name for path in tmp_path.iterdir()] == [DEVELOPMENT_KEYS]
    assert stat.S_IMODE((tmp_path / DEVELOPMENT_KEYS).stat().st_mode) == 0o600
    assert sealing.development_keys_are_private(tmp_path)
    (tmp_path / DEVELOPMENT_KEYS).chmod(0o640)
    assert not sealing.development_keys_are_private(tmp_path)


def test_production_makes_no_keys_by_itself(tmp_path):
    production = {"environment": "production", "data_dir": tmp_path, "secret_key": "s", "trusted_hosts": ("a.example",)}

    with pytest.raises(ValueError, match="SEALING_KEYS and LOOKUP_KEY"):
        Settings(**production)
    with pytest.raises(ValueError, match="LOOKUP_KEY"):
        Settings(**production, sealing_keys=base64(OLD))
    given = Settings(**production, sealing_keys=f"{base64(NEW)},{base64(OLD)}", lookup_key=base64(LOOKUP))
    assert given.keys() == Keys((NEW, OLD), LOOKUP)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("bad", ["short", base64(OLD[:31]), base64(OLD) + ",", "***"], ids=repr)
def test_a_key_that_is_none_is_refused_without_being_printed(tmp_path, bad):
    with pytest.raises(ValueError, match="SEALING_KEYS must hold 32 bytes") as told:
        Settings(data_dir=tmp_path, sealing_keys=bad, lookup_key=base64(LOOKUP))
    assert bad not in str(told.value)


@given(content=st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
def test_a_sealed_file_is_read_byte_for_byte_and_lies_unreadable_on_the_disk(own_files, content):
    marked = b"a face and a number " + content
    kept = put_sealed(marked, of="paper:1")

    assert read_sealed(kept.key, kept.sealed_key, of="paper:1") == marked
    assert b"a face and a number" not in (own_files / kept.key[:2] / kept.key).read_bytes()


def test_a_sealed_file_that_was_changed_swapped_or_lost_does_not_open(own_files):
    one, two = put_sealed(b"one", of="paper:1"), put_sealed(b"two", of="paper:2")
    path = own_files / one.key[:2] / one.key

    with pytest.raises(SealBroken):
        read_sealed(two.key, one.sealed_key, of="paper:1")
    with pytest.raises(SealBroken):
        read_sealed(one.key, one.sealed_key, of="paper:2")
    path.write_bytes(path.read_bytes()[:-1] + os.urandom(1) + b"x")
    with pytest.raises(SealBroken):
        read_sealed(one.key, one.sealed_key, of="paper:1")
    path.write_bytes(b"")
    with pytest.raises(SealBroken):
        read_sealed(one.key, one.sealed_key, of="paper:1")
    path.unlink()
    with pytest.raises(NotFound):
        read_sealed(one.key, one.sealed_key, of="paper:1")
