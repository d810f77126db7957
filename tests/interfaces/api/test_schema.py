"""OpenAPI 3.1：每个操作写明错误回答，schemathesis 按它随机敲打，没有 5xx，回答与文档一致。"""

from __future__ import annotations

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from keyaccount.interfaces.api import openapi
from keyaccount.interfaces.api.resources import RESOURCES
from tests.interfaces.api.caller import token
from tests.interfaces.api.world import World

DOCUMENT = openapi.document()
OPERATIONS = [
    (path, method, one) for path, methods in DOCUMENT["paths"].items() for method, one in methods.items()
]
EXAMPLES = 4
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_it_is_served_and_complete():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200 and json.loads(answer.content)["openapi"].startswith("3.1")
    paths = {f"/api/v1/{r.path}" for r in RESOURCES}
    assert paths <= set(DOCUMENT["paths"])


@pytest.mark.parametrize(
    ("path", "method", "one"), OPERATIONS, ids=[one["operationId"] for *_, one in OPERATIONS]
)
def test_every_operation_is_documented(path, method, one):
    assert {"401", "403", "422", "429"} <= set(one["responses"]) and one["summary"] and one["tags"]
    assert one["security"] and any("BearerToken" in each for each in one["security"])
    assert ("404" in one["responses"]) or ("{" not in path)
    if method != "get":
        assert "409" in one["responses"] and any(p["name"] == "Idempotency-Key" for p in one["parameters"])
    if method == "patch":
        assert "412" in one["responses"]


def test_bodies_refuse_what_they_do_not_know():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if schema.get("type") == "object" and name != "Problem":
            assert schema["additionalProperties"] is False, name


def test_fields_are_told_in_words():
    account = DOCUMENT["components"]["schemas"]["Account"]["properties"]
    assert account["name"]["description"] == "客户名称" and "title" not in account["name"]
    assert account["tier"]["readOnly"] and "readOnly" not in account["name"]
    create = DOCUMENT["components"]["schemas"]["AccountCreate"]
    assert create["required"] == ["name"] and create["properties"]["name"]["maxLength"] == 200


schema = schemathesis.openapi.from_dict(DOCUMENT)


@pytest.fixture
def one_connection():
    """The application would close its connection after each request, and the test's transaction with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["hanmei", "ops"])
def test_hammered_by_schemathesis(role, one_connection):
    """A few generated requests to every operation, good and bad ones, with the ids of records that are there."""
    world = World()
    headers = {"Authorization": f"Bearer {token(world.members()[role])}"}
    application = get_wsgi_application()
    rows = {resource.path: str(world.rows[resource.entity].pk) for resource in RESOURCES}
    reached = sum(hammered(found.ok(), application, headers, rows) for found in schema.get_all_operations())
    assert reached >= len(OPERATIONS)


def hammered(operation, application, headers, rows):
    """How many requests were made of one operation; raises when an answer breaks the document."""
    operation.app = application
    room = operation.path.split("/")[3]
    made = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def hammer(case):
        case.headers = {**(case.headers or {}), **headers}
        if "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = rows.get(room, case.path_parameters["id"])
        made.append(case.call_and_validate(checks=CHECKS))

    hammer()
    return len(made)
