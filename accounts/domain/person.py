"""A person as other packages see one."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kernel.actor import Role
from kernel.verdict import Refusal, Verdict

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_NAME = 100
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[^@\s]+@localhost")

NOT_WITH = {Role.AUTHOR: frozenset({Role.CANDIDATE, Role.CENTRE_MANAGER})}
"""Whoever writes questions neither sits papers nor trains those who do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Who somebody is: `name` as on the identity card, `name_latin` in Latin letters where one was given."""

    id: UUID
    name: str
    name_latin: str
    email: str
    language: str
    roles: frozenset[Role]


def clean_email(email: str) -> str:
    """The address under which a person is found: without blanks, in small letters."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def clean_name(name: str) -> str:
    """A name without control characters or doubled blanks."""
    plain = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    return " ".join(plain.split())


def acceptable(*, email: str, name: str, password: str | None) -> Verdict:
    """Whether somebody can be registered like this."""
    return Verdict.of(
        (
            None if _ADDRESS.fullmatch(email) else Refusal("email_malformed"),
            None if 0 < len(name) <= LONGEST_NAME else Refusal("name_missing"),
            None
            if password is None or password_is_long_enough(password)
            else Refusal("password_short", least=SHORTEST_PASSWORD),
        )
    )


def may_go_together(roles: Collection[Role]) -> Verdict:
    """Whether one person may have all these roles."""
    return Verdict.of(
        Refusal("roles_apart") if role in roles and others & set(roles) else None for role, others in NOT_WITH.items()
    )


def password_is_long_enough(password: str) -> bool:
    """Length is what counts; composition rules only make people write passwords down (NIST SP 800-63B, 5.1.1)."""
    return SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD
