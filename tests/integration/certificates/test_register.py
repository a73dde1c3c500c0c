"""A person has one certificate of a level at a time, however often and from how many sides it is asked for."""

import threading

import pytest
from sqlalchemy import func, select

from certificates import queries
from certificates.models import Certificate, CertificateDocument
from certificates.services import register
from kernel import clock
from kernel.actor import Role
from kernel.errors import Refused
from storage.database import db
from storage.transaction import transaction
from tests.support.people import Somebody


def test_r45_issuing_a_hundred_times_gives_one_certificate(app, gives, candidate):
    numbers = {gives(candidate).number for _ in range(100)}

    assert len(numbers) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(Certificate.id))) == 1
        assert db.session.scalar(select(func.count()).select_from(CertificateDocument)) == 1


def test_r38_twenty_issuing_at_once_give_one_certificate(app, scheme, components, candidate):
    numbers, barrier = [], threading.Barrier(20)

    def issue():
        with app.app_context():
            barrier.wait()
            with transaction():
                entered = register.enter(candidate.id, scheme, 3, components, now=clock.now())
                numbers.append((entered.certificate.number, entered.new))

    threads = [threading.Thread(target=issue) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(numbers) == 20
    assert len({number for number, _ in numbers}) == 1
    assert sum(new for _, new in numbers) == 1


def test_r45_a_number_that_is_taken_is_drawn_again(app, gives, candidate, other_candidate, monkeypatch):
    first = gives(candidate)
    draws = iter([first.number, first.number, "2222-2222-2222-2222"])
    monkeypatch.setattr(register, "draw_number", lambda pick: next(draws))

    second = gives(other_candidate)

    assert second.number == "2222-2222-2222-2222"


def test_two_levels_are_two_certificates(gives, candidate):
    assert gives(candidate, 3).number != gives(candidate, 2).number


def test_after_the_term_a_new_pass_gives_a_new_certificate(app, gives, candidate, the_clock):
    first = gives(candidate)
    the_clock.moves_on(days=3 * 366)

    second = gives(candidate)

    assert second.new
    assert second.number != first.number
    with app.app_context():
        assert queries.find_latest(candidate.id, "csm-national", 3).ordinal == 2


def test_a_name_that_cannot_be_printed_is_refused_before_anything_is_issued(app, scheme, components):
    nameless = Somebody(app, "李😀", Role.CANDIDATE)

    with app.app_context(), pytest.raises(Refused) as refused, transaction():
        register.enter(nameless.id, scheme, 3, components, now=clock.now())

    assert refused.value.refusals[0].code == "missing_glyphs"
    with app.app_context():
        assert db.session.scalar(select(func.count(Certificate.id))) == 0


def test_the_term_is_calendar_exact_in_the_schemes_zone(app, certificate):
    with app.app_context():
        term = queries.certificate(certificate.id).term

    assert (term.issued_on.isoformat(), term.expires_on.isoformat()) == ("2026-03-02", "2029-03-02")


def test_what_was_certified_stays_as_printed_when_the_person_changes_their_name(app, certificate, candidate):
    from accounts.queries import person_row

    with app.app_context(), transaction():
        person_row(candidate.id).name = "王大明"

    with app.app_context():
        assert queries.certificate(certificate.id).facts.holder == "王小明"
