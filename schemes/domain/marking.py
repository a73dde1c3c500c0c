"""How many people mark a component, how far two of them may lie apart, and what a third mark settles."""

from dataclasses import dataclass
from decimal import Decimal

MARKER_COUNTS = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """`markers` marks are needed; two that differ by at most `tolerance` are averaged, else a third person marks.

    Without a tolerance there is exactly one mark, as from a key.
    """

    markers: int = 1
    tolerance: Decimal | None = None
