"""From the last released result to the certificate: by itself, once, and not before every component is passed."""

import pytest

from tests.integration.exam.conftest import database_url, exam_room  # noqa: F401 -- the same world
from tests.support.exam_room import choice, enter, entry, hands_in, plan_sitting
from tests.support.marking import releases, takes, writes


@pytest.fixture
def theory(app, exam_room, candidate):  # noqa: F811 -- the fixture, not the import
    """A faultless theory paper is handed in; returns its sitting."""
    sitting = exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    right = _right_answers(app, attempt, exam_room.the_clock.now)
    answers = [entry(seq, slot, choice(*letters)) for seq, (slot, letters) in enumerate(right.items(), 1)]
    assert hands_in(candidate, attempt, *answers).status_code == 200
    return sitting


@pytest.fixture
def case_study(app, theory, exam_room, candidate, examiner):  # noqa: F811
    """And a case study that an examiner finds excellent."""
    from exam.services.preparing import prepare_forms
    from storage.transaction import transaction

    now = exam_room.the_clock.now
    with app.app_context():
        with transaction():
            sitting = plan_sitting(now, "case_study")
            (exam_room.entries[candidate.id],) = enter(sitting, [candidate.id], now)
        with transaction():
            prepare_forms(sitting, now=now)
    exam_room.the_clock.moves_on(hours=3)
    writes(candidate, exam_room.starts(candidate), "按时上门率逐周下降，原因有三。")
    assert takes(examiner).signs(0).status_code == 302
    return sitting


def certificates_of(app, person):
    from certificates import queries

    with app.app_context():
        return queries.certificates_of(person.id)


def test_passing_every_component_brings_the_certificate(
    app, theory, case_study, candidate, registrar, visitor, run_jobs
):
    releases(registrar, theory)
    run_jobs()
    assert certificates_of(app, candidate) == ()

    releases(registrar, case_study)
    run_jobs()

    (held,) = certificates_of(app, candidate)
    assert (held.scheme_code, held.level, held.holder) == ("csm-national", 3, "王小明")
    assert [(part.code, f"{part.score:.2f}") for part in held.components] == [
        ("theory", "100.00"),
        ("case_study", "100.00"),
    ]
    assert {part.passed_on.isoformat() for part in held.components} == {"2026-03-02"}
    assert "<h1>有效</h1>" in visitor.get(f"/verify/{held.number}").text
    assert held.number in candidate.get("/certificates").text


def test_hearing_of_the_results_again_changes_nothing(app, theory, case_study, candidate, registrar, run_jobs):
    from certificates.services.issuing import prepare_issue
    from grading.domain.events import ResultReleased
    from schemes.queries import current
    from storage.transaction import transaction

    releases(registrar, theory)
    releases(registrar, case_study)
    run_jobs()
    (held,) = certificates_of(app, candidate)

    with app.app_context(), transaction():
        version = current("csm-national", held.term.issued_on).version_id
        for _ in range(3):
            prepare_issue(ResultReleased(candidate.id, version, 3))
    run_jobs()

    assert [again.number for again in certificates_of(app, candidate)] == [held.number]


def test_the_holder_is_told_and_the_certificate_counts_for_the_next_level(
    app, theory, case_study, candidate, registrar, run_jobs
):
    import accounts.queries
    import eligibility.queries.evidence
    from messages.services import notices_of

    releases(registrar, theory)
    releases(registrar, case_study)
    run_jobs()

    (held,) = certificates_of(app, candidate)
    with app.app_context():
        assert f"/certificates/{held.id}" in [notice.link for notice in notices_of(candidate.id)]
        items = [
            item for item in eligibility.queries.evidence.evidence_items_of(candidate.id) if item.kind == "certificates"
        ]
        assert [item.data for item in items] == [
            {"scheme": "csm-national", "level": 3, "issued": "2026-03-02", "revoked": None}
        ]
        assert "certificate.issue" in [entry.action for entry in accounts.queries.audit_entries()]


def test_a_revoked_certificate_does_not_come_back_by_itself(app, theory, case_study, candidate, registrar, run_jobs):
    releases(registrar, theory)
    run_jobs()
    releases(registrar, case_study)
    run_jobs()
    (held,) = certificates_of(app, candidate)
    registrar.post(f"/certificates/{held.id}/decisions", {"move": "revoke", "reason": "查实"})

    with app.app_context():
        from certificates.services.issuing import issue_if_qualified
        from kernel import clock
        from storage.transaction import transaction

        with transaction():
            assert issue_if_qualified(candidate.id, "csm-national", 3, now=clock.now()) == held.id

    assert len(certificates_of(app, candidate)) == 1


def _right_answers(app, attempt, now):
    from exam.queries.attempts import work
    from question_bank.queries import keys

    with app.app_context():
        layout = work(attempt, now).layout
        known = keys(layout.question_versions)
    return {
        slot.slot: [letter for letter in slot.letters if slot.options_behind(letter) <= known[slot.version_id].correct]
        for slot in layout.slots
    }
