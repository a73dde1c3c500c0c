"""The issuer's key is made once, at set-up, and nobody but its owner can read it."""

import stat

from documents.issuer import CERTIFICATE, KEY, make_issuer_key
from tests.unit.documents.conftest import MADE_AT, an_issuer


def test_the_key_can_be_read_by_its_owner_only(issuer):
    mode = stat.S_IMODE((issuer.folder / KEY).stat().st_mode)

    assert mode == 0o600
    assert issuer.key_is_private()


def test_a_key_that_others_can_read_is_noticed(tmp_path):
    body = an_issuer(tmp_path)
    (tmp_path / KEY).chmod(0o644)

    assert not body.key_is_private()


def test_setting_up_again_keeps_the_key(tmp_path):
    make_issuer_key(tmp_path, name="one", now=MADE_AT)
    first = (tmp_path / KEY).read_bytes(), (tmp_path / CERTIFICATE).read_bytes()

    make_issuer_key(tmp_path, name="two", now=MADE_AT)

    assert ((tmp_path / KEY).read_bytes(), (tmp_path / CERTIFICATE).read_bytes()) == first


def test_the_public_address_ends_without_a_slash(issuer):
    assert issuer.address == "https://certificates.example"


def test_earlier_certificates_stay_pinned_after_a_new_key(tmp_path):
    body = an_issuer(tmp_path)
    earlier = body.pinned[0].dump()
    (tmp_path / CERTIFICATE).rename(tmp_path / "earlier-2020.pem")
    (tmp_path / KEY).unlink()

    renewed = an_issuer(tmp_path)

    assert len(renewed.pinned) == 2
    assert renewed.pinned[1].dump() == earlier
