"""Papers go when they have been kept long enough, and never while an application rests on them."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from eligibility.domain.papers import PaperKind
from eligibility.models.papers import Paper
from eligibility.queries import applications as filed
from eligibility.queries import papers as kept
from eligibility.services import applications
from eligibility.services import papers as services
from eligibility.services.retention import AT_ONCE, LEFT_KEPT, REPLACED_KEPT, destroy_due_papers
from kernel import clock
from kernel.errors import NotFound
from storage.database import db
from storage.transaction import transaction
from tests.support.pictures import a_paper, jpeg

HALF_A_YEAR, TWO_YEARS = REPLACED_KEPT + timedelta(seconds=1), LEFT_KEPT + timedelta(seconds=1)
SMALL = jpeg(a_paper((60, 80)))


@pytest.fixture
def hands_in(app):
    def hand_in(person):
        actor = person.actor
        with app.app_context(), transaction():
            return services.keep_paper(actor, "identity", name="a.jpg", stream=BytesIO(SMALL), now=clock.now()).id

    return hand_in


def sweep(app):
    with app.app_context(), transaction():
        return destroy_due_papers(clock.now())


def present(app, person):
    with app.app_context(), transaction(read_only=True):
        return {each.id for each in kept.all_papers_of(person.id)}


def on_disk(data_dir):
    return sum(path.is_file() for path in (data_dir / "files").rglob("*"))


def test_a_replaced_paper_goes_after_half_a_year_with_its_file_and_leaves_its_row(
    app, the_clock, candidate, hands_in, data_dir
):
    first = hands_in(candidate)
    the_clock.moves_on(days=1)
    second = hands_in(candidate)
    the_clock.moves_to(the_clock.now + REPLACED_KEPT - timedelta(seconds=1))
    assert sweep(app) == 0
    the_clock.moves_on(seconds=1)

    assert sweep(app) == 1

    assert present(app, candidate) == {second}
    assert on_disk(data_dir) == 1
    with app.app_context(), transaction(read_only=True):
        row = db.session.get(Paper, first)
        assert (row.file_key, row.sealed_key, row.destroyed_at) == (None, None, the_clock.now)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "destroy_papers")).one()
        assert entry.detail == {"papers": [str(first)]}
        with pytest.raises(NotFound):
            kept.paper_row(first)
    assert sweep(app) == 0


def test_nothing_goes_while_an_application_waits(app, the_clock, graduate, hands_in):
    papers = {hands_in(graduate)}
    the_clock.moves_on(days=1)
    papers.add(hands_in(graduate))
    with app.app_context(), transaction():
        applications.apply(graduate.actor, "csm-national", 3, now=clock.now())
    the_clock.moves_to(the_clock.now + TWO_YEARS)

    assert sweep(app) == 0
    assert papers <= present(app, graduate)


@pytest.mark.parametrize(("approve", "stays"), [(True, True), (False, False)], ids=["approved", "refused"])
def test_after_two_years_papers_of_a_refused_application_go_and_of_an_approved_one_stay(
    app, the_clock, graduate, registrar, hands_in, approve, stays
):
    paper = hands_in(graduate)
    with app.app_context(), transaction():
        application = applications.apply(graduate.actor, "csm-national", 3, now=clock.now())
    actor = registrar.actor
    with app.app_context(), transaction():
        applications.decide(
            filed.application(application), approve=approve, reason="Decided.", actor=actor, now=clock.now()
        )
    the_clock.moves_to(the_clock.now + LEFT_KEPT - timedelta(seconds=1))
    assert sweep(app) == 0
    the_clock.moves_on(seconds=2)

    assert bool(sweep(app)) is not stays
    assert present(app, graduate) >= {paper} if stays else not present(app, graduate)


def test_a_crash_before_the_commit_destroys_nothing(app, the_clock, candidate, hands_in, data_dir):
    paper, actor = hands_in(candidate), candidate.actor
    the_clock.moves_to(the_clock.now + TWO_YEARS)
    with app.app_context(), pytest.raises(RuntimeError), transaction():
        assert destroy_due_papers(clock.now()) == 1
        raise RuntimeError

    assert on_disk(data_dir) == 1
    with app.app_context(), transaction(read_only=True):
        assert services.read_paper(paper, actor=actor, now=clock.now()).content


def test_the_worker_does_it_a_few_at_a_time(app, the_clock, candidate):
    from jobs.services import sweep as sweep_all

    actor = candidate.actor
    with app.app_context(), transaction():
        prepared = services.prepare(PaperKind.IDENTITY, BytesIO(SMALL))
        for number in range(AT_ONCE + 3):
            now = clock.now() + timedelta(seconds=number)
            services.keep_prepared(actor, prepared, name="a.jpg", now=now)
    the_clock.moves_to(the_clock.now + TWO_YEARS + timedelta(minutes=5))

    with app.app_context():
        sweep_all(the_clock.now)
    assert len(present(app, candidate)) == 3
    with app.app_context():
        sweep_all(the_clock.now)
    assert present(app, candidate) == set()
