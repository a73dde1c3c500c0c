"""What the exam room writes to candidates and invigilators, in both languages."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

import accounts.queries
import schemes.queries
from exam.domain.events import SittingChanged
from exam.models.sittings import Entry, Sitting
from kernel import event
from kernel.words import Words
from messages.services import notify

PATTERNS = {"zh": "y年M月d日 HH:mm", "en": "d MMMM y, HH:mm"}


def tell_entered(entry: Entry, *, now: datetime) -> None:
    """There is a seat."""
    what, when, where = title_of(entry.sitting), _when(entry.sitting), place_of(entry)
    _tell(
        entry.candidate_id,
        Words("报名成功", "You have entered"),
        Words(
            f"您已报名{what.zh}：{when.zh}，{where}，{entry.seat}号座位。请在报名页面下载准考证和日历文件；在那里还可以先试做练习试卷。",
            f"You have entered {what.en}: {when.en}, {where}, seat {entry.seat}. The page of your entry has your "
            "admission ticket, a file for your calendar, and a practice paper to try the exam page beforehand.",
        ),
        f"/entries/{entry.id}",
        now,
    )


def tell_waiting(entry: Entry, place: int, *, now: datetime) -> None:
    """There is none at present."""
    what, when = title_of(entry.sitting), _when(entry.sitting)
    _tell(
        entry.candidate_id,
        Words("您已进入候补名单", "You are on the waiting list"),
        Words(
            f"{what.zh}（{when.zh}）名额已满，您排在候补第{place}位。一有空位就按顺序自动递补，我们会写信通知您。",
            f"All seats of {what.en} ({when.en}) are taken; you are number {place} on the waiting list. As soon as a "
            "seat is free it goes to the first in line by itself, and we write to you.",
        ),
        f"/entries/{entry.id}",
        now,
    )


def tell_moved_up(entry: Entry, *, now: datetime) -> None:
    """A place on the waiting list has become a seat."""
    what, when, where = title_of(entry.sitting), _when(entry.sitting), place_of(entry)
    _tell(
        entry.candidate_id,
        Words("您已从候补名单递补成功", "You have moved up from the waiting list"),
        Words(
            f"您现在有座位了：{what.zh}，{when.zh}，{where}，{entry.seat}号座位。如不能参加，请尽早退出，把座位让给下一位。",
            f"You have a seat now: {what.en}, {when.en}, {where}, seat {entry.seat}. If you cannot come, please "
            "withdraw early, so that the next in line gets it.",
        ),
        f"/entries/{entry.id}",
        now,
    )


def tell_withdrawn(entry: Entry, reason: str, *, by_staff: bool, now: datetime) -> None:
    """The entry is given up."""
    what, when = title_of(entry.sitting), _when(entry.sitting)
    why = Words(f"原因：{reason}", f" Reason: {reason}") if reason else Words("", "")
    own = Words("您已退出", "You have withdrawn from")
    by = Words("考务管理员已将您退出", "The registrar has withdrawn you from") if by_staff else own
    _tell(
        entry.candidate_id,
        Words("已退出考试场次", "Withdrawn from a sitting"),
        Words(f"{by.zh}{what.zh}（{when.zh}）。{why.zh}", f"{by.en} {what.en} ({when.en}).{why.en}"),
        "/exams",
        now,
    )


def tell_freed(entry: Entry, *, now: datetime) -> None:
    """The entry is given up because there is nothing to sit any more."""
    what, when = title_of(entry.sitting), _when(entry.sitting)
    _tell(
        entry.candidate_id,
        Words("已退出考试场次", "Withdrawn from a sitting"),
        Words(
            f"您已获准免考{what.zh}，不必参加{when.zh}的场次，系统已为您退出，座位让给下一位。",
            f"You are exempt from {what.en} and need not come on {when.en}. Your entry is withdrawn, and the seat "
            "goes to the next in line.",
        ),
        "/exams",
        now,
    )


def tell_moved(entry: Entry, before: Sitting, *, now: datetime) -> None:
    """The entry is to another sitting now."""
    what, then, when, where = title_of(entry.sitting), _when(before), _when(entry.sitting), place_of(entry)
    _tell(
        entry.candidate_id,
        Words("已改到另一场次", "Moved to another sitting"),
        Words(
            f"您的{what.zh}已从{then.zh}改到{when.zh}，{where}，{entry.seat}号座位。请重新下载准考证和日历文件。",
            f"Your {what.en} was moved from {then.en} to {when.en}, {where}, seat {entry.seat}. Please "
            "download your admission ticket and the calendar file again.",
        ),
        f"/entries/{entry.id}",
        now,
    )


def when_and_where(of: Sitting | Entry) -> Words:
    """The start and the place in both languages; of an entry, the room of its seat."""
    when, where = _when(of if isinstance(of, Sitting) else of.sitting), place_of(of)
    return Words(f"{when.zh}，{where}", f"{when.en}, {where}")


def tell_rescheduled(entry: Entry, before: Words, *, now: datetime) -> None:
    """The sitting is held at another time or place."""
    what, instead = title_of(entry.sitting), when_and_where(entry)
    _tell(
        entry.candidate_id,
        Words("考试场次的时间或地点有变", "Your sitting has another time or place"),
        Words(
            f"{what.zh}原定{before.zh}，现改为{instead.zh}。您的座位或候补顺序不变。请重新下载准考证和日历文件；如不能参加，请在报名页面退出或改期。",
            f"{what.en} was to be on {before.en}, and is now on {instead.en}. Your seat or place in line stays. Please "
            "download your admission ticket and the calendar file again; if you cannot come, withdraw or move on the "
            "page of your entry.",
        ),
        f"/entries/{entry.id}",
        now,
    )


def tell_absent(entry: Entry, *, now: datetime) -> None:
    """Nobody came."""
    what, when = title_of(entry.sitting), _when(entry.sitting)
    _tell(
        entry.candidate_id,
        Words("您缺考了", "You were not there"),
        Words(
            f"{what.zh}已于{when.zh}开考，您没有到场，记为缺考。您可以在“我的考试”中报名其他场次。",
            f"{what.en} began on {when.en}. You did not come and are noted as absent. You can enter another sitting "
            "under “My exams”.",
        ),
        "/exams",
        now,
    )


def tell_cancelled(entry: Entry, *, now: datetime) -> None:
    """The sitting will not take place."""
    what, when = title_of(entry.sitting), _when(entry.sitting)
    _tell(
        entry.candidate_id,
        Words("考试场次已取消", "Your sitting has been cancelled"),
        Words(
            f"原定{when.zh}在{entry.sitting.place}举行的{what.zh}已取消。请在“我的考试”中报名其他场次。",
            f"{what.en} at {entry.sitting.place} ({when.en}) will not take place. Please enter another sitting under "
            "“My exams”.",
        ),
        "/exams",
        now,
    )


def tell_seated(entry: Entry, *, now: datetime) -> None:
    """The seat is another one."""
    what, when, where = title_of(entry.sitting), _when(entry.sitting), place_of(entry)
    _tell(
        entry.candidate_id,
        Words("您的座位有变", "Your seat is another one"),
        Words(
            f"您参加{what.zh}（{when.zh}）的座位现为：{where}，{entry.seat}号座位。请重新下载准考证和日历文件。",
            f"Your seat for {what.en} ({when.en}) is now: {where}, seat {entry.seat}. Please download your admission "
            "ticket and the calendar file again.",
        ),
        f"/entries/{entry.id}",
        now,
    )


def tell_invigilator(sitting: Sitting, person_id: UUID, *, now: datetime) -> None:
    """Somebody is asked to watch."""
    what, where = title_of(sitting), when_and_where(sitting)
    _tell(
        person_id,
        Words("请您监考", "You are asked to invigilate"),
        Words(
            f"请您监考{what.zh}：{where.zh}。监考台在“场次”中。",
            f"Please invigilate {what.en}: {where.en}. The desk is under “Sittings”.",
        ),
        f"/sittings/{sitting.id}/desk",
        now,
    )


def tell_invigilator_released(sitting: Sitting, person_id: UUID, *, now: datetime) -> None:
    """Somebody need not watch."""
    what, where = title_of(sitting), when_and_where(sitting)
    _tell(
        person_id,
        Words("您不必监考了", "You need not invigilate"),
        Words(f"您不必监考{what.zh}（{where.zh}）。", f"You need not invigilate {what.en} ({where.en})."),
        "/sittings",
        now,
    )


def tell_invigilators_of_change(sitting: Sitting, change: Words, *, now: datetime) -> None:
    """Those who watch hear of another time or place, or that there is nothing to watch."""
    for person_id in sitting.watcher_ids:
        _tell(
            person_id, Words("您监考的场次有变", "A sitting that you invigilate has changed"), change, "/sittings", now
        )


def tell_centres(sitting: Sitting, change: Words, *, now: datetime) -> None:
    """Whoever looks after people who have entered hears of it."""
    if sitting.seated or sitting.waiting:
        event.publish(SittingChanged(sitting.id, change.zh, change.en, now))


def rescheduled(sitting: Sitting, before: Words) -> Words:
    """That the sitting is held at another time or place, for those who do not sit it."""
    what, instead = title_of(sitting), when_and_where(sitting)
    return Words(
        f"{what.zh}原定{before.zh}，现改为{instead.zh}。",
        f"{what.en} was to be on {before.en}, and is now on {instead.en}.",
    )


def cancelled(sitting: Sitting) -> Words:
    """That the sitting is called off, for those who do not sit it."""
    what, where = title_of(sitting), when_and_where(sitting)
    return Words(f"{what.zh}（{where.zh}）已取消。", f"{what.en} ({where.en}) will not take place.")


def place_of(of: Sitting | Entry) -> str:
    """Where it is: the address, then the room; of an entry, the room of its seat."""
    return f"{of.address} {of.place}".strip()


def _tell(person_id: UUID, subject: Words, body: Words, link: str, now: datetime) -> None:
    if not accounts.queries.is_simulated(person_id):
        notify(person_id=person_id, subject=subject, body=body, link=link, now=now)


def title_of(sitting: Sitting) -> Words:
    """What is examined."""
    return schemes.queries.version(sitting.scheme_version_id).level(sitting.level).components[sitting.component].title


def _when(sitting: Sitting) -> Words:
    """The start in both languages, with its zone."""
    zone = schemes.queries.version(sitting.scheme_version_id).zone
    local = sitting.starts_at.astimezone(ZoneInfo(zone))
    offset = f"{local:%z}"
    shown = {language: format_datetime(local, pattern, locale=language) for language, pattern in PATTERNS.items()}
    return Words(*(f"{shown[language]} (UTC{offset[:3]}:{offset[3:]})" for language in ("zh", "en")))
