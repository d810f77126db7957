"""每个模型字段都塞进每个写请求：没有声明可写的一律点名拒绝，数据库不动。"""

from __future__ import annotations

from typing import Any

import pytest

from keyaccount.interfaces.api import shapes
from keyaccount.interfaces.api.resources import RESOURCES
from keyaccount.records.journal.models import Entry
from tests.interfaces.api.caller import Caller
from tests.interfaces.api.world import World

pytestmark = pytest.mark.django_db

PATHS = {resource.entity: f"/{resource.path}" for resource in RESOURCES}


@pytest.fixture
def world() -> World:
    return World()


def names_of(model: Any) -> set[str]:
    """Every name under which a model field, column or relation could be reached, and some that try a detour."""
    found = set()
    for field in model._meta.get_fields():
        found |= {field.name, getattr(field, "attname", field.name)}
    return found | {
        "pk",
        "is_staff",
        "is_superuser",
        "owner__id",
        "__class__",
        "account__owner_id",
        "objects",
    }


@pytest.mark.parametrize("resource", [r for r in RESOURCES if r.edits], ids=lambda r: r.entity)
def test_change_takes_declared_fields_only(world, resource):
    row = world.rows[resource.entity]
    forbidden = names_of(type(row)) - set(shapes.changing(resource.entity).model_fields)
    assert {"id", "created_at"} & forbidden
    stored = type(row).rows.filter(pk=row.pk).values().get()
    for name, member in world.members().items():
        answer = Caller(member).patch(f"{PATHS[resource.entity]}/{row.pk}", dict.fromkeys(forbidden, "1"))
        assert answer.status_code == 422, name
        assert {e["field"] for e in answer.data["errors"] if e["code"] == "unknown_field"} == forbidden
    assert type(row).rows.filter(pk=row.pk).values().get() == stored and not Entry.rows.exists()


@pytest.mark.parametrize("resource", [r for r in RESOURCES if r.creates], ids=lambda r: r.entity)
def test_create_takes_declared_fields_only(world, resource):
    model = resource.policy.model
    forbidden = names_of(model) - set(shapes.creating(resource.entity).model_fields)
    before = model.rows.count()
    for name, member in world.members().items():
        body = world.body(resource.entity) | dict.fromkeys(forbidden, "1")
        answer = Caller(member).post(PATHS[resource.entity], body)
        assert answer.status_code == 422, name
        assert {e["field"] for e in answer.data["errors"]} == forbidden
    assert model.rows.count() == before and not Entry.rows.exists()


def test_schemas_offer_only_what_the_policy_lets_be_written():
    for resource in RESOURCES:
        declared = {f.name for f in resource.policy.fields if f.writable}
        if resource.edits:
            assert set(shapes.changing(resource.entity).model_fields) == declared | {"seen"}
        if resource.creates:
            more = {name for names in shapes.CREATE_MORE.get(resource.entity, {}).values() for name in names}
            parts = set(shapes.PARTS.get(resource.entity, {}))
            assert set(shapes.creating(resource.entity).model_fields) == declared | more | parts


def test_a_declared_field_of_a_class_out_of_reach_is_not_written(world):
    """Commercial fields need the token scope; sealed personal ones are never open to a token."""
    result, person = world.rows["result"], world.person
    without = Caller(world.finance, "read", "write").patch(f"/results/{result.pk}", {"received": "9.00"})
    sealed = Caller(world.lilei).patch(f"/people/{person.pk}", {"private_phone": "13900000000"})
    assert without.status_code in (403, 404) and sealed.status_code == 403
    assert str(type(result).rows.get(pk=result.pk).received) == "100.00"
    assert type(person).rows.get(pk=person.pk).private_phone is None


def test_owner_and_pool_of_an_account_change_by_verbs_only(world):
    path = f"/accounts/{world.bank_account.pk}"
    for field in ("owner", "pool", "tier", "department", "completeness"):
        answer = Caller(world.hanmei).patch(path, {field: str(world.wangfang.pk)})
        assert answer.status_code == 422 and answer.data["errors"][0]["field"] == field
    made = Caller(world.lilei).post("/accounts", {"name": "东海保险", "owner": str(world.wangfang.pk)})
    assert made.status_code == 403
