"""Examiners and registrars for tests: they open the pages, read what stands there and send what the page would send."""

import re
from uuid import UUID

from tests.support.exam_room import WRITER, entry, hands_in
from tests.support.people import Somebody
from tests.support.uploads import uploads

_VERSION = re.compile(r'name="version" value="(\d+)"')
_NUMBER = re.compile(r'name="number" value="(\w+)"')
_CRITERIA = re.compile(r'data-criterion="([\w-]+)"')


def writes(person: Somebody, attempt_id: UUID, text: str = "答案", *, file: tuple[bytes, str] | None = None) -> None:
    """Write a case study, perhaps attach a file, and hand it in."""
    if file is not None:
        answer = uploads(person, attempt_id, *file)
        assert answer.status_code in {200, 201}, answer.text
    answer = hands_in(person, attempt_id, entry(1, "text", {"text": text}), writer=WRITER)
    assert answer.status_code == 200, answer.text


class Sheet:
    """A script as it lies open in one tab."""

    def __init__(self, examiner: Somebody, address: str) -> None:
        self.examiner, self.address = examiner, address
        self.text = examiner.get(address).text
        self.version, self.number = int(_VERSION.search(self.text)[1]), _NUMBER.search(self.text)[1]
        self.criteria = _CRITERIA.findall(self.text)

    def form(self, level: int | None = 0, comment: str = "", **changed: object) -> dict[str, object]:
        sent: dict[str, object] = {"number": self.number, "version": str(self.version)}
        for criterion in self.criteria:
            sent |= {f"level-{criterion}": "" if level is None else str(level), f"comment-{criterion}": comment}
        return sent | changed

    def signs(self, level: int | None = 0, **changed: object):
        return self.examiner.post(f"{self.address}/signature", self.form(level, **changed))

    def saves(self, level: int | None = 0, comment: str = "", **changed: object):
        sent = {
            "number": self.number,
            "version": self.version,
            "levels": {criterion: "" if level is None else str(level) for criterion in self.criteria},
            "comments": dict.fromkeys(self.criteria, comment),
        }
        return self.examiner.post(f"/api{self.address}/draft", json=sent | changed)


def takes(examiner: Somebody) -> Sheet:
    """Take the next script and open it."""
    answer = examiner.post("/marking/scripts")
    assert answer.status_code == 302, answer.text
    return Sheet(examiner, answer.location)


def releases(registrar: Somebody, sitting_id: UUID):
    return registrar.post(f"/results/sittings/{sitting_id}/release")
