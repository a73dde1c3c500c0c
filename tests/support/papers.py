"""Everything an application asks for besides evidence, handed in at once and without drawing anything."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from uuid import UUID

from PIL import Image


@lru_cache(maxsize=1)
def a_picture() -> bytes:
    """A very small JPEG."""
    out = BytesIO()
    Image.new("L", (30, 42), 200).save(out, "JPEG")
    return out.getvalue()


def number_of(person_id: UUID) -> str:
    """A resident's number with a right check character, one for each person."""
    from accounts.domain.identity import check_character

    born = date(1970, 1, 1) + timedelta(days=person_id.int % 11_000)
    region, turn = divmod(person_id.int // 11_000, 1000)
    first_seventeen = f"11{region % 10_000:04}{born:%Y%m%d}{turn:03}"
    return first_seventeen + check_character(first_seventeen)


def hand_in_everything(
    candidate_id: UUID,
    now: datetime,
    *,
    scheme_code: str = "csm-national",
    level: int = 3,
    condition_id: str = "",
    identity: bool = True,
) -> None:
    """The identity number and each paper that the condition (else the one asking for least) needs; as services do."""
    from accounts.queries import actor_of, identity_of
    from accounts.services.identity import record_identity
    from eligibility.queries.filling import filling_of
    from eligibility.services.applications import scheme_now
    from eligibility.services.papers import Prepared, keep_prepared

    person = actor_of(candidate_id)
    if identity and identity_of(candidate_id) is None:
        record_identity(candidate_id, "resident_card", number_of(candidate_id), actor=person, now=now)
    filling = filling_of(candidate_id, scheme_now(scheme_code, now), level, now.date())
    wished = [each for each in filling.choices if each.condition.id == condition_id]
    for wanted in filling.papers_for((wished or [filling.recommended])[0]):
        if filling.paper_for(wanted) is None:
            prepared = Prepared(kind=wanted.kind, media_type="image/jpeg", content=a_picture())
            keep_prepared(person, prepared, name="paper.jpg", evidence_id=wanted.evidence_id, now=now)
