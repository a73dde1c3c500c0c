"""Chance by a secret seed that is kept: SHA-256 of the seed and a name, the same in any version of any language."""

from hashlib import sha256


class Chance:
    """Every named thing has its rank."""

    def __init__(self, seed: str) -> None:
        self._begun = sha256(seed.encode())

    def rank(self, purpose: str, *name: object) -> bytes:
        """Where the thing stands when chance decides."""
        digest = self._begun.copy()
        digest.update("|".join((purpose, *map(str, name))).encode())
        return digest.digest()
