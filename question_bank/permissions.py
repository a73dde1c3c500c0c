"""Who may do what with the question bank: to everybody else it does not exist."""

from typing import Protocol
from uuid import UUID

from kernel.permission import Permission, is_author, is_registrar


class Written(Protocol):
    """Anything that somebody wrote, or the platform."""

    @property
    def author_id(self) -> UUID | None:
        """The person who wrote it."""


class Uploaded(Protocol):
    """A file that somebody sent."""

    @property
    def uploaded_by(self) -> UUID:
        """The person who sent it."""


wrote_it: Permission[Written] = Permission(
    "wrote it", lambda actor, version: actor.id is not None and actor.id == version.author_id
)

sent_it: Permission[Uploaded] = Permission(
    "sent the file", lambda actor, kept: actor.id is not None and actor.id == kept.uploaded_by
)

see_bank = is_author | is_registrar
write_questions = is_author | is_registrar
import_questions = is_author | is_registrar
take_upload: Permission[Uploaded] = sent_it & import_questions
export_questions = is_registrar
review_questions = is_registrar
submit_version: Permission[Written] = wrote_it | is_registrar
