"""Bringing a file as the page of the paper does: announced, sent in parts, finished."""

from hashlib import sha256
from uuid import UUID

from tests.support.exam_room import WRITER
from tests.support.people import Somebody

PART = 256 * 1024
BYTES = "application/octet-stream"


def announces(person: Somebody, attempt: UUID, content: bytes, name: str = "报告.pdf", **other):
    said = {"writer": WRITER, "name": name, "size": len(content), "sha256": sha256(content).hexdigest(), **other}
    return person.post(f"/api/attempts/{attempt}/uploads", json=said)


def sends(person: Somebody, address: str, offset: int, part: bytes, **options):
    return person.put(f"{address}/parts/{offset}", part, **{"content_type": BYTES, **options})


def sends_all(person: Somebody, address: str, content: bytes, received: int = 0) -> None:
    while received < len(content):
        answer = sends(person, address, received, content[received : received + PART])
        assert answer.status_code == 200, answer.text
        received = answer.json["received"]


def finishes(person: Somebody, address: str, writer: str = WRITER):
    return person.post(f"{address}/file", json={"writer": writer})


def gives_up(person: Somebody, attempt: UUID):
    return person.post(f"/api/attempts/{attempt}/uploads/end", json={})


def uploads(person: Somebody, attempt: UUID, content: bytes, name: str = "报告.pdf"):
    """The whole way; the first answer that is no success, or the last."""
    begun = announces(person, attempt, content, name)
    if begun.status_code != 200:
        return begun
    sends_all(person, begun.json["url"], content, begun.json["received"])
    return finishes(person, begun.json["url"])
