"""An issuer with a key of its own, and one document that it sealed."""

from datetime import UTC, datetime

import pytest

from documents.issuer import Issuer, make_issuer_key
from documents.rendering import typeset
from documents.signing import sign
from kernel.words import Words

MADE_AT = datetime(2020, 1, 1, tzinfo=UTC)
PAGE = """<!doctype html><html lang="zh"><head><title>NX7K 证书</title></head>
<body><article><h1>张璟</h1><p>客户服务管理师 Customer Service Manager</p></article></body></html>"""


def an_issuer(folder):
    make_issuer_key(folder, name=Words("认证中心", "Certification Body"), now=MADE_AT)
    body = Issuer()
    body.use(folder, name=Words("认证中心", "Certification Body"), address="https://certificates.example/")
    return body


@pytest.fixture(scope="session")
def issuer(tmp_path_factory):
    return an_issuer(tmp_path_factory.mktemp("issuer"))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory):
    """Somebody else who gives himself the same name."""
    return an_issuer(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="session")
def plain():
    return typeset(PAGE, "certificates/certificate.css")


@pytest.fixture(scope="session")
def sealed(issuer, plain):
    return sign(plain, issuer.seal)
