"""访问令牌：每个操作只对声明的范围开放，个人敏感信息对任何令牌都不开放。"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from keyaccount.access import ROLES
from keyaccount.interfaces.api import openapi
from keyaccount.records.org.models import ApiToken
from tests.interfaces.api.caller import Caller
from tests.permissions.database import Watch, undone
from tests.permissions.test_api import EVERY_SCOPE
from tests.permissions.test_attacks import refused
from tests.permissions.world import World

pytestmark = pytest.mark.django_db
NEEDED = {  # operations that need a scope of their own; all others "write" to write and "read" or "write" to read
    **dict.fromkeys(
        [f"{verb}-import" for verb in ("start", "cancel", "resume", "undo", "preview")]
        + ["list-import-rows"],
        {"import"},
    ),
    **dict.fromkeys(["find-duplicates"], {"write"}),
}
ADMIN = ("industries", "pools", "departments", "members", "teams")
PRICED = {  # closed as a whole to a token without "commercial"
    "get-receivables",
    *(
        f"list-{room}"
        for room in "results quotes quote-lines negotiation-points negotiation-limits contracts contract-lines route-steps "
        "contract-risks instalments invoices receipts dunning-steps".split()
    ),
}


def needed(operation: str, method: str) -> set[str]:
    if operation in NEEDED:
        return NEEDED[operation]
    if "export" in operation and operation not in ("list-exports", "get-exports"):
        return {"export"}
    if method == "get":
        return {"read", "write"}
    admin = operation.partition("-")[2] in ADMIN or operation in (
        "set-roles",
        "disable-member",
        "enable-member",
    )
    return {"admin"} if admin else {"write"}


def operations() -> Iterator[tuple[str, str, str]]:
    for path, methods in openapi.document()["paths"].items():
        for method, one in methods.items():
            yield (
                one["operationId"],
                method,
                path.removeprefix("/api/v1").replace("{id}", "01920000-0000-7000-8000-0000000000ff"),
            )


@pytest.mark.parametrize("scope", [*sorted(EVERY_SCOPE), "nothing"])
def test_a_token_opens_what_its_scopes_say(scope: str) -> None:
    """By a member with every role: what is refused is refused for the scope alone, and writes nothing."""
    world = World(tuple(ROLES))
    plain = Caller(world.me, *([] if scope == "nothing" else [scope]))
    if scope == "nothing":
        ApiToken.rows.filter(member=world.me).update(scopes=[])
    plain.get("/me")
    watch, wrong = Watch(), []
    for operation, method, path in operations():
        with undone():
            status = plain.call(method.upper(), path, {} if method != "get" else None).status_code
        opened = scope in needed(operation, method) and operation not in PRICED
        closed = (
            (403,) if method == "get" else (400, 403, 415, 422)
        )  # an empty body is refused before anybody is asked
        if status == 403 if opened else (status not in closed or watch.changed()):
            wrong.append(f"{operation}: {status}")
        watch.renew()
    assert not wrong, wrong


def test_no_scope_reaches_what_is_personal() -> None:
    sales = World(("sales",))
    person = sales.at["own"]["person"]
    shown = Caller(sales.me).get(f"/people/{person.pk}")
    assert "private_phone" not in shown.data and "13811112222" not in shown.content.decode()
    assert refused(sales, "PATCH", f"/people/{person.pk}", {"private_phone": "13800000000"})
    assert refused(sales, "POST", f"/people/{person.pk}/reveal", {"purpose": "试"})


def test_a_file_is_fetched_by_no_narrower_token() -> None:
    """An export made at the page may hold money; a token without the scope doesn't get it by fetching the file."""
    world = World(("finance",))
    path = f"/exports/{world.private['mine']['export_run'].pk}/file"
    narrow, wide = Caller(world.me, "read", "export"), Caller(world.me, "read", "export", "commercial")
    assert narrow.get(path).status_code == 403
    assert wide.get(path).status_code == 200


def test_admin_alone_changes_the_settings_and_nothing_else() -> None:
    world = World(tuple(ROLES))
    admin = Caller(world.me, "admin")
    made = admin.post("/members", {"login": "sunli", "name": "孙丽"})
    assert made.status_code == 201, made.data
    one = f"/members/{made.data['id']}"
    assert admin.patch(one, {"title": "客户经理"}).status_code == 200
    assert admin.post(f"{one}/roles", {"roles": ["sales"]}).data["roles"] == ["sales"]
    assert admin.post("/pools", {"name": "华南公海"}).status_code == 201
    assert admin.post("/industries", {"name": "航空"}).status_code == 201
    assert admin.post(f"{one}/disable", {}).status_code == 200
    assert (
        admin.get("/members").status_code == admin.post("/accounts", {"name": "南岭航空"}).status_code == 403
    )


def test_write_alone_does_not_change_the_settings() -> None:
    world = World(tuple(ROLES))
    write = Caller(world.me, "read", "write")
    assert write.post("/members", {"login": "sunli", "name": "孙丽"}).status_code == 403
    assert write.post("/tags", {"name": "重点客户"}).status_code == 201
    assert write.patch(f"/tags/{world.tag.pk}", {"name": "改过"}).status_code == 200
