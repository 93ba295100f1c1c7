"""openapi.json, the documentation page and the route table: complete, true, and in step with each other."""
import json
import re
import subprocess

import pytest

from api.gate import BUILD, routes


@pytest.fixture(scope="module")
def openapi(gate):
    return gate.anybody().get("/openapi.json")


def test_every_route_is_described(openapi):
    described = {(m.upper(), p) for p, item in openapi["paths"].items() for m in item}
    assert described == {(r[0], r[1]) for r in routes()} | {("GET", "/api/v1/events")}
    assert list(openapi["paths"]["/api/v1/events"]["get"]["responses"]["200"]["content"]) == ["text/event-stream"]
    ids = [op["operationId"] for item in openapi["paths"].values() for op in item.values()]
    assert len(ids) == len(set(ids))


def test_the_printed_one_is_the_served_one(openapi):
    printed = subprocess.run([f"{BUILD}/tocsin-api", "--openapi"], check=True, capture_output=True, text=True).stdout
    assert json.loads(printed) == openapi


def walk(schema):
    yield schema
    for key in ("properties",):
        for inner in schema.get(key, {}).values():
            yield from walk(inner)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from walk(schema[key])
    for inner in schema.get("oneOf", []):
        yield from walk(inner)


def test_operations_are_whole(openapi):
    assert openapi["openapi"] == "3.1.0" and openapi["info"]["license"]["identifier"] == "MIT"
    for path, item in openapi["paths"].items():
        for method, op in item.items():
            assert op["summary"].endswith(".") and op["tags"] and "security" in op, (method, path)
            assert {p["name"] for p in op["parameters"] if p["in"] == "path"} == set(re.findall(r"{(\w+)}", path))
            assert any(code.startswith("2") for code in op["responses"])
            for code, answer in op["responses"].items():
                if "$ref" in answer:
                    assert answer["$ref"].split("/")[-1] in openapi["components"]["responses"]
            if "requestBody" in op:
                schema = op["requestBody"]["content"]["application/json"]["schema"]
                assert schema["type"] == "object" and schema["additionalProperties"] is False
                for inner in walk(schema):
                    assert "type" in inner or "oneOf" in inner or "$ref" in inner, (path, inner)


def conforms(value, schema, at="$"):
    """What of JSON Schema the description uses."""
    if "oneOf" in schema:
        assert any(not failed(value, s) for s in schema["oneOf"]), (at, value)
        return
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}[type(value)]
    assert kind in kinds or (kind == "integer" and "number" in kinds), (at, value, schema)
    if kind == "object" and "properties" in schema:
        assert set(schema.get("required", ())) <= set(value), (at, set(schema.get("required", ())) - set(value))
        for name, inner in value.items():
            assert name in schema["properties"] or schema.get("additionalProperties") is not False or not schema["properties"], (at, name)
            if name in schema["properties"]:
                conforms(inner, schema["properties"][name], f"{at}.{name}")
            else:
                assert at.endswith("params[]") and name == "default", (at, name)
    if kind == "array":
        for inner in value:
            conforms(inner, schema["items"], at + "[]")
    if "enum" in schema:
        assert value in schema["enum"], (at, value)


def failed(value, schema):
    try:
        conforms(value, schema)
    except AssertionError:
        return True
    return False


def test_answers_are_as_described(gate, openapi, things):
    made = things("alpha")
    host = made.host(group="d", labels={"a": "b"}, cost_per_hour_down="1.00")
    check = made.check(host)
    run = made.client.post(f"/checks/{check['id']}/run", status=202)["run_id"]
    of = {"hosts": host["id"], "checks": check["id"], "runs": run}
    count = 0
    for path, item in openapi["paths"].items():
        if "get" not in item or path.split("/")[3] not in (*of, "overview", "check-types", "health", "ready", "queue"):
            continue
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = made.client.get(path.replace("{id}", str(of.get(path.split("/")[3], ""))))
        conforms(answer, schema)
        count += 1
    assert count >= 12


def test_the_page_for_people(gate):
    nobody = gate.anybody()
    page = nobody.call("GET", "/docs")
    assert page.status_code == 200 and page.headers["Content-Type"] == "text/html; charset=utf-8"
    for method, path, *_ in routes():
        assert path in page.text
    assert "<script" not in page.text and "style=" not in page.text and "http://" not in page.text and "https://" not in page.text
    for link in re.findall(r'href="([^"#]+)"', page.text):
        assert nobody.call("GET", link).status_code == 200, link
    for anchor in re.findall(r'href="#([^"]+)"', page.text):
        assert f'id="{anchor}"' in page.text
    problem = nobody.call("GET", "/nothing").json()
    path, anchor = problem["type"].split("#")
    assert nobody.call("GET", path).status_code == 200 and f'id="{anchor}"' in page.text


def test_locations_cover_every_pool(gate):
    printed = subprocess.run([f"{BUILD}/tocsin-api", "--nginx"], check=True, capture_output=True, text=True).stdout
    for method, path, _, pool, *_ in routes():
        if pool == "fast":
            continue
        pattern = path if "{" not in path else re.sub(r"{\w+}", "[^/]+", path.replace(".", r"\."))
        line = f"location = {pattern} {{" if "{" not in path else f"location ~ ^{pattern}$ {{"
        assert f"{line}\n    fastcgi_pass tocsin_{pool};" in printed, line
    assert "add_header" not in printed and "fastcgi_param" not in printed


def test_an_address_that_is_a_secret_reaches_no_error_log():
    printed = subprocess.run([f"{BUILD}/tocsin-api", "--nginx"], check=True, capture_output=True, text=True).stdout
    place = printed[printed.index("/push/"):]
    assert "error_log /dev/null;" in place[:place.index("}")]
