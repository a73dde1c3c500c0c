"""Who in the demonstration needs accommodations: asked for with proof, some granted, one waiting, one just begun."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from documents.fonts import FACES
from documents.uploads import open_upload
from eligibility.domain.accommodation import Accommodation, Measure
from eligibility.queries.accommodations import request_row
from eligibility.services import accommodations, asking
from home.services.demonstration.admission import actor_of
from home.services.demonstration.cast import APPLIED, CERTIFIED, ENTERED, REGISTERED, SITTING, Calendar, Candidate
from kernel.dates import local_date

ZONE = "Asia/Shanghai"
PAGE, MARGIN, LINE = (900, 1200), 110, 70
INK, PAPER = 40, 250


def ask_for_accommodations(calendar: Calendar) -> None:
    """One sits with extra time now, one needs a reader next week, one had a need, one waits, one has not sent it."""
    _is_granted(
        SITTING,
        Accommodation(extra_percent=25, large_print=True),
        "双眼矫正视力低于0.3，阅读屏幕小字较慢，需要放大字号。",
        "视力残疾证明有效，同意延长时间并使用大字版。",
        asked=calendar.day(-60),
    )
    _is_granted(
        ENTERED,
        Accommodation(extra_minutes=30, reader=True, break_minutes=15),
        "阅读障碍，在校考试时一直有老师读题。",
        "学校证明与医院诊断一致，同意安排读题员。",
        asked=calendar.day(-50),
    )
    _is_granted(
        CERTIFIED,
        Accommodation(extra_percent=10),
        "右手骨折，打石膏期间书写和使用鼠标较慢。",
        "骨折恢复期内同意。",
        asked=calendar.day(-50),
        lasts=30,
    )
    _ask(APPLIED, [Measure.BREAKS, Measure.EXTRA_TIME], "糖尿病，需要定时监测血糖并进食。", calendar.day(-3))
    _write(REGISTERED, [Measure.LARGE_PRINT], "高度近视，屏幕上的小字看不清楚。", calendar.minutes(-80))


def _is_granted(
    candidate: Candidate,
    granted: Accommodation,
    why: str,
    grounds: str,
    *,
    asked: datetime,
    lasts: int | None = None,
) -> None:
    decided = asked + timedelta(days=2)
    first = local_date(decided, ZONE)
    accommodations.grant(
        request_row(_ask(candidate, _wished(granted), why, asked)),
        granted,
        starts_on=first,
        ends_on=None if lasts is None else first + timedelta(days=lasts),
        reason=grounds,
        actor=actor_of("accommodations"),
        now=decided,
    )


def _ask(candidate: Candidate, measures: Iterable[Measure], why: str, now: datetime) -> UUID:
    request_id = _write(candidate, measures, why, now)
    asking.ask(request_row(request_id), actor=actor_of(candidate.handle), now=now)
    return request_id


def _write(candidate: Candidate, measures: Iterable[Measure], why: str, now: datetime) -> UUID:
    actor = actor_of(candidate.handle)
    row = request_row(asking.begin(actor, now=now))
    asking.wish(row, measures, needed_until=None, now=now)
    asking.explain(row, why)
    asking.add_proof(row, open_upload(_statement(candidate.name, why)), name="医院证明.png", actor=actor, now=now)
    return row.id


def _wished(granted: Accommodation) -> list[Measure]:
    wished = {
        Measure.EXTRA_TIME: granted.extra_percent or granted.extra_minutes,
        Measure.LARGE_PRINT: granted.large_print,
        Measure.READER: granted.reader,
        Measure.BREAKS: granted.break_minutes,
    }
    return [measure for measure, is_wished in wished.items() if is_wished]


def _statement(name: str, why: str) -> bytes:
    """A doctor's statement as somebody would scan it."""
    page = Image.new("L", PAGE, PAPER)
    pen, face = ImageDraw.Draw(page), str(FACES[0].path)
    pen.text((MARGIN, MARGIN), "疾病诊断证明（演示）", INK, ImageFont.truetype(face, 48))
    text = ImageFont.truetype(face, 32)
    per_line = (PAGE[0] - 2 * MARGIN) // 32
    lines = [f"姓名：{name}", *(why[start : start + per_line] for start in range(0, len(why), per_line)), "演示医院"]
    for number, line in enumerate(lines):
        pen.text((MARGIN, 2 * MARGIN + LINE * (number + 1)), line, INK, text)
    buffer = BytesIO()
    page.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
