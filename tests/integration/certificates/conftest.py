"""People with certificates, entered in the register as the platform does it."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

import schemes.queries
from certificates import queries
from certificates.domain.certificate import PassedComponent
from certificates.services import register
from kernel import clock
from schemes.services.loading import SHIPPED, load
from storage.transaction import transaction


@pytest.fixture(autouse=True)
def _time_stands_still(the_clock):
    """Before anybody signs in."""


@pytest.fixture
def scheme(app):
    with app.app_context(), transaction():
        load(SHIPPED / "csm-national.yaml", now=clock.now())
    with app.app_context():
        return schemes.queries.current("csm-national", date(2026, 3, 2))


@pytest.fixture
def components(scheme):
    return tuple(
        PassedComponent(code=code, title=part.title, score=Decimal("78.50"), passed_on=date(2026, 2, 28))
        for code, part in scheme.level(3).components.items()
    )


@pytest.fixture
def gives(app, scheme, components):
    """Enter a certificate for somebody; returns what the tests need of it."""

    def give(person, level=3):
        with app.app_context():
            with transaction():
                entered = register.enter(person.id, scheme, level, components, now=clock.now())
            row = entered.certificate
            return SimpleNamespace(
                id=row.id,
                number=row.number,
                token=row.token,
                new=entered.new,
                url=f"/certificates/{row.id}",
                pdf=_pdf(row.id),
            )

    def _pdf(certificate_id):
        from storage.files import files

        return files.read(queries.document(certificate_id).file_key)

    return give


@pytest.fixture
def certificate(gives, candidate):
    return gives(candidate)
