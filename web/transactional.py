"""One request, one transaction; the one exception says so itself."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from storage.transaction import let_go, transaction

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_STATEMENT = frozenset({"exam.save_answers"})
"""The one page that commits by itself: exam/services/saving.py says why."""

ONLY_READS = frozenset({"question_bank.preview_question"})
"""Pages that are sent more than an address holds and yet keep nothing: they never wait for who writes."""

REFUSED = 409
KEEPS_REFUSED = frozenset({"exam.finish_upload"})
"""Where it is on record what was refused."""


class WholeResponse(Response):
    """A page that is there whole goes to the server whole: one that is handed over in parts costs more."""

    def get_app_iter(self, environ: "WSGIEnvironment") -> Iterable[bytes]:
        """The parts, or all of it."""
        parts = super().get_app_iter(environ)
        return parts if self.is_streamed or self._on_close else [b"".join(parts)]


class TransactionalFlask(Flask):
    """One request, one transaction: committed when a view returns, rolled back when it refuses or only reads."""

    response_class = WholeResponse

    def dispatch_request(self, *context: Any) -> ResponseReturnValue:
        """Commit inside dispatch, so that a lost race still reaches the error pages."""
        if request.endpoint in OWN_STATEMENT:
            return super().dispatch_request(*context)
        with transaction(read_only=request.method in SAFE_METHODS or request.endpoint in ONLY_READS):
            answer = super().dispatch_request(*context)
            if isinstance(answer, tuple) and REFUSED in answer and request.endpoint not in KEEPS_REFUSED:
                let_go()
            return answer

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing in the house is asynchronous, so nobody has to look whether it is."""
        return func
