"""Keeping the pictures of questions, so that nothing about the file tells what is on it or where it is used."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID, uuid4

from PIL import Image

from accounts.services import audit
from documents.uploads import PICTURES, open_upload
from kernel.actor import Actor
from kernel.errors import BadInput, Refused
from kernel.verdict import Refusal
from question_bank import queries
from question_bank.models import Picture
from storage.database import db
from storage.files import files
from storage.transaction import let_go

LONGEST_SIDE = 1600
MOST_POINTS = 400_000_000
"""Of all pictures of a file together."""
STEP = 64 * 1024
"""Every file is as long as the next of these steps, so that drawings of one kind all have one size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The pictures that came in a file: the prints of those that can be kept, and what speaks against the others."""

    prints: Mapping[UUID, str]
    faults: Mapping[UUID, Refusal]

    def against(self, shown: frozenset[UUID], kept: frozenset[UUID]) -> Refusal | None:
        """Why the pictures that a question shows cannot be had, neither from the bank nor from the file."""
        for picture in sorted(shown):
            if picture in self.faults:
                return self.faults[picture]
            ours = self.prints.get(picture)
            if ours is None and picture not in kept:
                return Refusal("question_unknown_picture", picture=picture)
            if ours is not None and picture in kept and ours != _print_of(queries.picture_content(picture)):
                return Refusal("question_picture_differs", picture=picture)
        return None


def written_anew(content: bytes) -> bytes:
    """The points of a picture as PNG, and nothing else that its file said; raises Refused."""
    picture = open_upload(content, takes=PICTURES).picture
    if picture is None:
        raise BadInput(Refusal("file_damaged"))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "PNG")
    png = out.getvalue()
    return png.ljust(-(-len(png) // STEP) * STEP, b"\0")


def keep_picture(png: bytes, *, name: str, actor: Actor, now: datetime) -> UUID:
    """Keep a picture under a number by chance; `name` is what its authors call it, and nobody else reads that."""
    number = uuid4()
    _keep(number, files.put(png).key, name, actor, now)
    return number


def look_at(brought: Iterable[tuple[UUID, bytes]]) -> Brought:
    """Open every picture of a file, which needs no database; raises BadInput where they are too large all together."""
    contents: dict[UUID, bytes] = {}
    differ = {picture for picture, content in brought if contents.setdefault(picture, content) != content}
    if sum(map(_points, contents.values())) > MOST_POINTS:
        raise BadInput(Refusal("question_pictures_too_large", most=MOST_POINTS // 1_000_000))
    faults = {picture: Refusal("question_picture_differs", picture=picture) for picture in differ}
    prints: dict[UUID, str] = {}
    for picture in contents.keys() - differ:
        try:
            prints[picture] = _print_of(written_anew(contents[picture]))
        except Refused as refused:
            faults[picture] = refused.refusals[0]
    return Brought(prints=prints, faults=faults)


@contextmanager
def stored(brought: Iterable[tuple[UUID, bytes]], looked_at: Brought) -> Iterator[dict[UUID, str]]:
    """Store the good pictures of a file that the bank lacks, each under a key, before anything is changed.

    `keep_brought` takes the keys out that it uses; the files of the others are removed at the end.
    """
    contents = {picture: content for picture, content in brought if picture in looked_at.prints}
    kept = queries.kept_pictures(contents) if contents else frozenset()
    if contents:
        let_go()
    keys: dict[UUID, str] = {}
    try:
        for picture in contents.keys() - kept:
            keys[picture] = files.put(written_anew(contents[picture])).key
        yield keys
    finally:
        for key in keys.values():
            files.remove(key)


def keep_brought(brought: Iterable[UUID], keys: dict[UUID, str], *, name: str, actor: Actor, now: datetime) -> None:
    """Keep the pictures of a question that came in a file and were `stored`."""
    for picture in brought:
        if picture in keys:
            _keep(picture, keys.pop(picture), name, actor, now)


def picture_to_give(picture: UUID) -> bytes:
    """A picture for a file that goes to other systems, without what hides its length; raises NotFound."""
    return queries.picture_content(picture).rstrip(b"\0")


def _keep(number: UUID, key: str, name: str, actor: Actor, now: datetime) -> None:
    db.session.add(Picture(id=number, file_key=key, name=name, kept_by=actor.id, kept_at=now))
    db.session.flush()
    audit.record(actor, "keep_picture", str(number), {"name": name}, now=now)


def _print_of(png: bytes) -> str:
    return sha256(png).hexdigest()


def _points(content: bytes) -> int:
    """How many points a picture says that it has; one that cannot be read says so later."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            return picture.width * picture.height
    except Exception:  # noqa: BLE001 -- readers of other people's formats fail in every way there is
        return 0
