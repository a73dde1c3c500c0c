"""The only place that looks at a clock; views and commands ask once and hand the answer on."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 -- the one place that may
