"""Many at once: no script on two desks, no score twice, one release."""

from collections import Counter

from kernel.actor import Role
from tests.integration.exam.test_races import at_once
from tests.support.marking import Sheet, releases, takes
from tests.support.people import Somebody


def test_two_examiners_who_take_the_next_script_at_once_get_different_ones(
    app, candidate, other_candidate, case_studies
):
    case_studies(candidate, other_candidate)
    examiners = [Somebody(app, f"考评员{number}", Role.EXAMINER) for number in range(4)]
    for examiner in examiners:
        examiner.token  # noqa: B018 -- fetched before the race

    answers = at_once(lambda number: examiners[number].post("/marking/scripts"), times=4)

    assert Counter(answer.status_code for answer in answers) == {302: 2, 409: 2}
    taken = [
        Sheet(examiners[number], answer.location).number
        for number, answer in enumerate(answers)
        if answer.status_code == 302
    ]
    assert len(set(taken)) == 2


def test_signing_from_two_tabs_at_once_counts_once(app, candidate, examiner, case_studies):
    from grading.models import Mark, Score
    from storage.database import db
    from tests.support.people import Visitor

    case_studies(candidate)
    sheet = takes(examiner)
    tabs = []
    for _ in range(4):
        tab = Visitor(app)
        tab._token = examiner.token
        tab.client.set_cookie("session", examiner.client.get_cookie("session").value)
        tabs.append(tab)

    answers = at_once(lambda n: tabs[n].post(f"{sheet.address}/signature", sheet.form(n % 2)), times=4)

    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: 3}
    with app.app_context():
        assert db.session.query(Mark).count() == 1
        assert db.session.query(Score).count() == 1


def test_two_registrars_release_once(app, exam_room, candidate, examiner, case_studies, monkeypatch):
    from grading.domain.events import ResultReleased
    from kernel import event

    told = []
    monkeypatch.setitem(event._listeners, ResultReleased, [told.append])
    case_studies(candidate)
    takes(examiner).signs(0)
    registrars = [Somebody(app, f"考务{number}", Role.REGISTRAR) for number in range(3)]
    for registrar in registrars:
        registrar.token  # noqa: B018 -- fetched before the race

    answers = at_once(lambda number: releases(registrars[number], exam_room.sitting_id), times=3)

    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: 2}
    assert len(told) == 1


def test_a_script_signed_and_given_back_at_once_is_only_one_of_both(app, candidate, examiner, case_studies):
    from grading.models import Claim, Mark
    from storage.database import db
    from tests.support.people import Visitor

    case_studies(candidate)
    sheet = takes(examiner)
    tabs = []
    for _ in range(8):
        tab = Visitor(app)
        tab._token = examiner.token
        tab.client.set_cookie("session", examiner.client.get_cookie("session").value)
        tabs.append(tab)

    def act(number):
        if number % 2:
            return tabs[number].post(f"{sheet.address}/return")
        return tabs[number].post(f"{sheet.address}/signature", sheet.form(0))

    answers = at_once(act, times=8)

    assert Counter(answer.status_code for answer in answers)[302] == 1
    with app.app_context():
        claim = db.session.query(Claim).one()
        assert (db.session.query(Mark).count() == 1) == (claim.given_back_at is None)
