"""A scheme one of whose conditions admits to module assessment only, so that its whole way can be walked in tests."""

from datetime import datetime
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[2] / "schemes" / "csm-national.yaml"
DEGREE = "          en: Junior-college degree or higher, same or related field.\n"


def put_in_force(now: datetime) -> None:
    """A next version of the national scheme: at level 3 a degree of the field alone admits to modules, work to all."""
    from schemes.services import loading

    source = SHIPPED.read_text(encoding="utf-8")
    changes = (
        ('version: "1.1"', 'version: "1.2"'),
        ("effective_from: 2006-01-01", "effective_from: 2026-01-01"),
        (DEGREE, DEGREE + "        admission: modules\n"),
    )
    for old, new in changes:
        assert old in source
        source = source.replace(old, new, 1)
    loading.store(source, "csm-national.yaml", now=now)
