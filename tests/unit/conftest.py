"""Unit tests reach neither the database nor the network: what is tested here needs neither."""

import pytest
from pytest_socket import disable_socket, enable_socket


@pytest.fixture(autouse=True)
def no_network():
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def no_database(monkeypatch):
    from storage.database import db

    def refused(*_arguments, **_options):
        raise AssertionError("a unit test must not reach the database")

    monkeypatch.setattr(db.session, "registry", refused)
