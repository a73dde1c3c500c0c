"""Every call of programs is described, and the description says what stands in the code."""

from web.openapi import PART, describe

WATCHED = {"/healthz", "/readyz", "/metrics", "/verify"}


def test_every_address_of_the_api_is_described_and_so_are_the_other_public_calls(platform):
    described = describe(platform)["paths"]
    wanted = {
        (PART.sub(r"{\2}", rule.rule), method.lower())
        for rule in platform.url_map.iter_rules()
        if rule.rule.startswith("/api/") or f"/{rule.rule.split('/')[1]}" in WATCHED
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, operations in described.items() for method in operations} == wanted


def test_every_shape_that_the_description_names_is_there(platform):
    described = describe(platform)
    named = set()

    def look(data):
        if isinstance(data, dict):
            named.update({data["$ref"]} if "$ref" in data else set())
            data = list(data.values())
        for each in data if isinstance(data, list) else ():
            look(each)

    look(described)
    assert named == {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
