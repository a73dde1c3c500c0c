"""Decisions that explain themselves: a code and its parameters, put into words only where people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self


@dataclass(frozen=True, slots=True, init=False)
class Refusal:
    """One reason for a no. `code` is looked up among the package's wording; `params` fill the sentence."""

    code: str
    params: Mapping[str, object] = field(compare=False)

    def __init__(self, code: str, **params: object) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "params", MappingProxyType(params))


@dataclass(frozen=True, slots=True)
class Verdict:
    """All reasons at once, so that nobody hears them one by one. Without a reason it is a yes."""

    refusals: tuple[Refusal, ...] = ()

    @classmethod
    def of(cls, answers: Iterable[Refusal | None]) -> Self:
        """Gather what rules answered; None is a rule without objection."""
        return cls(tuple(answer for answer in answers if answer is not None))

    def __bool__(self) -> bool:
        """Yes."""
        return not self.refusals
