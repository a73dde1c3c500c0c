"""Sending papers as a browser does, and what is known of them afterwards."""

from sqlalchemy import select

from accounts.models import AuditEntry
from eligibility.queries import papers as kept
from storage.database import db
from storage.transaction import transaction


def uploads(person, content, kind="identity", name="身份证.jpg", evidence=None, **more):
    address = f"/papers/{kind}?lang=en" + (f"&evidence={evidence}" if evidence else "")
    return sends(person, address, content, name, **more)


def sends(person, address, content, name, **more):
    """As a browser sends a form with a file."""
    fields = "".join(f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{more[key]}\r\n' for key in more)
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = fields.encode() + head.encode() + content + b"\r\n--x--\r\n"
    return person.post(address, body, content_type="multipart/form-data; boundary=x")


def paper_of(answer):
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].split("/papers/")[1].split("?")[0]


def refusal(answer):
    assert answer.status_code == 422
    return answer.text


def known(app, person):
    with app.app_context(), transaction(read_only=True):
        return kept.papers_of(person.id)


def audited(app, action):
    with app.app_context(), transaction(read_only=True):
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action))
        return [(row.actor, row.subject, row.detail) for row in rows]
