"""What can go wrong in the words of the domain; `web.errors` chooses the page and `cli` the message."""

from kernel.verdict import Refusal


class DomainError(Exception):
    """Something expected that stops a wish. Everything else that is raised is a bug."""


class NotFound(DomainError):
    """There is no such thing, or the actor must not know that there is."""


class NotPermitted(DomainError):
    """The actor may know of the thing but not do this to it."""


class IllegalMove(DomainError):
    """The thing is not in a state in which this can be done."""


class Refused(DomainError):
    """A rule says no; the refusals say which and why, and can be put into words in both languages."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals


class BadInput(DomainError):
    """What came in cannot be read. `where` names the place (a field, or file and line) in the sender's terms."""

    def __init__(self, refusal: Refusal, where: str = "") -> None:
        super().__init__(f"{where}: {refusal.code}" if where else refusal.code)
        self.refusal = refusal
        self.where = where
