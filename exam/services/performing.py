"""Performing a rehearsal: simulated candidates go through the application itself, those at the desk by services."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from threading import Event
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import update

import accounts.queries
from accounts.services import simulating
from exam.domain.desk import DeskAction
from exam.domain.rehearsal import ShiftedClock
from exam.domain.rehearsal_check import Doors
from exam.domain.rehearsal_plan import AT_THE_DESK, GIVEN, Act, Frame, Step, plan
from exam.domain.timeline import Cause, TimeChange
from exam.models.rehearsals import Rehearsal
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from exam.queries import rehearsals
from exam.queries import sittings as planned
from exam.queries.safeguards import safe_browser_of
from exam.services import preparing, rehearsing, supervising, sweeping, timekeeping
from exam.services.rehearsal_report import report
from exam.services.simulated import Browser, Simulated
from jobs.services import enqueue
from kernel import clock
from kernel.actor import PLATFORM, Actor
from kernel.errors import Refused
from storage.database import db
from storage.transaction import let_go, transaction

AT_ONCE = 4
"""So many candidates act in the same moment."""
JOB = "rehearse"
LOOKED_AFTER = 5.0
"""How often, in seconds, whoever waits for the clock says that the rehearsal is being held."""
A_MINUTE = timedelta(minutes=1)
REASON = "排练 / Rehearsal"

log = structlog.get_logger()
Opens = Callable[[], Callable[[UUID], Browser]]
Aside = Callable[[Callable[[], object]], object]
Says = Callable[[int, int], None]


_browsers: list[Opens] = []
_aside: list[Aside] = []


def introduce_stage(browsers: Opens, aside: Aside) -> None:
    """What opens browsers on the application, and what does something in a thread that knows it."""
    _browsers[:], _aside[:] = [browsers], [aside]


@dataclass(slots=True)
class Stage:
    """A rehearsal under way: who takes part, and its clock, which nobody else sets."""

    sitting_id: UUID
    starts_at: datetime
    speed: float | None
    seed: str
    clock: ShiftedClock
    actor: Actor
    asked: Event
    cast: list[Simulated] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def shown(self) -> datetime:
        """What its clock shows now."""
        return self.clock.shown_at(clock.wall())

    def hears(self, **known: Any) -> None:
        """Somebody is at it, who learns whether it is to end before its time."""
        if _hear(self.sitting_id, **known):
            self.asked.set()


def ask_to_perform(sitting_id: UUID, *, now: datetime) -> None:
    """Have a rehearsal held that has begun, by a job."""
    enqueue(JOB, now=now, sitting_id=str(sitting_id))


def perform_aside(sitting_id: str, *, now: datetime) -> None:
    """What the job does: have it held in a thread of its own, since other jobs wait. One that was begun is let be."""
    rehearsal_id = UUID(sitting_id)
    found = db.session.get(Rehearsal, rehearsal_id)
    if found is not None and not found.moments_done:
        _aside[0](lambda: perform(rehearsal_id, says=lambda done, of: None))


def perform(sitting_id: UUID, *, says: Says, actor: Actor = PLATFORM, asked: Event | None = None) -> dict[str, Any]:
    """Hold a rehearsal that has begun, from the papers to the report. What it does is durable step by step.

    Once it is `asked` to stop, here or on the page, candidates do nothing more: its clock goes to the end, and what was
    done until then is reported.
    """
    let_go()
    rehearsals.look_again()
    try:
        while _prepare(sitting_id):
            _hear(sitting_id)
        stage = _set(sitting_id, actor, asked or Event())
        steps = plan(_frame(sitting_id), len(stage.cast), stage.seed)
        _hold(stage, steps, says)
        return _close(stage)
    finally:
        let_go()


def _prepare(sitting_id: UUID) -> int:
    with transaction():
        return preparing.prepare_forms(sitting_id, now=clock.now(), at_once=preparing.AT_ONCE)


def _hear(sitting_id: UUID, **known: Any) -> bool:
    """Somebody is at it; whether it was asked to stop."""
    with transaction():
        at_it = update(Rehearsal).where(Rehearsal.sitting_id == sitting_id)
        stopped = at_it.values(heard_at=clock.wall(), **known).returning(Rehearsal.stopped_at)
        return db.session.scalar(stopped) is not None


def _set(sitting_id: UUID, actor: Actor, asked: Event) -> Stage:
    """Sign everybody in."""
    with transaction():
        sitting, now = planned.sitting_row(sitting_id), clock.now()
        doors = Doors(
            starts_at=sitting.starts_at,
            latest_start_at=sitting.latest_start_at,
            hand_in_from=sitting.hand_in_from,
            needs_release=sitting.needs_release,
        )
        rehearsal = db.session.get_one(Rehearsal, sitting_id)
        current = rehearsals.clock_of(sitting_id)
        stage = Stage(sitting_id, sitting.starts_at, rehearsal.speed, rehearsal.seed, current, actor, asked)
        people = accounts.queries.people(entry.candidate_id for entry in sitting.seated)
        sessions = [
            (entry.id, entry.candidate_id, simulating.sign_in_simulated(entry.candidate_id, now=now))
            for entry in sitting.seated
        ]
    open_browser = _browsers[0]()
    for place, (entry_id, person_id, session_id) in enumerate(sessions):
        stage.cast.append(
            Simulated(
                entry_id=entry_id,
                name=people[person_id].name,
                browser=open_browser(session_id),
                wanted=safe_browser_of(sitting_id),
                doors=doors,
                shown=stage.shown,
                chance=Random(f"{stage.seed}|{place}|answers"),  # noqa: S311 -- a rehearsal has to be repeated
            )
        )
    return stage


def _hold(stage: Stage, steps: Sequence[Step], says: Says) -> None:
    """Minute by minute: first the desk, then candidates side by side, each doing one thing after the other."""
    minutes = [(minute, list(those)) for minute, those in groupby(steps, key=lambda step: step.minute)]
    owed: set[tuple[Act, int]] = set()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for number, (minute, those) in enumerate(minutes, start=1):
            _wait(stage, stage.starts_at + minute * A_MINUTE)
            stage.hears(moments=len(minutes), moments_done=number)
            says(number, len(minutes))
            wanted = [step for step in those if not stage.asked.is_set() or (step.act, step.place) in owed]
            for step in wanted:
                if step.act in AT_THE_DESK:
                    _at_the_desk(stage, step)
                    owed -= {(step.act, step.place)}
                    owed |= {(RESUMES[step.act], step.place)} if step.act in RESUMES else set()
            acts: defaultdict[int, list[Act]] = defaultdict(list)
            for step in wanted:
                if step.act not in AT_THE_DESK:
                    acts[step.place].append(step.act)
            list(threads.map(_do, [stage.cast[place] for place in acts], acts.values()))


def _do(one: Simulated, acts: Sequence[Act]) -> None:
    """What somebody does in a minute; what breaks is told in the report and stops nobody else."""
    try:
        for act in acts:
            one.does(act)
    except Exception as error:
        log.exception("rehearsed act failed", name=one.name)
        one.errors.append(repr(error))


def _wait(stage: Stage, until: datetime) -> None:
    """Let the clock jump there, or wait for it where it goes at a speed of its own."""
    while stage.speed and not stage.asked.is_set() and (left := until - stage.shown()) > timedelta():
        stage.asked.wait(min(left.total_seconds() / stage.speed, LOOKED_AFTER))
        stage.hears()
    if stage.speed is None or stage.asked.is_set():
        _jump(stage, until)


def _jump(stage: Stage, to: datetime) -> None:
    if to <= stage.shown():
        return
    with transaction():
        anchor = rehearsing.set_clock(stage.sitting_id, to=to, speed=1, now=clock.wall())
    stage.clock = ShiftedClock((anchor,))


def _at_the_desk(stage: Stage, step: Step) -> None:
    """What those who watch do, by the services that their desk calls."""
    with transaction(), rehearsing.by_its_clock(stage.sitting_id) as now:
        sitting = planned.sitting_row(stage.sitting_id)
        try:
            _act(sitting, stage, step, now)
        except Refused as refused:
            stage.refused.append(f"{step.act}: {', '.join(each.code for each in refused.refusals)}")


def _act(sitting: Sitting, stage: Stage, step: Step, now: datetime) -> None:
    everybody = [one.entry_id for one in stage.cast]
    if step.act is Act.RELEASE_ALL:
        if sitting.needs_release:
            supervising.act(sitting, everybody, DeskAction.RELEASE, reason=REASON, actor=stage.actor, now=now)
        return
    change, whole = CHANGES[step.act]
    timekeeping.change_time(
        sitting,
        everybody if whole else [stage.cast[step.place].entry_id],
        change,
        cause=Cause.OUTAGE,
        reason=REASON,
        minutes=GIVEN if change is TimeChange.GIVE else 0,
        whole=timekeeping.Whole() if whole else None,
        actor=stage.actor,
        now=now,
    )


CHANGES = {
    Act.PAUSE_ALL: (TimeChange.PAUSE, True),
    Act.RESUME_ALL: (TimeChange.RESUME, True),
    Act.PAUSE_ONE: (TimeChange.PAUSE, False),
    Act.RESUME_ONE: (TimeChange.RESUME, False),
    Act.GIVE_ONE: (TimeChange.GIVE, False),
}
RESUMES = {Act.PAUSE_ALL: Act.RESUME_ALL, Act.PAUSE_ONE: Act.RESUME_ONE}
"""What the desk owes to those whose clock it stopped, also where the rehearsal ends before its time."""


def _close(stage: Stage) -> dict[str, Any]:
    """Wait until the last time is over, sweep as the platform does by itself, and see what came of it."""
    with transaction(read_only=True):
        attempts = sat.attempts_of_sitting(stage.sitting_id, stage.shown())
    ends = [attempt.timing.last_arrival for attempt in attempts]
    _wait(stage, max([stage.starts_at, *ends]) + A_MINUTE)
    with transaction():
        sweeping.sweep_rehearsal(stage.sitting_id)
    with transaction(read_only=True), rehearsing.by_its_clock(stage.sitting_id):
        found = report(stage.cast, stage.refused, stopped=stage.asked.is_set())
    _hear(stage.sitting_id, report=found)
    return found


def _frame(sitting_id: UUID) -> Frame:
    with transaction(read_only=True):
        sitting = planned.sitting_row(sitting_id)

        def minutes(moment: datetime) -> int:
            return (moment - sitting.starts_at) // A_MINUTE

        return Frame(
            door=-minutes(sitting.door_opens_at),
            latest=minutes(sitting.latest_start_at),
            hand_in_from=minutes(sitting.hand_in_from),
            minutes=sitting.minutes,
            closes=minutes(sitting.closes_at) if sitting.closes_at else None,
        )
