"""Answer files: opened with the key of their attempt, handed in by the staff of the sitting, decided on by a registrar.

The page has the public half of its sitting's pair and a secret of its attempt alone; the private half and the secret
follow from LOOKUP_KEY and are stored nowhere. So a file opens for the attempt it was made for, unchanged, or not at
all, and whoever finds it, even with the device it was made on, cannot read it.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import accounts.queries
from accounts.services import audit
from exam.domain.answer import MOST_IN_ONE_SAVE, Answer, check_shape, fold, shape_of
from exam.domain.answer_file import UNDECIDED, WRITER, Fate, KeptEntry, fate_of, newest, taken_until
from exam.domain.attempt import OPEN, AttemptState
from exam.domain.events import LateAnswersCounted
from exam.models.answer_files import AnswerFile, FiledAnswer, FileDecision
from exam.models.attempts import Attempt, SavedAnswer
from exam.models.sittings import Sitting
from exam.queries import answer_files as filed
from exam.queries import attempts as sat
from exam.queries import rehearsals
from exam.services import timekeeping
from kernel.actor import Actor, Role
from kernel.errors import BadInput, Refused
from kernel.event import publish
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from storage.database import db
from storage.sealing import KEY_BYTES, fingerprint

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Envelope(BaseModel):
    """The file as it is stored on a disk; the point is the browser's half of the key."""

    model_config = ConfigDict(strict=True, extra="forbid")
    attempt: str
    point: str
    iv: str
    sealed: str


class Kept(BaseModel):
    """One entry as the browser kept it."""

    model_config = ConfigDict(strict=True, extra="forbid")
    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    slot: str
    value: dict[str, Any]
    base: dict[str, Any] | None
    order: int


class Contents(BaseModel):
    """What is sealed in the file."""

    model_config = ConfigDict(strict=True, extra="forbid")
    entries: list[Kept] = Field(max_length=MOST_IN_ONE_SAVE)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A file that was opened for its attempt, and what becomes of each of its entries."""

    sha256: str
    fates: Sequence[tuple[KeptEntry, Fate]]

    def number(self, *fates: Fate) -> int:
        """How many entries have one of these fates."""
        return sum(fate in fates for _, fate in self.fates)


@lru_cache(maxsize=64)
def public_key(sitting_id: UUID) -> str:
    """What the pages of a sitting seal answer files with."""
    point = _private_key(sitting_id).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return b64encode(point).decode()


def secret_of(attempt_id: UUID) -> str:
    """What only the page of this attempt knows."""
    return fingerprint(str(attempt_id), of="answer file")


def is_taken_until(attempt: Attempt, now: datetime) -> datetime | None:
    """The last moment at which a file is taken; None as long as the attempt goes on."""
    ended_at = attempt.ended_by(now)
    return taken_until(ended_at, attempt.sitting.results_at) if ended_at else None


def close(sitting_id: UUID, *, now: datetime) -> None:
    """The results of a sitting are out: from now on no file is taken for it."""
    db.session.get_one(Sitting, sitting_id).results_at = now


def look(attempt: Attempt, content: bytes, *, now: datetime) -> Outlook:
    """What would become of a file handed in now; raises Refused with the reason why it cannot be."""
    until = is_taken_until(attempt, now)
    if until is not None and now > until:
        raise Refused(Refusal("answer_file_too_late", at=until))
    entries, digest = _opened(attempt, content)
    known = next((file for file in filed.files_for(attempt.id) if file.sha256 == digest), None)
    if known is not None:
        raise Refused(Refusal("answer_file_known", at=known.received_at))
    state = attempt.state_at(now)
    if state is AttemptState.PAUSED:
        raise Refused(Refusal("answer_file_paused"))
    in_time = state in OPEN or (attempt.state in OPEN and attempt.timing.accepts_answers(now))
    stored, before = fold(sat.saved_answers(attempt.id)), filed.filed_entries(attempt.id)
    fates = [(entry, fate_of(entry, stored, before, in_time=in_time)) for entry in entries]
    if all(fate is Fate.KNOWN for _, fate in fates):
        raise Refused(Refusal("answer_file_nothing_new"))
    return Outlook(digest, fates)


def take(attempt: Attempt, content: bytes, *, actor: Actor, now: datetime) -> AnswerFile:
    """Keep what a file holds; what comes in time counts at once, the rest waits for a decision. Raises Refused."""
    _not_their_own(attempt, actor)
    attempt = sat.attempt_to_close(attempt.id)
    timekeeping.settle(attempt, now)
    outlook = look(attempt, content, now=now)
    file = AnswerFile(attempt_id=attempt.id, sha256=outlook.sha256, received_at=now, received_by=actor.id)
    file.answers = [
        FiledAnswer(entry_id=entry.id, slot=entry.slot, value=dict(entry.value), fate=fate)
        for entry, fate in outlook.fates
        if fate is not Fate.KNOWN
    ]
    db.session.add(file)
    _store(attempt.id, [answer for answer in file.answers if answer.fate is Fate.COUNTS], now)
    detail = {
        "file": str(file.id),
        "counted": outlook.number(Fate.COUNTS),
        "waiting": outlook.number(*UNDECIDED),
        "sha256": outlook.sha256,
    }
    if file.waiting and not rehearsals.is_rehearsal(attempt.sitting_id):
        _tell_registrars(attempt, now)
    audit.record(actor, "exam.take_answer_file", f"attempt:{attempt.id}", detail, now=now)
    return file


def decide(file: AnswerFile, *, counts: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Let the answers of a file that wait count, or not; once. Raises Refused."""
    _not_their_own(file.attempt, actor)
    attempt = sat.attempt_to_close(file.attempt_id)
    db.session.refresh(file)
    if file.decision is not None or not file.waiting:
        raise Refused(Refusal("answer_file_decided"))
    if attempt.state_at(now) in OPEN or (attempt.state in OPEN and attempt.timing.accepts_answers(now)):
        raise Refused(Refusal("answer_file_too_soon"))
    overtaken = filed.overtaken_by_files(file)
    counted = [answer for answer in file.waiting if answer.slot not in overtaken]
    file.decision = FileDecision(counts=counts, reason=reason, decided_by=actor.id, decided_at=now)
    if counts:
        _store(attempt.id, counted, now)
    if counts and counted and not rehearsals.is_rehearsal(attempt.sitting_id):
        publish(LateAnswersCounted(attempt.id, now))
    detail = {"file": str(file.id), "counts": counts, "answers": len(counted), "reason": reason}
    audit.record(actor, "exam.decide_answer_file", f"attempt:{attempt.id}", detail, now=now)


def _tell_registrars(attempt: Attempt, now: datetime) -> None:
    for registrar in accounts.queries.people_in_role(Role.REGISTRAR):
        notify(
            person_id=registrar.id,
            subject=Words(zh="有逾时送达的作答等待决定", en="Late answers wait for a decision"),
            body=Words(
                zh=f"答卷 {attempt.number} 的作答以文件逾时补交。请决定是否计分；在此之前不公布成绩。",
                en=f"Answers of paper {attempt.number} came late by a file. Decide whether they count; results are not "
                "released before.",
            ),
            link=f"/desk/entries/{attempt.entry_id}/answer-files",
            now=now,
        )


def _store(attempt_id: UUID, answers: Sequence[FiledAnswer], now: datetime) -> None:
    last = max((answer.seq for answer in sat.saved_answers(attempt_id)), default=0)
    for seq, answer in enumerate(answers, start=last + 1):
        db.session.add(
            SavedAnswer(
                attempt_id=attempt_id, seq=seq, slot=answer.slot, value=answer.value, writer=WRITER, received_at=now
            )
        )
    db.session.flush()


def _not_their_own(attempt: Attempt, actor: Actor) -> None:
    if attempt.candidate_id == actor.id:
        raise Refused(Refusal("own_answers"))


def _opened(attempt: Attempt, content: bytes) -> tuple[list[KeptEntry], str]:
    """The newest entries of a file and its hash."""
    try:
        envelope = Envelope.model_validate_json(content)
    except ValidationError:
        raise Refused(Refusal("answer_file_unreadable")) from None
    if envelope.attempt != str(attempt.id):
        raise Refused(Refusal("answer_file_of_another"))
    try:
        point, iv, sealed = (b64decode(each, validate=True) for each in (envelope.point, envelope.iv, envelope.sealed))
        contents = Contents.model_validate_json(_unsealed(attempt, point, iv, sealed))
        if len({entry.id for entry in contents.entries}) < len(contents.entries):
            raise ValueError  # noqa: TRY301 -- as what else the page never writes
        entries = newest([KeptEntry(**entry.model_dump()) for entry in contents.entries])
        answers = [Answer(entry.order, entry.slot, entry.value) for entry in entries]
        check_shape(answers, shape_of(sat.layout_of(attempt.form_id)))
    except (InvalidTag, ValueError, BadInput):
        raise Refused(Refusal("answer_file_changed")) from None
    return entries, sha256(envelope.sealed.encode()).hexdigest()


def _unsealed(attempt: Attempt, point: bytes, iv: bytes, sealed: bytes) -> bytes:
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    common = _private_key(attempt.sitting_id).exchange(ec.ECDH(), theirs)
    bound, salt = f"answers of {attempt.id}".encode(), bytes.fromhex(secret_of(attempt.id))
    key = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=bound).derive(common)
    return AESGCM(key).decrypt(iv, sealed, bound)


def _private_key(sitting_id: UUID) -> ec.EllipticCurvePrivateKey:
    secret = int(fingerprint(str(sitting_id), of="answer files"), 16)
    return ec.derive_private_key(secret % (ORDER - 1) + 1, CURVE)
