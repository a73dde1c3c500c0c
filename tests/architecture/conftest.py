"""The platform put together once, without a database, to be looked at."""

import pytest
from flask import Flask


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    from app import create_app
    from web.settings import Settings

    folder = tmp_path_factory.mktemp("platform")
    return create_app(Settings(data_dir=folder, secret_key="a secret of the tests"))
