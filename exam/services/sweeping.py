"""What the periodic sweep looks after in the exam room: it writes down what every reader already sees."""

from datetime import datetime

from exam.services import entering, handing_in, timekeeping


def sweep(*, now: datetime) -> None:
    """Breaks that are used up, papers whose time is over, people who did not come."""
    timekeeping.end_breaks(now=now)
    handing_in.close_overdue(now=now)
    entering.note_absent(now=now)
