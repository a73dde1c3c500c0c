"""A fictional applicant before a draft of a scheme, for those who may see drafts and for nobody else."""

import pytest

from kernel import clock
from kernel.actor import Role
from schemes import queries
from schemes.domain.draft import DraftMove
from schemes.services import drafting, publishing
from storage.transaction import transaction
from tests.support.people import Somebody

TRAINED = {
    "education-1-degree": "bachelor", "education-1-field": "other", "education-1-awarded": "2018-07-01",
    "training-1-level": "3", "training-1-hours": "180", "training-1-completed": "2020-03-01",
}  # fmt: skip


@pytest.fixture
def author(app, scheme):
    return Somebody(app, "卢起草", Role.REGISTRAR)


@pytest.fixture
def draft(app, author):
    """A next version that asks for 200 hours of training where 180 were enough."""
    actor = author.actor
    with app.app_context(), transaction():
        draft_id = drafting.start("csm-national", actor=actor, now=clock.now())
    writes(app, author, draft_id, "  3: 180", "  3: 200")
    return draft_id


def writes(app, author, draft_id, old, new):
    actor = author.actor
    with app.app_context(), transaction():
        row = queries.draft(draft_id)
        drafting.write(
            row, source=row.source.replace(old, new), reason="学时调整", edition=row.edition, actor=actor,
            now=clock.now(),
        )  # fmt: skip


def tries(who, draft_id, evidence=TRAINED, **question):
    asked = {"version": str(draft_id), "level": "3", "on": "2026-05-01", "read": "1"} | question
    return who.post(f"/scheme-drafts/{draft_id}/what-if/reading?lang=en", {**asked, **evidence})


def test_an_applicant_is_read_by_the_draft_and_the_page_says_that_it_is_one(the_clock, author, visitor, scheme, draft):
    page = author.get(f"/scheme-drafts/{draft}/what-if?lang=en")
    tried = tries(author, draft)
    in_force = visitor.post(
        "/what-if/reading?lang=en",
        {"version": str(scheme), "level": "3", "on": "2026-05-01", "read": "1", **TRAINED},
    )

    assert "A draft: nothing of it is in force." in page.text
    assert tried.status_code == 200
    assert "A draft: nothing of it is in force." in tried.text
    assert "by the draft of version 1.2" in tried.text
    assert "needs at least 200 hours in one course; the longest has 180" in tried.text
    assert "You may apply" in in_force.text
    assert "A draft: nothing" not in in_force.text


def test_the_day_begins_with_the_first_of_the_draft(the_clock, author, draft):
    assert 'value="2026-03-03"' in author.get(f"/scheme-drafts/{draft}/what-if").text


def test_lines_and_mistakes_are_as_on_the_open_sheet(the_clock, author, draft):
    more = tries(author, draft, read="", add="employment")
    wrong = tries(author, draft, on="2026-02-30")
    missing = tries(author, draft, level="7")

    assert f"/scheme-drafts/{draft}/what-if/reading" in more.text
    assert "There is a problem" in wrong.text
    assert (wrong.status_code, missing.status_code) == (422, 422)


def test_the_draft_links_to_it(the_clock, author, draft):
    assert f"/scheme-drafts/{draft}/what-if" in author.get(f"/scheme-drafts/{draft}").text


def test_a_draft_with_a_mistake_says_so_and_is_no_link(app, the_clock, author, draft):
    writes(app, author, draft, "  3: 200", "  3: many")

    assert f"/scheme-drafts/{draft}/what-if" not in author.get(f"/scheme-drafts/{draft}").text
    page = author.get(f"/scheme-drafts/{draft}/what-if?lang=en")
    assert page.status_code == 422
    assert "a whole number" in page.text


def test_a_draft_that_is_no_longer_open_cannot_be_tried(app, the_clock, author, draft):
    actor = author.actor
    with app.app_context(), transaction():
        row = queries.draft(draft)
        publishing.move(row, DraftMove.DISCARD, remark="", edition=row.edition, actor=actor, now=clock.now())

    assert author.get(f"/scheme-drafts/{draft}/what-if").status_code == 404
    assert tries(author, draft).status_code == 404
    assert f"/scheme-drafts/{draft}/what-if" not in author.get(f"/scheme-drafts/{draft}").text


def test_to_everybody_else_there_is_nothing_to_try(app, the_clock, author, candidate, visitor, draft):
    examiner = Somebody(app, "赵阅卷", Role.EXAMINER)
    writes(app, author, draft, "  3: 200", "  3: many")

    for stranger in (candidate, examiner):
        assert stranger.get(f"/scheme-drafts/{draft}/what-if").status_code == 404
        assert tries(stranger, draft).status_code == 404
    assert visitor.get(f"/scheme-drafts/{draft}/what-if").status_code == 302
    assert "/sign-in" in tries(visitor, draft).location


def test_the_open_sheet_neither_offers_nor_takes_a_draft(the_clock, author, visitor, draft):
    for who in (visitor, author):
        assert f'value="{draft}"' not in who.get(f"/what-if?version={draft}").text
        asked = {"version": str(draft), "level": "3", "on": "2026-05-01", "read": "1"}
        assert who.post("/what-if/reading?lang=en", asked).status_code == 422
