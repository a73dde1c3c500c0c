"""Fills an empty database with the demonstration world, by nothing but the services that people use."""

import json
import secrets
from datetime import datetime
from pathlib import Path
from uuid import UUID

import accounts.queries
import question_bank.queries
import schemes.queries
from accounts.services import signing_in
from exam.services import saving
from home.services.demonstration import admission, decisions, examination, needs, provincial
from home.services.demonstration.cast import LEVEL, SCHEME, SITTING, STAFF, TODAY, Calendar
from jobs.services import run_waiting
from kernel.actor import PLATFORM
from kernel.dates import local_date
from question_bank.domain.intake import Target
from question_bank.services.importing import import_questions, plan
from schemes.services import drafting, loading
from storage.transaction import transaction

CONTENT = Path(loading.SHIPPED).parent / "question_bank" / "content"
WORDS = ("river", "amber", "maple", "stone", "lotus", "cedar", "pearl", "orbit", "silk", "tiger", "plum", "delta")
SHOWN = ("candidate", "author", "examiner", "registrar", "invigilator", "accommodations", "manager", "administrator")
"""One person of each role, in the order in which they meet a certificate."""


def is_empty() -> bool:
    """Whether nobody lives in this database yet."""
    return accounts.queries.people_count() == 0


def fill(password: str, *, now: datetime) -> None:
    """Make the world. The past is made by handing past moments to the services."""
    calendar = Calendar(now)
    with transaction():
        _load_rules(calendar)
        admission.take_in_staff(password, calendar)
        admission.take_in_candidates(password, calendar)
        admission.show_evidence(calendar)
        admission.apply_and_decide(calendar)
        decisions.make_histories(calendar)
        needs.ask_for_accommodations(calendar)
        drafting.start(SCHEME, actor=admission.actor_of("registrar2"), now=now)
        provincial.hold_provincial_examination(calendar)
        examination.hold_examinations(calendar)
        running = examination.open_todays_rooms(calendar)
        session_id = signing_in.sign_in(
            email=SITTING.email, password=password, address="127.0.0.1", device="demonstration", now=now
        )
    _save_some_answers(running, session_id, now)
    run_waiting(now)


def new_password() -> str:
    """Plain words and a number, different in each world: no demonstration has a password that everybody knows."""
    return "-".join((*(secrets.choice(WORDS) for _ in range(4)), str(secrets.randbelow(9000) + 1000)))


def write_sign_ins(folder: Path, password: str) -> None:
    """Keep the password where the operator finds it again."""
    path = folder / "demonstration.json"
    path.write_text(json.dumps({"password": password}))
    path.chmod(0o600)


def sign_ins(folder: Path) -> list[dict[str, str]]:
    """One person of each role with address and password; nobody where this is no demonstration world."""
    path = folder / "demonstration.json"
    if not path.exists():
        return []
    password = json.loads(path.read_text())["password"]
    people = {person.handle: person for person in (*STAFF, TODAY)}
    return [
        {"role": handle, "name": people[handle].name, "email": people[handle].email, "password": password}
        for handle in SHOWN
    ]


def _load_rules(calendar: Calendar) -> None:
    """Schemes and questions, where they are not loaded yet."""
    earlier = calendar.day(-160)
    for path in loading.shipped_files():
        loading.load(path, now=earlier)
    if question_bank.queries.pool(SCHEME, LEVEL):
        return
    scheme = schemes.queries.current(SCHEME, local_date(earlier, "Asia/Shanghai"))
    functions = {each.code: each.title for each in scheme.level(LEVEL).functions}
    target = Target(scheme=SCHEME, level=LEVEL, functions=functions)
    for path in sorted((CONTENT / SCHEME / f"level-{LEVEL}").glob("*.yaml")):
        intended = plan(path.name, path.read_bytes(), target)
        import_questions(
            intended.planned, source=path.name, reason=path.name, actor=PLATFORM, approve=True, now=earlier
        )


def _save_some_answers(attempt_id: UUID, session_id: UUID, now: datetime) -> None:
    """As the page of a candidate does it: outside any transaction, each save durable by itself."""
    with transaction(read_only=True):
        answers = examination.answers_so_far(attempt_id, now)
    for answer in answers:
        saving.save(session_id, attempt_id, writer=examination.PAGE, answers=(answer,), now=now)
    with transaction():
        session = accounts.queries.live_session(session_id, now)
        if session is not None:
            signing_in.end_session(session, now=now)
