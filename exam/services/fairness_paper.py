"""The fairness report as a document in both languages, for the files of a sitting."""

from datetime import datetime
from zoneinfo import ZoneInfo

import schemes.queries
from documents.issuer import issuer
from documents.rendering import fill, typeset
from exam.domain.assembly.measures import MEASURES
from exam.models.sittings import Sitting
from exam.services.reporting import FairnessReport
from question_bank.domain.kind import COGNITIVE, KINDS

TEMPLATE, STYLESHEET, SHARED = "exam/fairness_paper.html", "exam/fairness_paper.css", "exam/document.css"
FIGURES = ("information", "exposure", "overlap")


def typeset_report(report: FairnessReport, sitting: Sitting, *, now: datetime) -> bytes:
    """The report as PDF."""
    scheme = schemes.queries.version(sitting.scheme_version_id)
    level = scheme.level(sitting.level)
    html = fill(
        TEMPLATE,
        {
            "issuer": issuer.name,
            "scheme": scheme.title,
            "level": level.title,
            "component": level.components[sitting.component].title,
            "starts": f"{sitting.starts_at.astimezone(ZoneInfo(scheme.zone)):%Y-%m-%d %H:%M}",
            "made": f"{now.astimezone(ZoneInfo(scheme.zone)):%Y-%m-%d %H:%M}",
            "place": sitting.place,
            "report": report,
            "functions": {function.code: function.title for function in level.functions},
            "kinds": KINDS,
            "cognitive": COGNITIVE,
            "measures": MEASURES,
        },
    )
    drawn = {f"{name}.svg": fill(f"exam/figure_{name}.html", {"report": report}).encode() for name in FIGURES}
    return typeset(html, STYLESHEET, drawn, shared=SHARED)
