"""Where somebody came from: the application a page of the form belongs to, carried in its address."""

import re
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

_FOR = re.compile(r"([a-z0-9][a-z0-9-]{0,59})\.([1-9])")
PAGES = {
    "": "eligibility.application_form",
    "check": "eligibility.check_answers",
    "papers": "eligibility.application_papers",
}
"""The pages of an application that somebody goes back to, by the word that the address carries for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The application that somebody fills in, if any, and from which of its pages they came."""

    code: str = ""
    level: int = 0
    then: str = ""

    @property
    def is_checking(self) -> bool:
        """Whether they came from the check of their answers."""
        return self.then == "check"

    @property
    def args(self) -> dict[str, Any]:
        """What to add to an address so that the next page knows the way too: `url_for(…, **way.args)`."""
        if not self.code:
            return {}
        return {"for": f"{self.code}.{self.level}"} | ({"then": self.then} if self.then else {})

    def onward(self, otherwise: str) -> str:
        """Where to go when a thing is done: the page of the application they came from, if any."""
        if not self.code:
            return otherwise
        return url_for(PAGES[self.then], code=self.code, level=self.level)


def way() -> Way:
    """The way by which this page was reached; what is not written as it should be is no way at all."""
    found = _FOR.fullmatch(request.args.get("for", ""))
    if found is None:
        return Way()
    then = request.args.get("then", "")
    return Way(code=found[1], level=int(found[2]), then=then if then in PAGES else "")
