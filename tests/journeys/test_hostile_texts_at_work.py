"""What people write at work is shown as they wrote it and never runs: asking for help, marking, questions, schemes."""

import json
from functools import partial
from uuid import UUID

from kernel import clock
from kernel.actor import Role
from kernel.dates import local_date
from tests.support.at_the_paper import AtThePaper
from tests.support.hostile_texts import FILE, HOSTILE, Reader, passage
from tests.support.path_to_certificate import takes
from web.times import ZONE

CODE, TITLE = "crm-professional", "en: Customer Relationship Management}"
"""A scheme that no other journey sits examinations of; its next version begins tomorrow."""


def readers(platform, somebody, *roles: Role) -> list[Reader]:
    """One of each role; `actor` is who acts through the services."""
    from accounts.queries import actor_of

    found = [Reader(somebody("王小明", role, lang="en")) for role in roles]
    with platform.doing():
        for reader in found:
            reader.actor = actor_of(reader.person.id)
    return found


def lines(*names: str) -> list[str]:
    """What was written under these names."""
    return [line for name in names for line in passage(name).splitlines()]


def test_a31_what_is_asked_and_decided_about_accommodations(platform, somebody):
    from documents.uploads import open_upload
    from eligibility.domain.accommodation import Accommodation
    from eligibility.queries.accommodations import request_row
    from eligibility.services import accommodations, asking
    from tests.support.papers import a_picture

    candidate, officer = readers(platform, somebody, Role.CANDIDATE, Role.ACCOMMODATIONS_OFFICER)
    now = clock.now()
    with platform.doing():
        row = request_row(asking.begin(candidate.actor, now=now))
        asking.wish(row, ["extra_time"], needed_until=None, now=now)
        asking.explain(row, passage("asked"))
        asking.add_proof(row, open_upload(a_picture()), name=FILE, actor=candidate.actor, now=now)
        mine, theirs, request = f"/accommodations/requests/{row.id}", f"/desk/accommodations/{row.id}", row.id
    candidate.opens(f"{mine}/reason", f"{mine}/proofs", f"{mine}/check")
    with platform.doing():
        asking.ask(request_row(request), actor=candidate.actor, now=now)
    candidate.opens("/accommodations", mine)
    officer.opens("/desk/accommodations", theirs)
    assert candidate.lacks(FILE, *lines("asked")) + officer.lacks(FILE, *lines("asked")) == []

    granted = {"starts_on": local_date(now, ZONE), "ends_on": None, "actor": officer.actor, "now": now}
    with platform.doing():
        measures = Accommodation(extra_percent=25)
        accommodations.grant(request_row(request), measures, reason=passage("granted"), **granted)
    candidate.opens("/accommodations", mine, "/notices")
    officer.opens(theirs, f"{theirs}/change", f"{theirs}/end", "/desk/accommodations/people")
    assert candidate.lacks(*lines("granted")) + officer.lacks(*lines("granted")) == []
    assert candidate.wrong + officer.wrong == []


def test_a31_what_is_written_in_a_case_study_and_said_of_it(platform, somebody):
    from exam.domain.answer import Answer
    from exam.queries.attempts import attempt_row
    from exam.services import handing_in, starting, uploading
    from grading.queries import scripts
    from grading.services import desk
    from tests.support.exam_room import WRITER
    from tests.support.papers import a_picture

    candidate, examiner = readers(platform, somebody, Role.CANDIDATE, Role.EXAMINER)
    paper = AtThePaper(platform, candidate.person, "case_study")
    here = f"/attempts/{paper.attempt_id}"
    with platform.doing():
        row = attempt_row(paper.attempt_id)
        uploading.keep_file(row, uploading.look_at(a_picture()), name=FILE, now=clock.now())
    candidate.opens(here, "/exams")  # and away, since the paper leaves for the receipt by itself
    with platform.doing():
        row, answers = attempt_row(paper.attempt_id), (Answer(1, "text", {"text": passage("written")}),)
        starting.claim(row, WRITER, now=clock.now())
        handing_in.hand_in(row, writer=WRITER, answers=answers, now=clock.now())
    candidate.opens(f"{here}/receipt", "/exams", "/results")
    assert candidate.lacks(FILE) == []

    with platform.doing():
        number = scripts.find_script(paper.attempt_id).number
    script = takes(examiner.person, number).url.removeprefix(platform.url)
    steps = {"drafted": desk.save_draft, "signed": partial(desk.sign_off, examiner=examiner.actor)}
    for name, step in steps.items():
        with platform.doing():
            claim = scripts.claim_row(UUID(script.rpartition("/")[2]))
            criteria = [criterion.id for criterion in scripts.script(claim, clock.now()).case.rubric]
            said = {"levels": dict.fromkeys(criteria, "0"), "comments": dict.fromkeys(criteria, passage(name))}
            step(claim, number=number, version=claim.version, **said, now=clock.now())
        examiner.opens(script)
        assert examiner.lacks(*lines("written", name)) == []
    examiner.opens("/marking")
    assert candidate.wrong + examiner.wrong == []


def test_a31_what_is_said_of_questions_and_reported(platform, somebody):
    from exam.queries.attempts import attempt_row
    from exam.services import questioning
    from question_bank import queries
    from question_bank.domain.report import Source
    from question_bank.services import discussing, reports

    candidate, author = readers(platform, somebody, Role.CANDIDATE, Role.AUTHOR)
    paper, now = AtThePaper(platform, candidate.person), clock.now()
    with platform.doing():
        row = attempt_row(paper.attempt_id)
        questioning.report_problem(
            row, "1", passage("reported"), source=Source.CANDIDATE, actor=candidate.actor, now=now
        )
        version, other = (queries.version(row.form.layout.slot(slot).version_id) for slot in "12")
        here = f"/questions/{version.question_id}"
        discussing.comment(version, passage("said"), actor=author.actor, now=now)
        for holds in (True, False):
            reason = passage(f"apart {holds}")
            discussing.declare(
                version.question, other.question, holds=holds, reason=reason, actor=author.actor, now=now
            )
    author.opens(here, "/", "/notices", "/questions")
    with platform.doing():
        [report] = [each for each in reports.reports_on(version.question_id) if each.attempt_id == paper.attempt_id]
        reports.answer(report, passage("answered"), actor=author.actor, now=now)
    author.opens(here)
    candidate.opens(f"/attempts/{paper.attempt_id}", "/notices")
    assert author.lacks(*lines("reported", "said", "apart True", "apart False", "answered")) == []
    assert candidate.wrong + author.wrong == []


def test_a31_what_is_said_of_a_schemes_next_version(platform, somebody):
    from schemes import queries
    from schemes.domain.draft import DraftMove
    from schemes.services import drafting, publishing, reviewing

    author, approver = readers(platform, somebody, Role.REGISTRAR, Role.REGISTRAR)
    with platform.doing():
        draft = drafting.start(CODE, actor=author.actor, now=clock.now())
        row = queries.draft(draft)
        assert row.source.count(TITLE) == 1
        said = {"reason": passage("because"), "edition": row.edition, "actor": author.actor}
        named = f"en: {json.dumps(HOSTILE[1])}}}"
        drafting.write(row, source=row.source.replace(TITLE, named), **said, now=clock.now())
    here = f"/scheme-drafts/{draft}"
    author.opens(here, f"{here}/text")
    moves = (DraftMove.SUBMIT, author), (DraftMove.SEND_BACK, approver), (DraftMove.SUBMIT, author)
    for move, mover in (*moves, (DraftMove.APPROVE, approver)):
        with platform.doing():
            row, remark = queries.draft(draft), passage(move)
            made = publishing.move(row, move, remark=remark, edition=row.edition, actor=mover.actor, now=clock.now())
    with platform.doing():
        version = queries.version_row(made)
        reviewing.confirm(version, remark=passage("reviewed"), actor=approver.actor, now=clock.now())
        address = f"/schemes/{CODE}/versions/{version.version}"
    author.opens(here, "/scheme-desk", "/notices", address, f"{address}/text", f"/scheme-desk/{CODE}/comparison")
    assert author.lacks(HOSTILE[1], *lines("because", "submit", "send_back", "approve")) == []
    approver.opens(f"/scheme-desk/{CODE}")
    assert approver.lacks(HOSTILE[1], *lines("because", "submit", "send_back", "approve", "reviewed")) == []
    assert author.wrong + approver.wrong == []
