"""The demonstration world has people at every stage, made by the services alone, and leaves other databases alone."""

import json

from accounts import queries as accounts
from centres.domain.stage import Stage
from centres.queries import cohorts
from centres.queries.progress import progress_of
from eligibility.queries import applications as filed
from eligibility.queries import exemptions
from home.queries.candidate import candidate_home
from home.services.demonstration import world
from home.services.demonstration.cast import CANDIDATES, STAFF
from kernel import clock
from kernel.actor import Role

NEXT = {
    "candidate": "go_to_exam",
    "registered": "show_evidence",
    "evidence": "apply",
    "applied": "wait_for_decision",
    "refused": "apply",
    "approved": "enter_exam",
    "entered": "wait_for_exam",
    "sitting": "continue_exam",
    "handed-in": "wait_for_result",
    "marked": "enter_exam",
    "failed": "resit",
    "half": "wait_for_exam",
    "certified": "keep_certificate",
    "holder": "keep_certificate",
    "waiting": "enter_exam",
    "asked": "answer_question",
    "appealed": "enter_exam",
}


def history(person):
    """What happened to somebody's latest application."""
    return filed.application(filed.applications_of(person.id)[0].id).steps


def test_the_world_is_whole(app, the_world):
    import certificates.queries
    import exam.queries.attempts
    import grading.queries.scripts
    from certificates.services.verifying import verify
    from storage.files import files

    with app.app_context():
        people = {each.handle: accounts.find_person(each.email) for each in (*CANDIDATES, *STAFF)}
        steps = {
            each.handle: candidate_home(people[each.handle].id, clock.now()).outlook.path.next for each in CANDIDATES
        }
        assert steps == NEXT
        assert {role for person in people.values() for role in person.roles} == set(Role)

        (cohort, province, empty) = sorted(
            cohorts.cohorts_of(accounts.actor_of(people["manager"].id).organisation_ids),
            key=lambda each: each.starts_on,
        )
        stages = {each.stage for each in progress_of(cohort, clock.now())}
        assert stages == set(Stage) - {Stage.REGISTERED, Stage.PASSED}
        assert cohorts.members_of([empty.id]) == []
        (freed,) = [each.path.free_until for each in progress_of(province, clock.now())]
        assert [*freed] == ["case_study"]
        (exempt,) = exemptions.confirmed([people["appealed"].id])
        assert exempt.component == "case_study"
        assert [step.move.value for step in history(people["appealed"])] == ["refuse", "appeal", "grant"]

        assert grading.queries.scripts.scripts_waiting(people["examiner"].id) == 1
        assert certificates.queries.waiting_activities() == 1
        (held,) = certificates.queries.certificates_of(people["holder"].id)
        assert certificates.queries.credits_of(held.id).have == 12
        assert verify(files.read(certificates.queries.document(held.id).file_key)).authentic
        (attempt,) = exam.queries.attempts.attempts_of(people["sitting"].id, clock.now())
        assert len(exam.queries.attempts.work(attempt.id, clock.now()).answers) == 20

    audit = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert json.loads(audit.stdout)["intact"] is True


def test_everybody_finds_their_pages_and_they_say_no_more_than_what_was_released(somebody):
    for handle in ("administrator", "registrar", "examiner", "invigilator", "accommodations", "manager", *NEXT):
        person = somebody(handle)
        home = person.get("/")
        assert home.status_code == 200, handle
        for language in ("zh", "en"):
            for address in ("/", "/notices"):
                assert person.get(f"{address}?lang={language}").status_code == 200, (handle, address)

    cohorts = somebody("manager").get("/cohorts").text
    assert not [handle for handle in ("registered", "failed") if f"{handle}@demo.example" in cohorts]


def test_a_database_with_people_is_left_alone(app, candidate):
    result = app.test_cli_runner().invoke(args=["demo"])

    assert result.exit_code == 0
    with app.app_context():
        assert accounts.people_count() == 1
        assert world.sign_ins(app.config["DATA_DIR"]) == []
