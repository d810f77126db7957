"""列表与单条：每种角色恰好看到权限表说的那些行、那些字段；看不到的字段不能筛选、排序、选列、计数。"""

from __future__ import annotations

from typing import Any

import pytest

from keyaccount.access import policy_of
from keyaccount.records.people.models import Post
from tests.interfaces.api.caller import Caller
from tests.permissions import oracle
from tests.permissions.api_cells import PATHS
from tests.permissions.oracle import PRINCIPALS, Who
from tests.permissions.test_api import EVERY_SCOPE
from tests.permissions.world import World

pytestmark = pytest.mark.django_db
IDS = {"ids": lambda roles: "+".join(roles) or "nobody"}
ALWAYS = {"id", "version", "names"}
TOKEN_MARKS = [EVERY_SCOPE, EVERY_SCOPE - {"commercial"}, frozenset({"read"})]
PROBES = ("{}", "{}__not", "{}__gte", "{}__lte", "{}__contains", "{}__empty")
ORM = (
    "owner__password__startswith", "account__owner__password", "owner__login", "account__owner__name__contains", "people__mobile", "pk", "id",
    "id__in", "department__name", "name__startswith", "name__regex", "name__icontains", "version", "created_by", "archived_at", "merged_into",
    "tag_links__tag__name", "results__received__gte", "owner_id", "account_id", "stamps", "name_key", "private_phone", "pool__rules", "__class__", "_state",
)  # fmt: skip


def ways(world: World, entity: str) -> dict[str, set[str]]:
    """Id → the ways I could stand to the record: through its account, of a person through every post."""
    model, found = policy_of(entity).model, {}
    for row in model.rows.all():
        account = row.pk if entity == "account" else row.account_id
        found[str(row.pk)] = {world.stands.get(account, "far")}
        if entity == "person":
            found[str(row.pk)] |= {
                world.stands[account]
                for account in Post.rows.filter(person=row).values_list("account_id", flat=True)
            }
    return found


def seen(who: Who, entity: str, relations: set[str]) -> bool:
    return any(who.sees(entity, relation) for relation in relations)


@pytest.mark.parametrize("roles", PRINCIPALS, **IDS)
def test_lists_hold_exactly_what_the_table_says(roles: tuple[str, ...]) -> None:
    world, wrong = World(roles), []
    for scopes in TOKEN_MARKS:
        who, caller = Who(roles, scopes), Caller(world.me, *sorted(scopes))
        for entity in oracle.BUSINESS:
            wrong += _list(world, who, caller, entity)
    assert not wrong, "\n".join(wrong[:40])


def _list(world: World, who: Who, caller: Caller, entity: str) -> list[str]:
    answer = caller.get(
        f"/{PATHS[entity]}?limit=200&total=1" + ("&archived=1" if entity == "account" else "")
    )
    if not who.somewhere(entity):
        return [] if answer.status_code == 403 else [f"{entity}: {answer.status_code}, should be 403"]
    known = ways(world, entity)
    expected = {id for id, relations in known.items() if seen(who, entity, relations)}
    found = {row["id"]: row for row in answer.data["items"]}
    wrong = [
        f"{entity} {known[id]}: {'shown' if id in found else 'missing'}" for id in expected ^ found.keys()
    ]
    if answer.data["count"] != len(expected):
        wrong.append(f"{entity}: counts {answer.data['count']} of {len(expected)}")
    for id, row in list(found.items()):
        wrong += _fields(who, entity, known[id], row, "list")
    for id in list(found)[::5]:
        wrong += _fields(who, entity, known[id], caller.get(f"/{PATHS[entity]}/{id}").data, "record")
    return wrong


def _fields(who: Who, entity: str, relations: set[str], row: dict[str, Any], where: str) -> list[str]:
    allowed = set().union(*(oracle.fields(who, entity, relation) for relation in relations))
    shown = row.keys() - ALWAYS
    if shown != allowed:
        return [
            f"{where} {entity} {relations}: too much {sorted(shown - allowed)}, too little {sorted(allowed - shown)}"
        ]
    return []


@pytest.mark.parametrize("roles", PRINCIPALS, **IDS)
def test_hidden_fields_are_no_question(roles: tuple[str, ...]) -> None:
    """What may be read nowhere is unknown as filter, sort and column; what may be read on some rows finds only those."""
    world, wrong = World(roles), []
    who, caller = Who(roles, EVERY_SCOPE), Caller(world.me)
    for entity in oracle.BUSINESS:
        if not who.somewhere(entity):
            continue
        base = f"/{PATHS[entity]}"
        hidden = oracle.hidden(who, entity)
        probes = [f"{probe.format(name)}=1" for name in hidden for probe in PROBES]
        probes += [f"sort={sign}{name}" for name in hidden for sign in ("", "-")] + [
            f"fields=id,{name}" for name in hidden
        ]
        probes += [f"{word}=1" for word in ORM if entity == "account" or "account" in word]
        wrong += [f"{entity}?{probe}" for probe in probes if caller.get(f"{base}?{probe}").status_code != 422]
        wrong += _partly(world, who, caller, entity)
    assert not wrong, wrong[:40]


def _partly(world: World, who: Who, caller: Caller, entity: str) -> list[str]:
    """Filters on fields that are readable on some rows only find no others, whichever way they are asked."""
    known, wrong = ways(world, entity), []
    classes = oracle.FIELDS[entity]
    for klass in who.somewhere(entity) - {0}:
        name = classes.get(klass, "").split()
        for one in name[:3]:
            for probe in (f"{one}__empty=0", f"{one}__empty=1", f"{one}__not=zzz"):
                answer = caller.get(f"/{PATHS[entity]}?limit=200&{probe}")
                for row in answer.data["items"] if answer.status_code == 200 else ():
                    if not any(klass in who.classes(entity, relation) for relation in known[row["id"]]):
                        wrong.append(f"{entity}?{probe} found {known[row['id']]}")
    return wrong
