"""What the platform writes down about itself: one line of JSON for each happening, on standard error."""

import sys
from typing import Any

import structlog


def set_up_log() -> None:
    """No line breaks that could fake an entry, and no local variables, which may be passwords or answers."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )


def _to_standard_error(*_arguments: Any) -> structlog.PrintLogger:
    return structlog.PrintLogger(file=sys.stderr)
