"""A new version is drafted by one registrar and put in force by another; everything is on record."""

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy.orm.exc import StaleDataError

from accounts import queries as accounts
from kernel import clock
from kernel.errors import BadInput, IllegalMove, NotPermitted, Refused
from messages.services import notices_of
from schemes import queries
from schemes.domain.draft import DraftMove, DraftState
from schemes.services import drafting, publishing, reviewing
from storage.transaction import transaction
from tests.integration.schemes.conftest import CODE

APPROVE, SUBMIT, SEND_BACK, DISCARD = DraftMove.APPROVE, DraftMove.SUBMIT, DraftMove.SEND_BACK, DraftMove.DISCARD


def refusal(call, *arguments, **named):
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return [each.code for each in refused.value.refusals]


def test_a_draft_begins_with_the_text_in_force_under_the_next_number_from_tomorrow_on(app, the_clock, desk, author):
    draft_id = desk.begins(author)

    with app.app_context():
        scheme = drafting.draft_scheme(draft_id)
        checked = drafting.check(queries.draft(draft_id), clock.now())
    assert (scheme.version, scheme.effective_from) == ("1.2", date(2026, 3, 3))
    assert [change.path for change in checked.changes] == [("version",), ("effective_from",)]
    assert {each.code for each in checked.objections.refusals} == {"draft_without_change", "draft_without_reason"}


def test_a_second_person_puts_a_draft_in_force(app, the_clock, desk, author, approver):
    draft_id = desk.proposes(author)

    version_id = desk.moves(approver, draft_id, APPROVE, "核对无误")

    with app.app_context():
        record = queries.history(CODE, clock.now())[0]
        assert record.scheme.version_id == version_id
        assert record.scheme.standard_hours[3] == 200
        assert record.draft.id == draft_id
        assert [step.move for step in record.draft.steps] == [SUBMIT, APPROVE]
        assert [step.actor_id for step in record.draft.steps] == [author.id, approver.id]
        assert record.draft.reason == "学时调整"
        assert queries.in_force(CODE, clock.now()).version == "1.1"
        logged = [(entry.action, entry.actor) for entry in accounts.audit_entries()]
        assert ("publish_scheme", str(approver.id)) in logged
        assert ("submit_scheme_draft", str(author.id)) in logged
    the_clock.moves_on(days=1)
    with app.app_context():
        assert queries.in_force(CODE, clock.now()).version == "1.2"


def test_nobody_approves_their_own_draft(app, the_clock, desk, author):
    draft_id = desk.proposes(author)

    assert refusal(desk.moves, author, draft_id, APPROVE) == ["draft_own"]
    assert desk.look(draft_id)[2] is DraftState.WAITING
    with app.app_context():
        assert [each.version for each in queries.versions(CODE)] == ["1.1"]


def test_who_tries_to_approve_their_own_draft_is_in_the_audit_log_though_nothing_else_was_done(
    app, the_clock, desk, author
):
    draft_id = desk.proposes(author)

    refusal(desk.moves, author, draft_id, APPROVE, "自行批准")

    with app.app_context():
        *_, last = accounts.audit_entries()
        assert (last.action, last.actor) == ("refuse_own_scheme_draft", str(author.id))
        assert last.subject == f"{CODE} {draft_id}"
        assert [step.move for step in queries.draft(draft_id).steps] == [SUBMIT]


def test_only_registrars_write_and_decide(app, the_clock, desk, author, candidate):
    draft_id = desk.proposes(author)

    with pytest.raises(NotPermitted):
        desk.begins(candidate)
    with pytest.raises(NotPermitted):
        desk.moves(candidate, draft_id, APPROVE)


def test_a_draft_is_kept_as_typed_even_where_it_is_wrong(app, the_clock, desk, author):
    draft_id = desk.begins(author)
    desk.writes(author, draft_id, change=lambda text: text.replace("pass_mark: 60", "pass_mark: 160"))

    source, _, _ = desk.look(draft_id)
    assert "pass_mark: 160" in source
    with app.app_context():
        mistake = drafting.check(queries.draft(draft_id), clock.now()).mistake
    assert mistake.refusal.code == "scheme_pass_mark"
    line = int(mistake.where.rpartition(":")[2])
    assert "pass_mark: 160" in source.splitlines()[line - 1]
    with pytest.raises(BadInput):
        desk.moves(author, draft_id, SUBMIT)


def test_what_was_saved_in_another_window_is_not_overwritten(the_clock, desk, author):
    draft_id = desk.begins(author)
    _, edition, _ = desk.look(draft_id)
    desk.writes(author, draft_id, change=lambda text: text + "# first\n")

    assert refusal(desk.writes, author, draft_id, edition=edition) == ["draft_changed_meanwhile"]
    assert desk.look(draft_id)[0].endswith("# first\n")


def test_only_what_was_read_is_approved(the_clock, desk, author, approver):
    draft_id = desk.proposes(author)
    _, read, _ = desk.look(draft_id)
    desk.moves(author, draft_id, SEND_BACK)
    desk.writes(author, draft_id, change=lambda text: text.replace("3: 200", "3: 20"))
    desk.moves(author, draft_id, SUBMIT)

    assert refusal(desk.moves, approver, draft_id, APPROVE, edition=read) == ["draft_changed_meanwhile"]


def test_a_draft_is_changed_by_its_author_only_and_not_while_it_waits(the_clock, desk, author, approver):
    draft_id = desk.begins(author)
    assert refusal(desk.writes, approver, draft_id) == ["draft_of_somebody_else"]
    assert refusal(desk.moves, approver, draft_id, DISCARD) == ["draft_of_somebody_else"]

    desk.writes(author, draft_id, change=lambda text: text.replace("  3: 180", "  3: 200"))
    desk.moves(author, draft_id, SUBMIT)

    with pytest.raises(IllegalMove):
        desk.writes(author, draft_id)


def test_a_draft_sent_back_says_why_and_can_be_submitted_again(app, the_clock, desk, author, approver):
    draft_id = desk.proposes(author)
    assert refusal(desk.moves, approver, draft_id, SEND_BACK, " ") == ["draft_needs_remark"]

    desk.moves(approver, draft_id, SEND_BACK, "请写明依据")
    with app.app_context():
        assert "请写明依据" in notices_of(author.id)[0].body_zh
    desk.moves(author, draft_id, SUBMIT)
    desk.moves(approver, draft_id, APPROVE)

    assert desk.look(draft_id)[2] is DraftState.PUBLISHED


def test_the_other_registrars_hear_of_a_submitted_draft(app, the_clock, desk, author, approver):
    draft_id = desk.proposes(author)

    with app.app_context():
        assert [notice.link for notice in notices_of(approver.id)] == [f"/scheme-drafts/{draft_id}"]
        assert notices_of(author.id) == []


def test_a_day_that_passed_while_the_draft_waited_is_refused(the_clock, desk, author, approver):
    draft_id = desk.proposes(author)
    the_clock.moves_on(days=2)

    assert refusal(desk.moves, approver, draft_id, APPROVE) == ["draft_in_the_past"]


def test_of_two_drafts_of_one_number_the_second_is_refused(the_clock, desk, author, approver):
    first, second = desk.proposes(author), desk.proposes(author)
    desk.moves(approver, first, APPROVE)

    assert "draft_version_taken" in refusal(desk.moves, approver, second, APPROVE)


def test_two_approvals_at_once_make_one_version(app, the_clock, desk, author, approver):
    draft_id = desk.proposes(author)
    _, edition, _ = desk.look(draft_id)
    actor = approver.actor
    gate, outcomes = Barrier(2, timeout=30), []

    def approve():
        try:
            gate.wait()
            with app.app_context(), transaction():
                publishing.move(
                    queries.draft(draft_id), APPROVE, remark="", edition=edition, actor=actor, now=clock.now()
                )
        except (Refused, IllegalMove, StaleDataError) as refused:
            outcomes.append(type(refused).__name__)
        else:
            outcomes.append("published")

    threads = [Thread(target=approve) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("published") == 1, outcomes
    with app.app_context():
        assert [each.version for each in queries.versions(CODE)] == ["1.2", "1.1"]


@pytest.mark.parametrize(
    "text", ["", "[" * 5000, "a: &a [1]\nb: [*a, *a]", "scheme: !!python/object:os.system x", "? {x: 1}\n: y", "- 1"]
)
def test_a_text_that_is_no_scheme_is_kept_and_told_not_crashed_on(app, the_clock, desk, author, text):
    draft_id = desk.begins(author)
    desk.writes(author, draft_id, change=lambda _: text)

    with app.app_context():
        checked = drafting.check(queries.draft(draft_id), clock.now())
    assert checked.mistake is not None
    assert not checked.in_order


def test_a_text_beyond_measure_or_with_zeros_is_refused(the_clock, desk, author):
    draft_id = desk.begins(author)

    assert refusal(desk.writes, author, draft_id, change=lambda _: "x" * 200_001) == ["draft_too_long"]
    assert refusal(desk.writes, author, draft_id, change=lambda _: "x\0y") == ["draft_not_text"]


def test_after_six_months_every_registrar_is_reminded_once(app, the_clock, author, approver):
    the_clock.moves_on(days=183)
    with app.app_context():
        assert reviewing.due(clock.now()) == ()
        with transaction():
            assert reviewing.remind(now=clock.now()) == 0
    the_clock.moves_on(days=1)

    for expected in (1, 0):
        with app.app_context(), transaction():
            assert reviewing.remind(now=clock.now()) == expected

    with app.app_context():
        assert [record.scheme.code for record in reviewing.due(clock.now())] == [CODE]
        for person in (author, approver):
            (notice,) = notices_of(person.id)
            assert "须复核" in notice.subject_zh
            assert notice.link == f"/scheme-desk/{CODE}"


def test_a_version_found_right_is_due_again_six_months_later(app, the_clock, national, author):
    the_clock.moves_on(days=190)
    actor = author.actor
    with app.app_context(), transaction():
        reviewing.confirm(queries.version_row(national), remark="通读无误", actor=actor, now=clock.now())

    with app.app_context():
        (record,) = queries.history(CODE, clock.now())
        assert not record.is_due(clock.now())
        assert [(review.reviewer_id, review.remark) for review in record.reviews] == [(author.id, "通读无误")]
        assert "review_scheme" in [entry.action for entry in accounts.audit_entries()]
    the_clock.moves_on(days=190)
    with app.app_context(), transaction():
        assert reviewing.remind(now=clock.now()) == 1


def test_a_version_that_was_replaced_needs_no_review(app, the_clock, national, desk, author, approver):
    desk.moves(approver, desk.proposes(author), APPROVE)
    the_clock.moves_on(days=190)

    with app.app_context():
        assert [record.scheme.version for record in reviewing.due(clock.now())] == ["1.2"]
    actor = author.actor
    with app.app_context(), pytest.raises(Refused), transaction():
        reviewing.confirm(queries.version_row(national), remark="", actor=actor, now=clock.now())
