"""A centre sees its own cohorts and only who agreed to be seen; completed training becomes evidence."""

import re

import pytest

from centres.queries import cohorts
from centres.queries.progress import progress_of
from kernel import clock
from tests.support.people import PASSWORD, Somebody, Visitor


@pytest.fixture
def roster_of_two(centre_manager, candidate, excel, upload):
    rows = [["王小明", "Wang Xiaoming", candidate.email, ""], ["新学员", "Xin Xueyuan", "xin@roster.example.org", ""]]
    centre_manager.post(upload(centre_manager, excel(rows)).location + "/import")


def place_of(app, cohort, email):
    with app.app_context():
        return next(member for member in cohorts.members_of([cohort]) if member.email == email)


def stages(app, cohort):
    with app.app_context():
        return {each.member.email: each.stage for each in progress_of(cohorts.cohort(cohort).facts, clock.now())}


def letters(app):
    folder = app.config["MAIL_FILE_PATH"]
    from pathlib import Path

    return "\n".join(path.read_text() for path in sorted(Path(folder).glob("*")))


def test_a_manager_opens_a_cohort_and_finds_it_among_the_others(centre_manager, the_centre, the_scheme):
    form = {
        "organisation": str(the_centre),
        "title": "秋季班",
        "aim": "csm-national:3",
        "starts_on": "2026-09-01",
        "ends_on": "2026-12-01",
    }

    answer = centre_manager.post("/cohorts", form)

    assert "秋季班" in centre_manager.get(answer.location).text
    assert "秋季班" in centre_manager.get("/cohorts").text


def test_a_cohort_that_ends_before_it_starts_is_refused_and_nothing_is_lost(centre_manager, the_centre, the_scheme):
    form = {
        "organisation": str(the_centre),
        "title": "秋季班",
        "aim": "csm-national:3",
        "starts_on": "2026-09-01",
        "ends_on": "2026-08-01",
    }

    page = centre_manager.post("/cohorts", form)

    assert page.status_code == 422
    assert 'value="秋季班"' in page.text


def test_a_manager_cannot_open_a_cohort_for_another_centre(centre_manager, the_centre, the_scheme, examiner):
    other = examiner.works_for("别的中心")
    form = {
        "organisation": str(other),
        "title": "x",
        "aim": "csm-national:3",
        "starts_on": "2026-09-01",
        "ends_on": "2026-12-01",
    }

    assert centre_manager.post("/cohorts", form).status_code == 422


def test_a23_everything_of_another_centre_looks_as_if_it_did_not_exist(
    app, centre_manager, the_cohort, excel, upload, thirty
):
    from kernel.actor import Role

    roster = upload(centre_manager, excel(thirty)).location
    centre_manager.post(f"{roster}/import")
    with app.app_context():
        member = cohorts.members_of([the_cohort])[0]
    rival = Somebody(app, "别家机构", Role.CENTRE_MANAGER)
    rival.works_for("别的中心")

    reads = [
        f"/cohorts/{the_cohort}", f"/cohorts/{the_cohort}/progress.xlsx", f"/cohorts/{the_cohort}/rosters/new",
        f"/cohorts/{the_cohort}/trainings/new", roster, f"{roster}/corrections.xlsx",
    ]  # fmt: skip
    writes = [
        f"{roster}/import",
        f"/cohorts/{the_cohort}/rosters",
        f"/cohorts/{the_cohort}/trainings",
        f"/memberships/{member.id}/reminders",
    ]

    assert {rival.get(address).status_code for address in reads} == {404}
    assert {rival.post(address).status_code for address in writes} == {404}
    assert "春季班" not in rival.get("/cohorts").text


def test_a22_candidates_and_staff_have_no_business_with_cohorts(candidate, registrar, the_cohort):
    for person in (candidate, registrar):
        assert person.get("/cohorts").status_code == 403
        assert person.get(f"/cohorts/{the_cohort}").status_code == 404


def test_an_invited_person_chooses_a_password_by_the_letter_and_has_joined(app, the_cohort, roster_of_two, run_jobs):
    run_jobs()
    (address,) = set(re.findall(r"/invitations/[\w-]+", letters(app)))
    guest = Visitor(app)

    assert "朝阳培训中心" in guest.get(address).text
    answer = guest.post(f"{address}/acceptance", {"password": PASSWORD})

    assert answer.status_code == 302
    assert "新学员" in guest.get("/account").text
    assert stages(app, the_cohort)["xin@roster.example.org"] == "registered"
    assert Visitor(app).get(address).status_code == 404
    assert Visitor(app).post(f"{address}/acceptance", {"password": "another password"}).status_code == 404


def test_an_invitation_runs_out(app, the_clock, roster_of_two, run_jobs, visitor):
    run_jobs()
    (address,) = set(re.findall(r"/invitations/[\w-]+", letters(app)))
    the_clock.moves_on(days=14)

    assert visitor.get(address).status_code == 404


def test_a56_the_link_of_a_letter_stands_nowhere_in_the_database(app, roster_of_two, run_jobs):
    from sqlalchemy import text

    from storage.database import db

    run_jobs()
    (address,) = set(re.findall(r"/invitations/([\w-]+)", letters(app)))

    with app.app_context():
        tables = (
            db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
            if db.engine.dialect.name == "sqlite"
            else ["accounts_invitation", "jobs_job", "messages_notice"]
        )
        for table in tables:
            assert address not in str(db.session.execute(text(f"SELECT * FROM {table}")).all()), table


def test_a_short_first_password_is_refused_and_the_letter_still_works(app, roster_of_two, run_jobs, visitor):
    run_jobs()
    (address,) = set(re.findall(r"/invitations/[\w-]+", letters(app)))

    assert visitor.post(f"{address}/acceptance", {"password": "short"}).status_code == 422
    assert visitor.get(address).status_code == 200


def test_somebody_with_an_account_is_seen_only_after_saying_yes(app, candidate, the_cohort, roster_of_two):
    member = place_of(app, the_cohort, candidate.email)
    assert stages(app, the_cohort)[candidate.email] == "invited"
    assert "春季班" in candidate.get("/").text

    candidate.post(f"/memberships/{member.id}/consent")
    assert stages(app, the_cohort)[candidate.email] == "registered"

    candidate.post(f"/memberships/{member.id}/refusal")
    assert stages(app, the_cohort)[candidate.email] == "invited"


def test_nobody_answers_for_somebody_else(app, candidate, other_candidate, the_cohort, roster_of_two):
    member = place_of(app, the_cohort, candidate.email)

    assert other_candidate.post(f"/memberships/{member.id}/consent").status_code == 404


def test_completed_training_becomes_evidence_with_which_a_candidate_may_apply(
    app, centre_manager, candidate, the_cohort, roster_of_two
):
    import eligibility.queries.evidence

    member = place_of(app, the_cohort, candidate.email)
    candidate.post(f"/memberships/{member.id}/consent")
    form = {"members": [str(member.id)], "hours": "180", "completed_on": "2026-03-01"}

    for _time in range(2):
        assert centre_manager.post(f"/cohorts/{the_cohort}/trainings", form).status_code == 302

    with app.app_context():
        (item,) = eligibility.queries.evidence.portfolio_of(candidate.id)
    assert (item.kind, item.source) == ("training", "centre")
    assert "180" in centre_manager.get(f"/cohorts/{the_cohort}").text


def test_training_is_not_recorded_for_who_has_not_joined_nor_ahead_of_time(
    app, centre_manager, candidate, the_cohort, roster_of_two
):
    member = place_of(app, the_cohort, candidate.email)
    not_joined = {"members": [str(member.id)], "hours": "180", "completed_on": "2026-03-01"}
    assert centre_manager.post(f"/cohorts/{the_cohort}/trainings", not_joined).status_code == 422

    candidate.post(f"/memberships/{member.id}/consent")
    ahead = not_joined | {"completed_on": "2099-03-01"}
    assert centre_manager.post(f"/cohorts/{the_cohort}/trainings", ahead).status_code == 422


def test_an_invitation_can_be_sent_again_until_it_is_answered(
    app, centre_manager, candidate, the_cohort, roster_of_two
):
    member = place_of(app, the_cohort, candidate.email)
    assert centre_manager.post(f"/memberships/{member.id}/reminders").status_code == 302

    candidate.post(f"/memberships/{member.id}/consent")
    assert centre_manager.post(f"/memberships/{member.id}/reminders").status_code == 409


def test_a_manager_without_a_centre_is_told_what_to_do(centre_manager, the_scheme):
    assert centre_manager.get("/cohorts").status_code == 200


def test_somebody_who_said_no_to_one_cohort_is_not_seen_there_by_way_of_another(
    app, centre_manager, candidate, the_centre, open_cohort, the_cohort, excel, upload
):
    other = open_cohort(centre_manager, the_centre, "晚班")
    roster = excel([["王小明", "", candidate.email, ""]])
    for cohort in (the_cohort, other):
        centre_manager.post(upload(centre_manager, roster, cohort=cohort).location + "/import")
    candidate.post(f"/memberships/{place_of(app, the_cohort, candidate.email).id}/consent")
    candidate.post(f"/memberships/{place_of(app, other, candidate.email).id}/refusal")

    assert stages(app, the_cohort)[candidate.email] == "registered"
    assert stages(app, other)[candidate.email] == "invited"


def test_more_people_and_cohorts_cost_no_more_queries(
    app, centre_manager, the_centre, open_cohort, the_cohort, excel, upload, thirty
):
    from sqlalchemy import event

    from storage.database import db

    def queries_for(address):
        seen = []
        with app.app_context():
            engine = db.engine
        listener = lambda *told: seen.append(told[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        centre_manager.get(address)
        event.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    centre_manager.post(upload(centre_manager, excel(thirty[:1])).location + "/import")
    few = queries_for("/cohorts"), queries_for(f"/cohorts/{the_cohort}")
    centre_manager.post(upload(centre_manager, excel(thirty)).location + "/import")
    open_cohort(centre_manager, the_centre, "晚班")
    many = queries_for("/cohorts"), queries_for(f"/cohorts/{the_cohort}")

    assert many[1] <= few[1] + 1
    assert many[0] <= few[0] + 2
