"""Handing in papers, turning them, and reading them on the record."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from uuid import UUID, uuid4

from PIL import Image

from accounts.services import audit
from documents.photographs import as_jpeg, rotated, turned
from documents.uploads import JPEG, LARGEST_FILE, file_name, open_upload
from eligibility import permissions
from eligibility.domain.papers import MOST_PAPERS, OF_THE_PERSON, PAPER_OF, TURNS, PaperFacts, PaperKind
from eligibility.domain.portrait import Box, check_portrait, finished
from eligibility.models.papers import Paper
from eligibility.queries import evidence as shown
from eligibility.queries import papers as kept
from kernel.actor import Actor
from kernel.errors import NotFound, NotPermitted, Refused
from kernel.filename import display_name
from kernel.verdict import Refusal
from storage.database import db
from storage.sealed_files import put_sealed, read_sealed

SEALED_AS = Paper.sealed_key.type
PREVIEW_SEALED_AS = Paper.sealed_preview_key.type


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A paper that was looked at, made harmless, and waits to be kept."""

    kind: PaperKind
    media_type: str
    content: bytes = field(repr=False)
    preview: bytes | None = field(default=None, repr=False)
    pages: int = 1
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperContent:
    """What somebody who may gets to see."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


def prepare(kind: PaperKind, stream: BinaryIO, *, turn: int = 0, box: Box | None = None) -> Prepared:
    """Look at what was sent, which takes its time and needs no database; raises Refused.

    Pictures are written anew, upright and without what cameras add; of a portrait the chosen part is kept, in black
    and white. A PDF stays as it is, and its first page is drawn; `turn` then only concerns that drawing.
    """
    opened = open_upload(stream.read(LARGEST_FILE + 1))
    if kind is PaperKind.PORTRAIT:
        return _portrait(opened.picture, turn % TURNS, box)
    kept_as = opened.harmless
    return Prepared(
        kind=kind,
        media_type=kept_as.media_type,
        content=kept_as.content,
        preview=kept_as.first_page,
        pages=kept_as.pages,
        turn=turn % TURNS,
    )


def keep_paper(
    candidate: Actor,
    kind: PaperKind | str,
    *,
    name: str,
    stream: BinaryIO,
    evidence_id: UUID | None = None,
    turn: int = 0,
    box: Box | None = None,
    now: datetime,
) -> PaperFacts:
    """Keep a paper of the person, or of one of their own pieces of evidence; it counts instead of the one before."""
    prepared = prepare(PaperKind(kind), stream, turn=turn, box=box)
    return keep_prepared(candidate, prepared, name=name, evidence_id=evidence_id, now=now)


def keep_prepared(
    candidate: Actor, prepared: Prepared, *, name: str, evidence_id: UUID | None = None, now: datetime
) -> PaperFacts:
    """Keep what was prepared. The bytes are on the disk, sealed, before the row is written that alone can open them."""
    if candidate.id is None or not permissions.keep_papers.holds(candidate, None):
        raise NotPermitted
    check_purpose(candidate, prepared.kind, evidence_id)
    if kept.paper_count(candidate.id) >= MOST_PAPERS:
        raise Refused(Refusal("paper_too_many", most=MOST_PAPERS))
    row = Paper(
        id=uuid4(),
        candidate_id=candidate.id,
        kind=prepared.kind,
        evidence_id=evidence_id,
        name=display_name(name),
        media_type=prepared.media_type,
        size=len(prepared.content),
        pages=prepared.pages,
        turn=prepared.turn,
        kept_at=now,
    )
    file = put_sealed(prepared.content, of=SEALED_AS.of(row.id))
    row.file_key, row.sealed_key = file.key, file.sealed_key
    if prepared.preview is not None:
        drawn = put_sealed(prepared.preview, of=PREVIEW_SEALED_AS.of(row.id))
        row.preview_key, row.sealed_preview_key = drawn.key, drawn.sealed_key
    db.session.add(row)
    db.session.flush()
    detail = {"kind": row.kind.value, "evidence": str(evidence_id) if evidence_id else None}
    audit.record(candidate, "keep_paper", f"paper:{row.id}", detail, now=now)
    return row.facts


def check_purpose(candidate: Actor, kind: PaperKind, evidence_id: UUID | None) -> None:
    """Raises NotFound unless the paper is of the person, or of a piece of evidence of their own and of that kind."""
    if evidence_id is None:
        if kind not in OF_THE_PERSON:
            raise NotFound
        return
    item = shown.evidence_item(evidence_id)
    if item.candidate_id != candidate.id or PAPER_OF[item.kind] is not kind:
        raise NotFound


def turn_paper(paper: Paper, *, actor: Actor, now: datetime) -> None:
    """Turn it clockwise by a quarter for everybody who looks at it; the file itself stays as it is."""
    if not permissions.see_paper.holds(actor, paper):
        raise NotFound
    paper.turn = (paper.turn + 1) % TURNS
    if actor.id != paper.candidate_id:
        audit.record(actor, "turn_paper", f"paper:{paper.id}", {"turn": paper.turn}, now=now)


def read_paper(paper_id: UUID, *, actor: Actor, now: datetime) -> PaperContent:
    """The file: pictures turned as somebody left them, a PDF as it was handed in. Reading others' is on record."""
    paper = _readable(paper_id, actor, "read_paper", now)
    content = read_sealed(paper.file_key or "", paper.sealed_key or b"", of=SEALED_AS.of(paper.id))
    if paper.media_type == JPEG:
        content = turned(content, paper.turn)
    return PaperContent(name=file_name(paper.name, paper.media_type), media_type=paper.media_type, content=content)


def read_preview(paper_id: UUID, *, actor: Actor, now: datetime) -> PaperContent:
    """The paper as a picture to be shown on a page: of a PDF the first page. Reading others' is on record."""
    paper = _readable(paper_id, actor, "read_paper", now)
    if paper.preview_key is None:
        content = read_sealed(paper.file_key or "", paper.sealed_key or b"", of=SEALED_AS.of(paper.id))
    else:
        content = read_sealed(paper.preview_key, paper.sealed_preview_key or b"", of=PREVIEW_SEALED_AS.of(paper.id))
    return PaperContent(name="preview.jpg", media_type=JPEG, content=turned(content, paper.turn))


def portrait_bytes(
    candidate_id: UUID, *, actor: Actor, watcher_ids: Collection[UUID | None] = (), now: datetime
) -> bytes:
    """Somebody's portrait (JPEG) for tickets, desks and documents; raises NotFound where there is none.

    `watcher_ids` are the invigilators who have this person before them.
    """
    portrait = kept.portrait_of(candidate_id)
    if portrait is None:
        raise NotFound
    paper = kept.paper_row(portrait.id)
    watches = actor.id in watcher_ids and permissions.see_portrait_at_door.holds(actor, None)
    if not (watches or permissions.see_portrait.holds(actor, paper)):
        raise NotFound
    if actor.id != candidate_id:
        audit.record_looking(actor, "read_portrait", f"paper:{paper.id}", {"person": str(candidate_id)}, now=now)
    return read_sealed(paper.file_key or "", paper.sealed_key or b"", of=SEALED_AS.of(paper.id))


def _readable(paper_id: UUID, actor: Actor, action: str, now: datetime) -> Paper:
    paper = kept.paper_row(paper_id)
    if not permissions.see_paper.holds(actor, paper):
        raise NotFound
    if actor.id != paper.candidate_id:
        detail = {"kind": paper.kind.value, "person": str(paper.candidate_id)}
        audit.record_looking(actor, action, f"paper:{paper.id}", detail, now=now)
    return paper


def _portrait(picture: Image.Image | None, turn: int, box: Box | None) -> Prepared:
    if picture is None:
        raise Refused(Refusal("portrait_type"))
    picture = rotated(picture, turn)
    chosen = box.of(picture) if box else picture
    verdict = check_portrait(chosen)
    if not verdict:
        raise Refused(*verdict.refusals)
    return Prepared(kind=PaperKind.PORTRAIT, media_type=JPEG, content=as_jpeg(finished(chosen)))
