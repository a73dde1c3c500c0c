"""What the exam room writes to candidates and invigilators, in both languages; what stands in braces is filled in."""

from dataclasses import dataclass

from kernel.words import Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice, and the page to which it leads."""

    subject: Words
    body: Words
    link: str


ENTRY, EXAMS, SITTINGS = "/entries/{entry}", "/exams", "/sittings"

ENTERED = Letter(
    Words("报名成功", "You have entered"),
    Words(
        "您已报名{what}：{when}，{where}，{seat}号座位。请在报名页面下载准考证和日历文件；在那里还可以先试做练习试卷。",
        "You have entered {what}: {when}, {where}, seat {seat}. The page of your entry has your admission ticket, a "
        "file for your calendar, and a practice paper to try the exam page beforehand.",
    ),
    ENTRY,
)
WAITS = Letter(
    Words("您已进入候补名单", "You are on the waiting list"),
    Words(
        "{what}（{when}）名额已满，您排在候补第{place}位。一有空位就按顺序自动递补，我们会写信通知您。",
        "All seats of {what} ({when}) are taken; you are number {place} on the waiting list. As soon as a seat is free "
        "it goes to the first in line by itself, and we write to you.",
    ),
    ENTRY,
)
MOVED_UP = Letter(
    Words("您已从候补名单递补成功", "You have moved up from the waiting list"),
    Words(
        "您现在有座位了：{what}，{when}，{where}，{seat}号座位。如不能参加，请尽早退出，把座位让给下一位。",
        "You have a seat now: {what}, {when}, {where}, seat {seat}. If you cannot come, please withdraw early, so that "
        "the next in line gets it.",
    ),
    ENTRY,
)
HAS_WITHDRAWN = Letter(
    Words("已退出考试场次", "Withdrawn from a sitting"),
    Words("您已退出{what}（{when}）。{why}", "You have withdrawn from {what} ({when}).{why}"),
    EXAMS,
)
WITHDRAWN_BY_STAFF = Letter(
    HAS_WITHDRAWN.subject,
    Words("考务管理员已将您退出{what}（{when}）。{why}", "The registrar has withdrawn you from {what} ({when}).{why}"),
    EXAMS,
)
WHY = Words("原因：{reason}", " Reason: {reason}")
FREED = Letter(
    HAS_WITHDRAWN.subject,
    Words(
        "您已获准免考{what}，不必参加{when}的场次，系统已为您退出，座位让给下一位。",
        "You are exempt from {what} and need not come on {when}. Your entry is withdrawn, and the seat goes to the "
        "next in line.",
    ),
    EXAMS,
)
MOVED = Letter(
    Words("已改到另一场次", "Moved to another sitting"),
    Words(
        "您的{what}已从{then}改到{when}，{where}，{seat}号座位。请重新下载准考证和日历文件。",
        "Your {what} was moved from {then} to {when}, {where}, seat {seat}. Please download your admission ticket and "
        "the calendar file again.",
    ),
    ENTRY,
)
RESCHEDULED = Letter(
    Words("考试场次的时间或地点有变", "Your sitting has another time or place"),
    Words(
        "{what}原定{before}，现改为{instead}。您的座位或候补顺序不变。请重新下载准考证和日历文件；如不能参加，请在报名页面退出或改期。",
        "{what} was to be on {before}, and is now on {instead}. Your seat or place in line stays. Please download your "
        "admission ticket and the calendar file again; if you cannot come, withdraw or move on the page of your entry.",
    ),
    ENTRY,
)
ABSENT = Letter(
    Words("您缺考了", "You were not there"),
    Words(
        "{what}已于{when}开考，您没有到场，记为缺考。您可以在“我的考试”中报名其他场次。",
        "{what} began on {when}. You did not come and are noted as absent. You can enter another sitting under “My "
        "exams”.",
    ),
    EXAMS,
)
CANCELLED = Letter(
    Words("考试场次已取消", "Your sitting has been cancelled"),
    Words(
        "原定{when}在{place}举行的{what}已取消。请在“我的考试”中报名其他场次。",
        "{what} at {place} ({when}) will not take place. Please enter another sitting under “My exams”.",
    ),
    EXAMS,
)
SEATED_ANEW = Letter(
    Words("您的座位有变", "Your seat is another one"),
    Words(
        "您参加{what}（{when}）的座位现为：{where}，{seat}号座位。请重新下载准考证和日历文件。",
        "Your seat for {what} ({when}) is now: {where}, seat {seat}. Please download your admission ticket and the "
        "calendar file again.",
    ),
    ENTRY,
)
IS_TO_WATCH = Letter(
    Words("请您监考", "You are asked to invigilate"),
    Words(
        "请您监考{what}：{instead}。监考台在“场次”中。",
        "Please invigilate {what}: {instead}. The desk is under “Sittings”.",
    ),
    "/sittings/{sitting}/desk",
)
NEED_NOT_WATCH = Letter(
    Words("您不必监考了", "You need not invigilate"),
    Words("您不必监考{what}（{instead}）。", "You need not invigilate {what} ({instead})."),
    SITTINGS,
)
WATCHES_ANOTHER = Letter(
    Words("您监考的场次有变", "A sitting that you invigilate has changed"), Words("{change}", "{change}"), SITTINGS
)
IS_RESCHEDULED = Words(
    "{what}原定{before}，现改为{instead}。", "{what} was to be on {before}, and is now on {instead}."
)
IS_CANCELLED = Words("{what}（{instead}）已取消。", "{what} ({instead}) will not take place.")
"""What those hear who do not sit it."""
