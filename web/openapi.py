"""The description of all calls (OpenAPI 3.1), made from what is declared on their views and from nothing else."""

import inspect
import re
from collections.abc import Iterator
from functools import cache, partial
from http import HTTPStatus
from typing import Any, get_args, get_origin

from flask import Flask, Response, jsonify, request
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode
from typing_extensions import is_typeddict
from werkzeug.routing import Rule

from web.access import public
from web.calls import JSON, PAGE, UNCACHED, Call, Refused, call
from web.fields import API, HOUSE, NOTHING, READING, fields_of

PART = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
NAMES = "#/components/schemas/{model}"
FILE = {"type": "string", "contentMediaType": "application/octet-stream"}
TEXT = {"type": "string"}
PUBLIC = "public"
KEPT = "no-cache"
VERSION = "1"

Data = dict[str, Any]


def set_up_description(app: Flask) -> None:
    """Show the description to everybody; it is made once, when somebody asks."""
    made = cache(partial(describe, app))

    @app.get("/api/openapi.json")
    @public
    @call(cache=KEPT)
    def openapi() -> Response:
        """This description; browsers may keep it and ask whether it is still the same."""
        response = jsonify(made())
        response.headers["Cache-Control"] = KEPT
        response.add_etag()
        response.make_conditional(request)
        return response


def describe(app: Flask) -> Data:
    """The whole document."""
    calls = [
        _Described(app, rule) for rule in app.url_map.iter_rules() if "call" in vars(app.view_functions[rule.endpoint])
    ]
    shapes = {shape: TypeAdapter(shape) for each in calls for shape in each.shapes}
    modes: dict[Any, JsonSchemaMode] = {each.call.sends: "validation" for each in calls}
    found, named = TypeAdapter.json_schemas(
        [(shape, modes.get(shape, "serialization"), shapes[shape]) for shape in shapes], ref_template=NAMES
    )
    schemas = {shape: schema for (shape, _), schema in found.items()}
    paths: dict[str, Data] = {}
    for each in sorted(calls, key=lambda one: one.path):
        paths.setdefault(each.path, {})[each.method.lower()] = each.operation(schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Calls of the certification platform", "version": VERSION},
        "servers": [{"url": app.config["BASE_URL"]}],
        "paths": paths,
        "components": {
            "schemas": named["$defs"],
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": app.config["SESSION_COOKIE_NAME"]},
                "token": {"type": "apiKey", "in": "header", "name": app.config["WTF_CSRF_HEADERS"][0]},
            },
        },
    }


class _Described:
    """One call: what its view, its address and the house say of it."""

    def __init__(self, app: Flask, rule: Rule) -> None:
        self.name = rule.endpoint
        self.view: Any = app.view_functions[rule.endpoint]
        self.call: Call = vars(self.view)["call"]
        self.access: str = vars(self.view)["access"]
        self.path = PART.sub(r"{\2}", rule.rule)
        self.parts = PART.findall(rule.rule)
        self.method = next(iter((rule.methods or set()) - READING), "GET")
        self.is_api = rule.rule.startswith(API)
        returned = inspect.signature(self.view).return_annotation
        self.returns = get_args(returned)[0] if get_origin(returned) is tuple else returned

    @property
    def shapes(self) -> list[Any]:
        """The shapes of JSON that the call knows."""
        return [
            shape for shape in (self.call.sends, self.returns if is_typeddict(self.returns) else None, Refused) if shape
        ]

    def operation(self, schemas: dict[Any, Data]) -> Data:
        """As the document has it."""
        said = inspect.getdoc(self.view) or ""
        return {
            "operationId": self.name.replace(".", "_"),
            "summary": said.split("\n", 1)[0],
            "description": f"Who may: {self.access}.",
            "security": [{scheme: [] for scheme in self._needs()}] if self._needs() else [],
            "parameters": [*self._parameters()],
            **self._body(schemas),
            "responses": {str(status): answer for status, answer in sorted(self._answers(schemas))},
        }

    def _needs(self) -> list[str]:
        """Whoever writes needs the token of a page, and that belongs to a session."""
        if self.method not in READING:
            return ["session", "token"]
        return ["session"] if self.is_api and self.access != PUBLIC else []

    def _parameters(self) -> Iterator[Data]:
        for kind, name in self.parts:
            schema = {"int": {"type": "integer"}, "uuid": {"type": "string", "format": "uuid"}}.get(kind, TEXT)
            yield {"name": name, "in": "path", "required": True, "schema": schema}
        for name in sorted(fields_of(self.call.asks)) if self.call.asks else ():
            yield {"name": name, "in": "query", "schema": TEXT}

    def _body(self, schemas: dict[Any, Data]) -> Data:
        """A JSON object, bytes as they are, or a form whose fields are files."""
        if self.call.receives:
            return {"requestBody": {"required": True, "content": {self.call.receives: {"schema": {}}}}}
        if self.call.sends:
            return {"requestBody": {"required": True, "content": {JSON: {"schema": schemas[self.call.sends]}}}}
        files = sorted(vars(self.view).get("takes", NOTHING).names - HOUSE)
        if not files:
            return {}
        of_files = {"type": "object", "required": files, "properties": dict.fromkeys(files, FILE)}
        return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": of_files}}}}

    def _answers(self, schemas: dict[Any, Data]) -> Iterator[tuple[int, Data]]:
        for status in {self.call.status, *self.call.also}:
            yield status, _answer(status, self.call.media, schemas.get(self.returns), self.call.cache)
        media, shape = (JSON, schemas[Refused]) if self.is_api else (PAGE, None)
        for status in {*self._refused(), *self.call.refuses}:
            yield status, _answer(status, media, shape, UNCACHED)
        if self.call.cache == KEPT:
            yield 304, {"description": HTTPStatus(304).phrase}

    def _refused(self) -> Iterator[int]:
        """What follows from the declared access, from the token that writing needs, and from addresses with NUL."""
        if self.is_api and self.access != PUBLIC:
            yield from (401, 404 if self.parts else 403)
        if self.method not in READING or self.parts or self.call.asks:
            yield 400


def _answer(status: int, media: str, schema: Data | None, cache: str) -> Data:
    headers = {"Cache-Control": cache} | ({"ETag": None} if cache == KEPT else {})
    return {
        "description": HTTPStatus(status).phrase,
        "headers": {
            name: {"schema": {"type": "string"} | ({"const": value} if value else {})}
            for name, value in headers.items()
        },
        "content": {media: {"schema": schema or {"type": "object" if media == JSON else "string"}}},
    }
