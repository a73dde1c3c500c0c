"""Every answer to a described call is held against the description, whatever a test asks for."""

from functools import cache, partial

from flask import Flask, request
from jsonschema import Draft202012Validator
from werkzeug import Response

from web.openapi import PART, describe

STRAYED: list[str] = []
"""What did not conform in the running test."""


def hold_to_description(app: Flask) -> None:
    """Look at every answer, after everything else that an answer goes through."""
    described = cache(partial(describe, app))

    def look(response: Response) -> Response:
        if request.url_rule is not None and "call" in vars(app.view_functions[request.endpoint]):
            operations = described()["paths"][PART.sub(r"{\2}", request.url_rule.rule)]
            if request.method.lower() in operations:
                strayed = strays(described(), operations[request.method.lower()], response)
                STRAYED.extend(f"{request.method} {request.path} {response.status_code}: {each}" for each in strayed)
        return response

    app.after_request_funcs.setdefault(None, []).insert(0, look)


def strays(described, operation, response) -> list[str]:
    """How an answer differs from what is said of it."""
    said = operation["responses"].get(str(response.status_code))
    if said is None:
        return ["no such status"]
    found = []
    for name, header in said.get("headers", {}).items():
        if response.headers.get(name) != header["schema"].get("const", response.headers.get(name, "?")):
            found.append(f"{name} is {response.headers.get(name)}")
    if "content" in said:
        ((media, content),) = said["content"].items()
        if response.mimetype != media.partition(";")[0]:
            return [*found, f"it is {response.mimetype}"]
        if response.is_json:
            validator = Draft202012Validator({**content["schema"], "components": described["components"]})
            found += [f"{error.json_path} {error.message}" for error in validator.iter_errors(response.json)]
    return found
