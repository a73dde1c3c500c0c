"""A browser inside the process: what it asks goes through the whole application, as if it came over the network."""

from collections.abc import Callable, Mapping
from threading import Thread
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from werkzeug.test import TestResponse

BROKEN = 599
"""Where the application did not answer at all."""


class Inside:
    """Somebody's browser; the sign-in is one that there is."""

    def __init__(self, app: Flask, session_id: UUID) -> None:
        self.address: str = app.config["BASE_URL"].rstrip("/")
        self._client = app.test_client()
        with self._client.session_transaction(base_url=self.address) as cookie:
            cookie["_user_id"], cookie["_fresh"] = str(session_id), True

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, str, str]:
        """Open a page: its status, its text, and where it leads."""
        return self._ask("GET", path, headers)

    def post(
        self, path: str, headers: Mapping[str, str], *, form: Any = None, body: Any = None
    ) -> tuple[int, str, str]:
        """Send a form, or JSON."""
        return self._ask("POST", path, headers, data=form, json=body)

    def _ask(self, method: str, path: str, headers: Mapping[str, str], **sent: Any) -> tuple[int, str, str]:
        try:
            answer: TestResponse = self._client.open(
                path, method=method, base_url=self.address, headers=dict(headers), **sent
            )
        except Exception as error:  # noqa: BLE001 -- whatever it is, nobody was answered
            return BROKEN, repr(error), ""
        return answer.status_code, answer.text, answer.location or ""


def aside(work: Callable[[], object]) -> Thread:
    """Do something long in a thread of its own, which knows this application and ends with its process."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's own way

    def do() -> None:
        with app.app_context():
            work()

    thread = Thread(target=do, daemon=True, name="aside")
    thread.start()
    return thread


def open_browsers() -> Callable[[UUID], Inside]:
    """What opens browsers on this application, also in threads that know of none."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's own way
    return lambda session_id: Inside(app, session_id)
