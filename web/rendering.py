"""How values look on a page: days, moments with their zone, marks, bilingual texts, refusals."""

from decimal import Decimal

from flask import Flask
from jinja2 import StrictUndefined

from kernel.words import Words
from web.times import clock_time, day, moment
from web.wording import say, sentence

MARK_STEP = Decimal("0.01")
KB, MB = 1024, 1024 * 1024


def marks(value: Decimal | None) -> str:
    """Marks with two places, cut and never rounded up, so that 59.999 is not shown as 60."""
    return "–" if value is None else str(value.quantize(MARK_STEP, rounding="ROUND_DOWN"))


def file_size(size: int) -> str:
    """The size of a file as people read it, never less than 1 kB."""
    return f"{max(1, round(size / KB))} kB" if size < MB else f"{size / MB:.1f} MB"


def said(value: Words | str) -> str:
    """A bilingual text in the reader's language; a plain one as it is."""
    return say(value) if isinstance(value, Words) else value


def set_up_rendering(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        {
            "day": day,
            "moment": moment,
            "clock_time": clock_time,
            "marks": marks,
            "file_size": file_size,
            "say": said,
            "sentence": sentence,
        }
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
