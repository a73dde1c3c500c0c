"""What happens in the demonstration's exam rooms: sittings held, papers written, marked, released, certified."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import certificates.queries
import certificates.services.credits
import exam.queries.attempts
import exam.queries.entries
import exam.queries.sittings
import exam.queries.starts
import grading.queries.scripts
import question_bank.queries
from certificates.domain.credit import Claim
from certificates.services import issuing
from exam.domain.answer import Answer
from exam.domain.form import LETTERS, TEXT_SLOT, Layout, Slot
from exam.queries import bookings
from exam.services import entering, handing_in, invigilating, planning, preparing, rooms, starting
from grading.services import desk, releasing
from home.services.demonstration.admission import actor_of, id_of
from home.services.demonstration.cast import (
    CERTIFIED,
    ENTERED,
    FAILED,
    HALF,
    HANDED_IN,
    HOLDER,
    LEVEL,
    MARKED,
    SCHEME,
    SITTING,
    TODAY,
    WAITING,
    Calendar,
    Candidate,
)
from question_bank.domain.key import ChoiceKey, Key

PAGE = "demonstration"
"""The name under which the demonstration writes on papers."""
ROOM, SECOND_ROOM = "第一机房（25台）", "第二机房（25台）"
SEATS = 25
ADDRESS = "北京市朝阳区东三环北路8号2号楼三层"
ESSAY = (
    "一、事件分析：客户的不满来自三方面：答复的时限没有兑现，前后三次接触的口径不一致，以及首问人员没有把情况交接完整。"
    "其中承诺未兑现是主要原因，它使一次普通的咨询升级为投诉。\n"
    "二、处理步骤：先由主管在24小时内致电，倾听并复述客户的诉求，为延误致歉但不推诿；核对订单与通话记录，当场给出两个可选方案"
    "（换货并承担运费，或按差额退款），由客户选择，并约定下一次答复的时间。\n"
    "三、善后与改进：方案执行后三日内回访；把本案写入客户档案；对首问责任、升级时限和统一口径各立一条可检查的规定，"
    "每月抽查二十个工单，以一次解决率和超时率衡量效果，按计划、执行、检查、处理循环改进。\n"
    "四、沟通要点：称呼准确、语速平稳，先处理情绪再处理问题，不使用绝对化的承诺；对内只陈述事实，不评价个人。"
)

COMMENT = "分析抓住了主要原因，条理清楚。"


def hold_examinations(calendar: Calendar) -> None:
    """The sittings of last month, of last week, of today and those to come."""
    _last_month(calendar)
    _last_week(calendar)
    _to_come(calendar)


def open_todays_rooms(calendar: Calendar) -> UUID:
    """A theory paper and a case study that can be started all day; tells the attempt that is being written."""
    starts, last = calendar.minutes(-40), calendar.minutes(12 * 60)
    running = None
    for component, place in (("theory", ROOM), ("case_study", SECOND_ROOM)):
        sitting_id = plan(component, starts, calendar.day(-12), latest=last, place=place)
        enter(sitting_id, (TODAY, SITTING), calendar.day(-10))
        preparing.prepare_forms(sitting_id, now=calendar.minutes(-60))
        if component == "theory":
            running = start(sitting_id, SITTING, calendar.minutes(-35))
    assert running is not None  # noqa: S101 -- theory comes first
    return running


def answers_so_far(attempt_id: UUID, now: datetime) -> tuple[Answer, ...]:
    """The first third of a theory paper."""
    layout = exam.queries.attempts.work(attempt_id, now).layout
    return _theory_answers(layout, right=17)[: len(layout.slots) // 3]


def _last_month(calendar: Calendar) -> None:
    theory = plan("theory", calendar.day(-30), calendar.day(-66))
    case = plan("case_study", calendar.day(-29), calendar.day(-66))
    enter(theory, (CERTIFIED, HOLDER, FAILED, HALF), calendar.day(-45))
    enter(case, (CERTIFIED, HOLDER, FAILED, HALF), calendar.day(-45))
    for sitting_id, day in ((theory, -30), (case, -29)):
        preparing.prepare_forms(sitting_id, now=calendar.day(day - 1))
    for candidate, right in ((CERTIFIED, 19), (HOLDER, 17), (FAILED, 9), (HALF, 16)):
        _write_theory(theory, candidate, calendar.day(-30, minute=2), right=right)
    for candidate in (CERTIFIED, HOLDER, FAILED):
        _write_case(case, candidate, calendar.day(-29, minute=3))
    mark_everything(calendar.day(-26))
    registrar, released = actor_of("registrar"), calendar.day(-22, hour=10)
    for sitting_id in (theory, case):
        releasing.release(sitting_id, actor=registrar, now=released)
    for candidate in (CERTIFIED, HOLDER):
        issuing.issue_if_qualified(id_of(candidate.handle), SCHEME, LEVEL, now=released + timedelta(minutes=1))
    _keep_certificate(calendar)


def _last_week(calendar: Calendar) -> None:
    """A theory sitting that is marked but not released, and a case study whose scripts wait for an examiner."""
    theory = plan("theory", calendar.day(-5), calendar.day(-40))
    case = plan("case_study", calendar.day(-4), calendar.day(-40))
    enter(theory, (HANDED_IN, MARKED), calendar.day(-20))
    enter(case, (HANDED_IN,), calendar.day(-20))
    for sitting_id, day in ((theory, -5), (case, -4)):
        preparing.prepare_forms(sitting_id, now=calendar.day(day - 1))
    _write_theory(theory, HANDED_IN, calendar.day(-5, minute=1), right=18)
    _write_theory(theory, MARKED, calendar.day(-5, minute=4), right=15)
    _write_case(case, HANDED_IN, calendar.day(-4, minute=2))


def _to_come(calendar: Calendar) -> None:
    """Sittings that can be entered, one of them entered, one full, and one that is only planned."""
    for component, day in (("theory", 10), ("case_study", 11)):
        sitting_id = plan(component, calendar.day(day), calendar.day(-12))
        enter(sitting_id, (ENTERED,), calendar.day(-3))
    full = plan("case_study", calendar.day(25), calendar.day(-12), capacity=1, withdraw_until=calendar.day(22))
    enter(full, (HALF, WAITING), calendar.day(-2))
    plan("theory", calendar.day(40), calendar.day(-1), published=False)


def plan(
    component: str,
    starts: datetime,
    now: datetime,
    *,
    latest: datetime | None = None,
    minutes: int | None = None,
    published: bool = True,
    capacity: int = SEATS,
    withdraw_until: datetime | None = None,
    scheme: str = SCHEME,
    place: str = ROOM,
) -> UUID:
    """A sitting, which candidates can enter unless it is only planned."""
    registrar = actor_of("registrar")
    sitting_id = planning.plan_sitting(
        scheme_code=scheme,
        level=LEVEL,
        component=component,
        place=place,
        door_opens_at=starts - timedelta(minutes=30),
        starts_at=starts,
        latest_start_at=latest or starts + timedelta(minutes=30),
        minutes=minutes,
        hand_in_after=0,
        capacity=capacity,
        withdraw_until=withdraw_until,
        room_ids=[_room(place, now)] if place in {ROOM, SECOND_ROOM} else (),
        actor=registrar,
        now=now,
    )
    sitting = exam.queries.sittings.sitting_row(sitting_id)
    if capacity < sitting.capacity:
        planning.change_capacity(sitting, capacity, actor=registrar, now=now)
    watches = id_of("invigilator2" if place == SECOND_ROOM else "invigilator")
    invigilating.assign(sitting, watches, actor=registrar, now=now)
    if published:
        planning.publish(sitting, actor=registrar, now=now)
    return sitting_id


def _room(name: str, now: datetime) -> UUID:
    """The room of this name; it is put on the list when it is needed first."""
    known = [room.id for room in bookings.rooms() if room.name == name]
    if known:
        return known[0]
    registrar = actor_of("registrar")
    return rooms.keep_room(None, name=name, address=ADDRESS, seats=SEATS, step_free=True, actor=registrar, now=now)


def enter(sitting_id: UUID, candidates: Sequence[Candidate], now: datetime) -> None:
    """Each takes a seat, or a place on the waiting list."""
    sitting = exam.queries.sittings.published_sitting_row(sitting_id)
    for candidate in candidates:
        actor = actor_of(candidate.handle)
        entering.enter(sitting, id_of(candidate.handle), actor=actor, now=now)


def start(sitting_id: UUID, candidate: Candidate, now: datetime) -> UUID:
    """Let the clock run for somebody; the attempt."""
    entry = exam.queries.entries.find_entry(sitting_id, id_of(candidate.handle))
    assert entry is not None  # noqa: S101 -- entered a few lines before
    attempt_id = starting.start(exam.queries.starts.entry_to_start(entry.id), now=now).id
    starting.claim(exam.queries.attempts.attempt_row(attempt_id), PAGE, now=now)
    return attempt_id


def _write_theory(sitting_id: UUID, candidate: Candidate, started: datetime, *, right: int) -> None:
    attempt = exam.queries.attempts.attempt_row(start(sitting_id, candidate, started))
    answers = _theory_answers(attempt.form.layout, right=right)
    handing_in.hand_in(attempt, writer=PAGE, answers=answers, now=started + timedelta(minutes=70))


def _write_case(sitting_id: UUID, candidate: Candidate, started: datetime) -> None:
    attempt = exam.queries.attempts.attempt_row(start(sitting_id, candidate, started))
    text = Answer(seq=1, slot=TEXT_SLOT, value={"text": ESSAY})
    handing_in.hand_in(attempt, writer=PAGE, answers=(text,), now=started + timedelta(minutes=80))


def _theory_answers(layout: Layout, *, right: int) -> tuple[Answer, ...]:
    """Answers of which `right` in twenty are right."""
    keys = question_bank.queries.keys(layout.question_versions)
    return tuple(
        Answer(
            seq=number,
            slot=slot.slot,
            value={
                "chosen": _chosen(slot, keys[slot.version_id], is_right=number * 7 % 20 < right),
                "flagged": number % 17 == 0,
            },
        )
        for number, slot in enumerate(layout.slots, start=1)
    )


def _chosen(slot: Slot, key: Key, *, is_right: bool) -> list[str]:
    """The letters of the options that are right, or a wrong one; only of questions that have options to choose."""
    assert isinstance(key, ChoiceKey)  # noqa: S101 -- the demonstration's scheme asks nothing else
    wanted = [LETTERS[place] for place, option in enumerate(slot.order) if option in key.correct]
    others = [LETTERS[place] for place, option in enumerate(slot.order) if option not in key.correct]
    return wanted if is_right or not others else others[:1]


def mark_everything(now: datetime, level: int | None = None) -> None:
    """An examiner takes script after script and finds them good, or gives all of them the same level."""
    examiner = actor_of("examiner")
    assert examiner.id is not None  # noqa: S101 -- has an account
    for _script in range(grading.queries.scripts.scripts_waiting(examiner.id)):
        claim = grading.queries.scripts.claim_row(desk.take_next(examiner, now=now))
        rubric = question_bank.queries.case_study(claim.script.case_version_id).rubric
        desk.sign_off(
            claim,
            number=claim.script.number,
            version=claim.version,
            levels={each.id: str(place % 2 if level is None else level) for place, each in enumerate(rubric)},
            comments={rubric[0].id: COMMENT},
            examiner=examiner,
            now=now + timedelta(minutes=25),
        )


def _keep_certificate(calendar: Calendar) -> None:
    """A holder files what they learned since; one activity is approved, another waits."""
    (held,) = certificates.queries.certificates_of(id_of(HOLDER.handle))
    row = certificates.queries.certificate(held.id)
    done = _claim_of(calendar.day(-15).date(), Decimal(12), 12, "客户投诉处理专题研修（线上，12学时）")
    activity = certificates.services.credits.file_activity(row, done, now=calendar.day(-14))
    certificates.services.credits.approve(activity, actor=actor_of("registrar"), now=calendar.day(-12))
    waiting = _claim_of(calendar.day(-3).date(), Decimal(6), 6, "行业协会服务质量论坛（6学时）")
    certificates.services.credits.file_activity(row, waiting, now=calendar.day(-2))


def _claim_of(on: date, hours: Decimal, points: int, description: str) -> Claim:
    return Claim(on=on, hours=hours, credits=points, description=description)
