"""Passwords, hashed with Argon2id at the strength OWASP asks for (19 MiB, two passes, one lane)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_SOMETHING = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """The hash to store."""
    return _hasher.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether it is the password; takes as long where there is none, so that nobody learns who has an account."""
    try:
        _hasher.verify(stored or _SOMETHING, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)
