"""A request for accommodations and its decision, made through the services; what is medical holds a canary."""

from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from PIL import Image

CANARY = "金丝雀-dyslexia-canary"
"""What nobody but the person and the officer may ever read: it stands in the reason, the papers and their names."""


def picture() -> bytes:
    """A small photograph that can be opened, with the canary behind its end."""
    buffer = BytesIO()
    Image.new("L", (8, 8), 200).save(buffer, "PNG")
    return buffer.getvalue() + CANARY.encode()


def asks(person_id: UUID, now: datetime, *, measures=("extra_time",), needed_until: date | None = None) -> UUID:
    """Ask with a reason and a proof; returns the request's id."""
    from accounts.queries import actor_of
    from documents.uploads import open_upload
    from eligibility.queries.accommodations import request_row
    from eligibility.services import asking

    actor = actor_of(person_id)
    row = request_row(asking.begin(actor, now=now))
    asking.wish(row, measures, needed_until=needed_until, now=now)
    asking.explain(row, f"因{CANARY}，阅读较慢")
    asking.add_proof(row, open_upload(picture()), name=f"{CANARY}.png", actor=actor, now=now)
    asking.ask(row, actor=actor, now=now)
    return row.id


def is_granted(person_id: UUID, now: datetime, *, starts_on: date, ends_on: date | None = None, **measures) -> UUID:
    """Ask and be granted these measures."""
    from eligibility.domain.accommodation import Accommodation
    from eligibility.queries.accommodations import request_row
    from eligibility.services import accommodations
    from kernel.actor import PLATFORM

    request_id = asks(person_id, now)
    accommodations.grant(
        request_row(request_id),
        Accommodation(**measures),
        starts_on=starts_on,
        ends_on=ends_on,
        reason=f"医生证明属实（{CANARY}）",
        actor=PLATFORM,
        now=now,
    )
    return request_id


def state_of(app, request_id):
    from eligibility.queries.accommodations import request_row

    with app.app_context():
        return request_row(UUID(str(request_id))).state.value


def held(app, person, day):
    from eligibility.queries.accommodations import accommodation_of

    with app.app_context():
        return accommodation_of(person.id, day)


def decision(**changes):
    return {
        "decision": "grant", "extra_percent": "25", "extra_minutes": "", "large_print": "y", "break_minutes": "",
        "starts_on": "2026-03-02", "ends_on": "", "reason": "证明材料齐全", **changes,
    }  # fmt: skip


def change(**changes):
    """A new decision in place of an older one."""
    return {name: value for name, value in decision(**changes).items() if name != "decision"}


def sends(person, request_id, content, name="证明.png"):
    part = f'--edge\r\nContent-Disposition: form-data; name="proof"; filename="{name}"\r\n\r\n'.encode()
    body, kind = part + content + b"\r\n--edge--\r\n", "multipart/form-data; boundary=edge"
    return person.post(f"/accommodations/requests/{request_id}/proofs?lang=en", body, content_type=kind)


def begins(candidate):
    answer = candidate.post("/accommodations/requests")
    return answer.location.split("/")[-1]
