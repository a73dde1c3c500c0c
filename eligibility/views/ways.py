"""Where somebody came from: the application a page of the form belongs to, carried in its address."""

import re
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

_FOR = re.compile(r"([a-z0-9][a-z0-9-]{0,59})\.([1-9])")
CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The application that somebody fills in, if any, and whether they came from the check of their answers."""

    code: str = ""
    level: int = 0
    is_checking: bool = False

    @property
    def args(self) -> dict[str, Any]:
        """What to add to an address so that the next page knows the way too: `url_for(…, **way.args)`."""
        if not self.code:
            return {}
        return {"for": f"{self.code}.{self.level}"} | ({"then": CHECK} if self.is_checking else {})

    def onward(self, otherwise: str) -> str:
        """Where to go when a thing is done: the check of the answers, else the list of tasks, else elsewhere."""
        if not self.code:
            return otherwise
        page = "eligibility.check_answers" if self.is_checking else "eligibility.application_form"
        return url_for(page, code=self.code, level=self.level)


def way() -> Way:
    """The way by which this page was reached; what is not written as it should be is no way at all."""
    found = _FOR.fullmatch(request.args.get("for", ""))
    if found is None:
        return Way()
    return Way(code=found[1], level=int(found[2]), is_checking=request.args.get("then") == CHECK)
