"""Evidence that is changed after its paper was handed in keeps the paper, and everybody concerned sees that it is older."""

import pytest

from eligibility.queries import applications as filed
from eligibility.queries.evidence import portfolio_of
from eligibility.queries.papers import papers_of
from eligibility.services import applications
from eligibility.services.papers import Prepared, keep_prepared
from kernel.actor import PLATFORM
from storage.transaction import transaction
from tests.support.papers import a_picture

LEVEL = "/schemes/csm-national/levels/3"
ON_THE_DESK = "Entry changed afterwards"


@pytest.fixture
def changes(app, graduate, the_clock):
    """An hour later the graduate enters another day of the degree; returns the page that follows."""

    def change(awarded, language="en"):
        the_clock.moves_on(hours=1)
        with app.app_context():
            (kept,) = portfolio_of(graduate.id)
        graduate.post(f"/evidence/{kept.id}/changes?step=paper", {"awarded": awarded, "place": "上海商学院"})
        return graduate.get(f"/evidence/education?lang={language}").text

    return change


@pytest.fixture
def sends_another(app, graduate, the_clock):
    """An hour later the graduate hands in another paper for the degree."""

    def send():
        the_clock.moves_on(hours=1)
        actor = graduate.actor
        with app.app_context(), transaction():
            (degree,) = [each for each in papers_of(graduate.id) if each.kind == "degree"]
            prepared = Prepared(kind=degree.kind, media_type="image/jpeg", content=a_picture())
            return keep_prepared(actor, prepared, name="new.jpg", evidence_id=degree.evidence_id, now=the_clock.now).id

    return send


@pytest.mark.parametrize(
    ("language", "told", "marked", "explained"),
    [
        ("en", "look whether it proves", "Handed in before you changed the entry", "If it still proves"),
        ("zh", "请查看它是否能证明", "上传后您修改过所填内容", "如果它仍能证明"),
    ],
)
def test_the_candidate_is_told_and_sees_it_until_a_newer_one_comes(
    app, graduate, changes, sends_another, language, told, marked, explained
):
    lists = [
        f"{each}?lang={language}" for each in ("/papers", f"{LEVEL}/application/papers", f"{LEVEL}/application/check")
    ]
    assert [each for each in lists if marked in graduate.get(each).text] == []

    assert told in changes("2019-07-01", language)

    with app.app_context():
        (older,) = [each for each in papers_of(graduate.id) if each.is_of_earlier_words]
    assert [each for each in lists if marked not in graduate.get(each).text] == []
    assert explained in graduate.get(f"/papers/{older.id}?lang={language}").text

    newer = sends_another()
    assert [each for each in lists if marked in graduate.get(each).text] == []
    assert explained not in graduate.get(f"/papers/{newer}?lang={language}").text


def test_where_there_is_no_paper_or_no_change_nothing_is_said_of_papers(app, graduate, changes, keeps):
    assert "look whether it proves" not in changes("2020-07-01")

    keeps(graduate, "employment", start="2020-08-01", end=None, occupation="same", place="某公司")
    with app.app_context():
        work = next(each for each in portfolio_of(graduate.id) if each.kind == "employment")
    graduate.post(f"/evidence/{work.id}/changes?step=employer", {"place": "别的公司"})
    page = graduate.get("/evidence/employment?lang=en").text
    assert "Changed." in page
    assert "look whether it proves" not in page


def test_the_registrar_sees_it_and_the_case_is_not_plain(app, graduate, changes, sends_another, registrar, the_clock):
    changes("2019-07-01")
    applied = graduate.post(f"{LEVEL}/applications", {"condition": "3"})
    assert applied.status_code == 302
    desk = f"/desk{applied.location}"

    assert registrar.get(f"{desk}?lang=en").text.count(ON_THE_DESK) == 1
    assert "上传后所填内容有修改" in registrar.get(f"{desk}?lang=zh").text
    assert "the evidence was changed after they were handed in" in registrar.get("/desk/plain-cases?lang=en").text

    graduate.post(f"{applied.location}/withdraw")
    sends_another()
    again = graduate.post(f"{LEVEL}/applications", {"condition": "3"}).location
    assert ON_THE_DESK not in registrar.get(f"/desk{again}?lang=en").text
    page = registrar.get("/desk/plain-cases?lang=en").text
    assert graduate.name in page
    assert "the evidence was changed after they were handed in" not in page


def test_an_answer_with_changed_evidence_still_shows_its_paper(app, graduate, applied, changes, registrar, the_clock):
    link = "Degree certificate</a>"
    desk = f"/desk/applications/{applied}?lang=en"
    assert registrar.get(desk).text.count(link) == 1
    with app.app_context(), transaction():
        applications.ask_for_more(filed.application(applied), reason="请核对日期", actor=PLATFORM, now=the_clock.now)

    changes("2019-07-01")
    graduate.post(f"/applications/{applied}/answer", {"words": "已更正"})

    page = registrar.get(desk).text
    assert page.count(link) == 1
    assert page.count(ON_THE_DESK) == 1
