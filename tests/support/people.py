"""The people of the tests: each has an account, a browser without scripts, and a name."""

import re
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from accounts import queries
from accounts.services import registering
from kernel import clock
from kernel.actor import Actor, Role
from storage.transaction import transaction

PASSWORD = "correct horse battery"
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


class Visitor:
    """A browser without scripts: follows no redirect by itself, sends the token that the pages carry."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self._token: str | None = None

    def get(self, url: str, **options: Any) -> TestResponse:
        return self.client.get(url, **options)

    def post(self, url: str, data: Any = None, *, json: Any = None, **options: Any) -> TestResponse:
        headers = {"X-CSRFToken": self.token, **options.pop("headers", {})}
        response = self.client.post(url, data=data, json=json, headers=headers, **options)
        if url in {"/sign-out", "/sessions", "/registrations"}:
            self._token = None
        return response

    def put(self, url: str, data: bytes = b"", **options: Any) -> TestResponse:
        return self.client.put(url, data=data, headers={"X-CSRFToken": self.token}, **options)

    def another_tab(self) -> "Visitor":
        """A second window of this browser, which can do something at the same time."""
        tab = Visitor(self.app)
        tab._token = self.token
        cookie = self.client.get_cookie("session")
        if cookie is not None:
            tab.client.set_cookie("session", cookie.value)
        return tab

    @property
    def token(self) -> str:
        if self._token is None:
            page = self.get("/an-address-of-no-page")
            found = _TOKEN.search(page.text)
            assert found, f"no token on the page: {page.status} {page.text[:300]}"
            self._token = found[1]
        return self._token


class Somebody(Visitor):
    """A person with an account, signed in."""

    def __init__(self, app: Flask, name: str, *roles: Role, email: str = "", sign_in: bool = True) -> None:
        super().__init__(app)
        self.name = name
        self.email = email or f"{abs(hash((name, roles)))}@example.org"
        with app.app_context(), transaction():
            self.id: UUID = registering.register(
                email=self.email, name=name, password=PASSWORD, roles=set(roles), now=clock.now()
            )
        if sign_in:
            self.signs_in()

    def signs_in(self, password: str = PASSWORD) -> TestResponse:
        self._token = None
        response = self.post("/sessions", {"email": self.email, "password": password})
        self._token = None
        return response

    @property
    def actor(self) -> Actor:
        with self.app.app_context():
            return queries.actor_of(self.id)

    def works_for(self, centre: str) -> UUID:
        """Become staff of a training centre; returns the centre's id."""
        with self.app.app_context(), transaction():
            organisation_id = registering.found_organisation(name=centre, kind="training_centre", now=clock.now())
            registering.affiliate(self.id, organisation_id, now=clock.now())
        return organisation_id
