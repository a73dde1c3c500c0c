"""Keeping the pictures of questions, so that nothing about the file tells what is on it or where it is used."""

from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid4

from PIL import Image

from accounts.services import audit
from documents.uploads import PICTURES, open_upload
from kernel.actor import Actor
from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.models import Picture
from storage.database import db
from storage.files import files

LONGEST_SIDE = 1600
STEP = 64 * 1024
"""Every file is as long as the next of these steps, so that drawings of one kind all have one size."""


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
    picture = Picture(id=uuid4(), file_key=files.put(png).key, name=name, kept_by=actor.id, kept_at=now)
    db.session.add(picture)
    db.session.flush()
    audit.record(actor, "keep_picture", str(picture.id), {"name": name}, now=now)
    return picture.id
