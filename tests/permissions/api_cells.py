"""Every API operation with what the oracle says of it: how it is called at a relation, and whether it should work.

An operation that is missing here fails the census: no way into the product without a line in this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from keyaccount.base.ids import new_id
from tests.permissions import oracle
from tests.permissions.api_call import Cell
from tests.permissions.api_deals import deal_cells
from tests.permissions.oracle import OK, RELATIONS, Who
from tests.permissions.world import TODAY, World, item

Expect = Callable[[Who, str], str]
PATHS = {
    "account": "accounts", "person": "people", "unit": "units", "post": "posts", "address": "addresses", "team_seat": "team-seats",
    "share": "shares", "fact": "facts", "result": "results", "note": "notes", "file": "files", "industry": "industries",
    "tag": "tags", "pool": "pools", "department": "departments", "member": "members", "team": "teams",
    "saved_view": "views", "import_run": "imports", "export_run": "exports", "token": "tokens", "tie": "ties", "own_tie": "own-ties",
}  # fmt: skip
EDIT: dict[str, dict[str, Any]] = {
    "account": {"note": "改过"}, "person": {"note": "改过"}, "unit": {"note": "改过"}, "post": {"title": "改过"},
    "address": {"street": "改过"}, "team_seat": {"role": "csm"}, "share": {"reason": "改过"}, "fact": {"text": "改过"},
    "result": {"received": "7.00"}, "note": {"text": "改过"}, "file": {"title": "改过"}, "industry": {"name": "改过"},
    "tag": {"name": "改过"}, "pool": {"name": "改过"}, "department": {"name": "改过"}, "member": {"title": "改过"},
    "team": {"note": "改过"},
}  # fmt: skip
CLASS = {"address": 0, "result": 2}  # of the field that EDIT changes; else internal
ENDS = dict.fromkeys(("account", "person", "note", "file", "department", "team"), "archive")


def creating(world: World, entity: str, relation: str) -> dict[str, Any]:
    """What POST needs at least."""
    account = world.at[relation]["account"]
    person = world.at[relation]["person"] if relation in world.at else None
    on = {"account": str(account.pk)}
    return {
        "person": {**on, "name": "刘洋"},
        "unit": {**on, "name": "信息部"},
        "post": {**on, "person": str(person.pk if person else new_id()), "title": "顾问"},
        "address": {**on, "street": "解放路 2 号"},
        "team_seat": {**on, "member": str(world.keeper.pk), "role": "sales"},
        "share": {
            **on,
            "member": str(world.keeper.pk),
            "until": (TODAY + timedelta(days=9)).isoformat(),
            "reason": "投标",
        },
        "fact": {**on, "item": item(), "text": "想换系统", "source": "customer", "observed_on": "2026-03-01"},
        "result": {**on, "month": "2026-02-01", "received": "12.30"},
        "note": {**on, "text": "电话沟通"},
    }[entity]


def records(world: World, who: Who) -> Iterator[Cell]:
    """Read, change and end of every business record, live and archived, and making more of them."""
    for entity in oracle.BUSINESS:
        base = f"/{PATHS[entity]}"
        verb = ENDS.get(entity, "remove")
        for relation in RELATIONS:
            one = f"{base}/{world.at[relation][entity].pk}"
            yield Cell(f"get-{PATHS[entity]}", relation, "GET", one, oracle.see(who, entity, relation))
            if entity in oracle.LINES:
                continue
            edit = oracle.do(who, entity, "edit", relation, klass=CLASS.get(entity, 1))
            yield Cell(f"change-{PATHS[entity]}", relation, "PATCH", one, edit, EDIT[entity])
            end = oracle.do(who, entity, verb, relation)
            yield Cell(f"delete-{PATHS[entity]}", relation, "DELETE", one, end)
            if entity not in ("account", "file"):
                body = creating(world, entity, relation)
                make = oracle.create(who, entity, relation)
                yield Cell(f"create-{PATHS[entity]}", relation, "POST", base, make, body)
    for relation, rows in world.archived.items():
        one = f"/accounts/{rows['account'].pk}"
        yield Cell("get-accounts", relation, "GET", one, oracle.see(who, "account", relation))
        yield Cell(
            "change-accounts",
            relation,
            "PATCH",
            one,
            oracle.do(who, "account", "edit", relation, klass=1, archived=True),
            EDIT["account"],
        )
        yield Cell(
            "restore-account",
            relation,
            "POST",
            f"{one}/restore",
            oracle.do(who, "account", "archive", relation, archived=True),
        )
    for relation in RELATIONS:
        content = f"/files/{world.at[relation]['file'].pk}/content"
        yield Cell("get-file-content", relation, "GET", content, oracle.see(who, "file", relation))
        for entity in ("person", "note", "file"):
            one = f"/{PATHS[entity]}/{world.at[relation][entity].pk}/restore"
            yield Cell(
                f"restore-{PATHS[entity]}", relation, "POST", one, oracle.do(who, entity, "archive", relation)
            )


def account_verbs(world: World, who: Who) -> Iterator[Cell]:
    """Who holds an account, what tier it is, and what is known of it."""
    heir = str(world.other.pk)
    for relation in RELATIONS:
        one = f"/accounts/{world.at[relation]['account'].pk}"
        for page, klass in (
            ("dossier", 0),
            ("group", 0),
            ("timeline", 0),
            ("holdings", 1),
            ("judgements", 1),
        ):
            id = {"timeline": "account-timeline"}.get(page, f"list-{page}" if klass else f"get-{page}")
            yield Cell(
                id, relation, "GET", f"{one}/{page}", oracle.see(who, "account", relation, klass=klass)
            )
        release = oracle.do(who, "account", "release", relation)
        yield Cell("release-account", relation, "POST", f"{one}/release", release, {"reason": "不跟了"})
        taken = () if relation in oracle.POOLED else (422,)
        yield Cell("claim-account", relation, "POST", f"{one}/claim", oracle.claim(who, relation), also=taken)
        for verb in ("assign", "transfer"):
            body = {"to": heir, "reason": "调整"}
            yield Cell(
                f"{verb}-account", relation, "POST", f"{one}/{verb}", oracle.hand_over(who, relation), body
            )
        yield Cell(
            "archive-account",
            relation,
            "POST",
            f"{one}/archive",
            oracle.do(who, "account", "archive", relation),
        )
        yield Cell(
            "judge-account",
            relation,
            "POST",
            f"{one}/judgements",
            oracle.do(who, "account", "judge", relation),
            {"answers": {}},
        )
        if relation != "own" and who.sees("account", "own"):
            drop = str(world.spare.pk)
            yield Cell(
                "merge-account",
                relation,
                "POST",
                f"{one}/merge",
                oracle.do(who, "account", "merge", relation),
                {"drop": drop},
            )
            yield Cell(
                "plan-merge",
                relation,
                "GET",
                f"{one}/merge?drop={drop}",
                oracle.see(who, "account", relation),
            )
        unmerge = oracle.do(who, "account", "merge", relation)
        if relation == "own":
            yield Cell(
                "unmerge-account", relation, "POST", f"{one}/unmerge", unmerge, {"merge": str(world.merge.pk)}
            )
        person = world.at[relation]["person"].pk
        yield Cell(
            "person-timeline",
            relation,
            "GET",
            f"/people/{person}/timeline",
            oracle.see(who, "person", relation),
        )
        body = {"purpose": "核对来电"}
        yield Cell(
            "reveal-person", relation, "POST", f"/people/{person}/reveal", oracle.reveal(who, relation), body
        )


def reference(world: World, who: Who) -> Iterator[Cell]:
    """Lists everybody knows and few change; and what belongs to one member alone."""
    new = {
        "industry": {"name": "航空"}, "tag": {"name": "新词"}, "pool": {"name": "新公海"}, "department": {"name": "新部门"},
        "member": {"login": "sunli", "name": "孙丽"}, "team": {"name": "新团队"},
    }  # fmt: skip
    seen = OK if who.sees_lists() else oracle.INVISIBLE
    for entity, row in world.reference.items():
        base, one = f"/{PATHS[entity]}", f"/{PATHS[entity]}/{row.pk}"
        yield Cell(f"get{base.replace('/', '-')}", "any", "GET", one, seen)
        yield Cell(
            f"create-{PATHS[entity]}", "any", "POST", base, oracle.manage(who, entity, "create"), new[entity]
        )
        yield Cell(
            f"change-{PATHS[entity]}", "any", "PATCH", one, oracle.manage(who, entity, "edit"), EDIT[entity]
        )
        if entity in ("department", "team"):
            yield Cell(f"delete-{PATHS[entity]}", "any", "DELETE", one, oracle.manage(who, entity, "archive"))
            yield Cell(
                f"restore-{PATHS[entity]}",
                "any",
                "POST",
                f"{one}/restore",
                oracle.manage(who, entity, "archive"),
            )
    one = f"/members/{world.other.pk}"
    for verb, body, right in (
        ("roles", {"roles": ["sales"]}, "roles"),
        ("disable", {"to": str(world.junior.pk)}, "disable"),
        ("enable", None, "disable"),
    ):
        allowed = OK if who.has("member", right) else oracle.FORBIDDEN
        yield Cell(
            {"roles": "set-roles"}.get(verb, f"{verb}-member"), "any", "POST", f"{one}/{verb}", allowed, body
        )
    yield Cell(
        "create-views",
        "any",
        "POST",
        "/views",
        OK,
        {"page": "accounts", "name": "新视图", "query": "owner=me"},
    )
    for whose in ("mine", "theirs"):
        seen = OK if whose == "mine" else oracle.INVISIBLE
        for entity in ("saved_view", "import_run", "export_run"):
            one = f"/{PATHS[entity]}/{world.private[whose][entity].pk}"
            yield Cell(f"get-{PATHS[entity]}", whose, "GET", one, seen)
        yield Cell("delete-views", whose, "DELETE", f"/views/{world.private[whose]['saved_view'].pk}", seen)
        run = f"/imports/{world.private[whose]['import_run'].pk}"
        yield Cell("list-import-rows", whose, "GET", f"{run}/rows", seen)
        yield Cell("cancel-import", whose, "POST", f"{run}/cancel", seen, also=(403, 422))
        yield Cell("resume-import", whose, "POST", f"{run}/resume", seen, also=(403, 422))
        yield Cell("undo-import", whose, "POST", f"{run}/undo", seen, also=(403, 422))
        fetched = oracle.FORBIDDEN if not who.has("export_run", "start") else seen
        yield Cell(
            "get-export-file", whose, "GET", f"/exports/{world.private[whose]['export_run'].pk}/file", fetched
        )
        revoke = OK if whose == "mine" or who.has("token", "revoke") else oracle.INVISIBLE
        yield Cell("revoke-token", whose, "DELETE", f"/tokens/{world.private[whose]['token'].pk}", revoke)
    yield Cell("get-views", "shared", "GET", f"/views/{world.shared_view.pk}", OK)
    yield Cell("delete-views", "shared", "DELETE", f"/views/{world.shared_view.pk}", oracle.FORBIDDEN)


def questions(world: World, who: Who) -> Iterator[Cell]:
    """Operations about no single record; what the lists hold is compared elsewhere, row by row and field by field."""
    for entity in (*oracle.BUSINESS, *oracle.REFERENCE, *oracle.PRIVATE[:3]):
        if entity in oracle.BUSINESS:
            allowed = OK if who.somewhere(entity) else oracle.FORBIDDEN
        else:
            allowed = OK if who.sees_lists() or entity in oracle.PRIVATE else oracle.FORBIDDEN
        yield Cell(f"list-{PATHS[entity]}", "any", "GET", f"/{PATHS[entity]}", allowed)
    for id, path in (
        ("get-me", "/me"),
        ("list-tokens", "/tokens"),
        ("search", "/search?q=客户"),
        ("list-journal", "/journal"),
    ):
        yield Cell(id, "any", "GET", path, OK)
    pareto = OK if who.has("pareto", "see") else oracle.FORBIDDEN
    yield Cell("get-pareto", "any", "GET", "/pareto", pareto)
    duplicates = OK if who.has("account", "duplicates") else oracle.FORBIDDEN
    yield Cell("find-duplicates", "any", "GET", "/accounts/duplicates?name=客户", duplicates)
    export = OK if who.has("export_run", "start") else oracle.FORBIDDEN
    yield Cell("start-export", "any", "POST", "/exports", export, {"kind": "accounts", "format": "csv"})
    create = OK if who.has("account", "create") else oracle.FORBIDDEN
    yield Cell("create-accounts", "any", "POST", "/accounts", create, {"name": "南岭航空"})


def cells(world: World, who: Who) -> list[Cell]:
    return [
        *records(world, who),
        *account_verbs(world, who),
        *reference(world, who),
        *questions(world, who),
        *deal_cells(world, who),
    ]


# Sent as multipart; called by name in test_api.py.
UPLOADS = {"create-files", "start-import"}
