"""The issuer's key is made once, at set-up, and nobody but its owner can read it."""

import stat
from concurrent.futures import ThreadPoolExecutor

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from documents.issuer import KEY, Issuer, make_issuer_key
from kernel.words import Words
from tests.unit.documents.conftest import MADE_AT, an_issuer

ONE, TWO = Words("一", "One"), Words("二", "Two")


def test_the_key_can_be_read_by_its_owner_only(issuer):
    mode = stat.S_IMODE((issuer.folder / KEY).stat().st_mode)

    assert mode == 0o600
    assert issuer.key_is_private()


def test_a_key_that_others_can_read_is_noticed(tmp_path):
    body = an_issuer(tmp_path)
    (tmp_path / KEY).chmod(0o644)

    assert not body.key_is_private()


def test_setting_up_again_keeps_the_key(tmp_path):
    make_issuer_key(tmp_path, name=ONE, now=MADE_AT)
    first = (tmp_path / KEY).read_bytes()

    make_issuer_key(tmp_path, name=TWO, now=MADE_AT)

    assert (tmp_path / KEY).read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == [KEY]


def test_twenty_starting_at_once_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: make_issuer_key(tmp_path, name=ONE, now=MADE_AT), range(20)))

    body = Issuer()
    body.use(tmp_path, name=Words("", ""), address="")
    assert body.seal.certificate.public_key.dump() == _public(body.seal.key)
    assert [path.name for path in tmp_path.iterdir()] == [KEY]


def test_the_public_address_ends_without_a_slash(issuer):
    assert issuer.address == "https://certificates.example"


def test_earlier_certificates_stay_pinned_after_a_new_key(tmp_path):
    body = an_issuer(tmp_path)
    earlier = body.pinned[0].dump()
    (tmp_path / KEY).rename(tmp_path / "earlier-2020.pem")

    renewed = an_issuer(tmp_path)

    assert len(renewed.pinned) == 2
    assert renewed.pinned[1].dump() == earlier


def _public(key):
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
