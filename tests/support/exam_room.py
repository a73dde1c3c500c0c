"""An exam room for tests: a scheme, a bank, admitted candidates, a sitting; all made through the services."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from flask import Flask

from tests.support.people import Somebody

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "question_bank" / "content" / "csm-national" / "level-3"
WRITER = "page-one-0001"


@lru_cache(maxsize=1)
def content() -> tuple[tuple[str, bytes], ...]:
    return tuple((path.name, path.read_bytes()) for path in sorted(CONTENT.glob("*.yaml")))


def furnish(now: datetime) -> None:
    """Put the national scheme in force and take the shipped level-3 questions into use."""
    from sqlalchemy import select

    from kernel.actor import PLATFORM
    from question_bank.domain.intake import Target
    from question_bank.models import Version
    from question_bank.services.importing import import_questions, plan
    from question_bank.services.reviewing import take_into_use
    from schemes.queries import level
    from schemes.services.loading import load
    from storage.database import db

    load(ROOT / "schemes" / "csm-national.yaml", now=now)
    functions = {function.code: function.title for function in level("csm-national", 3, now.date()).functions}
    target = Target(scheme="csm-national", level=3, functions=functions)
    for name, data in content():
        import_questions(
            plan(name, data, target).planned, source=name, reason="test", actor=PLATFORM, approve=True, now=now
        )
    take_into_use(db.session.scalars(select(Version.id)).all(), now=now)


def admit(candidate_id: UUID, now: datetime) -> None:
    """Evidence, an application, a registrar's approval."""
    from accounts.queries import actor_of
    from eligibility.models.applications import Application
    from eligibility.services.applications import apply, decide
    from eligibility.services.evidence import record_evidence
    from kernel.actor import PLATFORM
    from storage.database import db
    from tests.support.papers import hand_in_everything

    degree = {"degree": "bachelor", "field": "same", "awarded": "2015-07-01"}
    record_evidence(candidate_id, "education", degree, now=now)
    hand_in_everything(candidate_id, now)
    application_id = apply(actor_of(candidate_id), "csm-national", 3, now=now)
    decide(db.session.get_one(Application, application_id), approve=True, reason="complete", actor=PLATFORM, now=now)


def plan_sitting(
    now: datetime, component: str = "theory", *, starts_in: timedelta = timedelta(hours=3), **chosen
) -> UUID:
    from exam.queries.sittings import sitting_row
    from exam.services import planning
    from kernel.actor import PLATFORM

    publish, watched = chosen.pop("publish", True), chosen.pop("watched", True)
    starts_at = now + starts_in
    plan = {
        "scheme_code": "csm-national",
        "level": 3,
        "component": component,
        "place": "机房 101",
        "door_opens_at": starts_at - timedelta(minutes=30),
        "starts_at": starts_at,
        "latest_start_at": starts_at + timedelta(minutes=30),
        "minutes": None,
        "hand_in_after": 0,
        "capacity": 50,
        "actor": PLATFORM,
        "now": now,
        **chosen,
    }
    sitting_id = planning.plan_sitting(**plan)
    if publish:
        planning.publish(sitting_row(sitting_id), actor=PLATFORM, now=now)
    if watched:
        watch(sitting_id, now)
    return sitting_id


def watch(sitting_id: UUID, now: datetime) -> None:
    """Assign every invigilator whom there is and who watches nothing else then."""
    from accounts.queries import people_in_role
    from exam.queries.sittings import sitting_row
    from exam.services import invigilating
    from kernel.actor import PLATFORM, Role
    from kernel.errors import Refused

    for person in people_in_role(Role.INVIGILATOR):
        with suppress(Refused):
            invigilating.assign(sitting_row(sitting_id), person.id, actor=PLATFORM, now=now)


def enter(sitting_id: UUID, candidate_ids: Iterable[UUID], now: datetime) -> list[UUID]:
    from exam.queries.sittings import sitting_row
    from exam.services import entering
    from kernel.actor import PLATFORM

    return [entering.enter(sitting_row(sitting_id), person, actor=PLATFORM, now=now) for person in candidate_ids]


def places(in_room, sitting_id: UUID) -> list[tuple[str, int | None]]:
    """Everybody's state and seat, by the order of asking."""
    from exam.queries.sittings import sitting_row

    return in_room(lambda: [(entry.state.value, entry.seat) for entry in sitting_row(sitting_id).entries])


def entry_of(in_room, sitting_id: UUID, person: Somebody):
    """Somebody's entry to a sitting, if there is one."""
    from exam.queries.entries import find_entry

    return in_room(lambda: find_entry(sitting_id, person.id))


class ExamRoom:
    """One sitting with its candidates; times move by the test's clock."""

    def __init__(self, app: Flask, the_clock) -> None:
        self.app, self.the_clock = app, the_clock

    def holds(self, *people: Somebody, component: str = "theory", **chosen) -> UUID:
        """Admit and enter these people, make the papers, and wait until the sitting starts."""
        from exam.services.preparing import prepare_forms
        from storage.transaction import transaction

        with self.app.app_context():
            with transaction():
                for person in people:
                    admit(person.id, self.the_clock.now)
                self.sitting_id = plan_sitting(self.the_clock.now, component, **chosen)
                self.entries = dict(
                    zip(
                        [person.id for person in people],
                        enter(self.sitting_id, [person.id for person in people], self.the_clock.now),
                        strict=True,
                    )
                )
            with transaction():
                prepare_forms(self.sitting_id, now=self.the_clock.now)
        self.the_clock.moves_on(hours=3)
        return self.sitting_id

    def starts(self, person: Somebody) -> UUID:
        """Press the button; returns the attempt's id."""
        answer = person.post(f"/attempts/of/{self.entries[person.id]}", {"ready": "y"})
        assert answer.status_code in {201, 302}, answer.text
        attempt_id = UUID(answer.location.split("/")[-1])
        assert claims(person, attempt_id).status_code == 200
        return attempt_id


def claims(person: Somebody, attempt_id: UUID, writer: str = WRITER):
    return person.post(f"/api/attempts/{attempt_id}/claim", json={"writer": writer})


def choice(*letters: str, flagged: bool = False) -> dict[str, object]:
    return {"chosen": [*letters], "flagged": flagged}


def entry(seq: int, slot: str = "1", value: object = None) -> dict[str, object]:
    return {"seq": seq, "slot": slot, "value": choice("A") if value is None else value}


def saves(person: Somebody, attempt_id: UUID, *answers: object, writer: str = WRITER, **options):
    body = {"writer": writer, "answers": [*answers], **options.pop("more", {})}
    return person.post(f"/api/attempts/{attempt_id}/answers", json=body, **options)


def hands_in(person: Somebody, attempt_id: UUID, *answers: object, writer: str = WRITER, **options):
    return person.post(f"/api/attempts/{attempt_id}/hand-in", json={"writer": writer, "answers": [*answers]}, **options)


def state_of(person: Somebody, attempt_id: UUID) -> dict:
    answer = person.get(f"/api/attempts/{attempt_id}/state")
    assert answer.status_code == 200, answer.text
    return answer.json
