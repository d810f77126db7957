"""Every other page: lists, search, files, settings; by role alone, or one's own."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions import oracle
from tests.permissions.oracle import FORBIDDEN, INVISIBLE, OK, Who
from tests.permissions.page_cells import Page, when
from tests.permissions.world import World


def everyday(world: World, who: Who) -> Iterator[Page]:
    """Lists, search, making something new: by role alone."""
    lists = {
        "accounts": when(bool(who.somewhere("account"))),
        "pools": when(bool(who.somewhere("account"))),
        "people": when(bool(who.somewhere("person"))),
    }
    for space, allowed in lists.items():
        yield Page(f"{space}:list", "any", "GET", (), allowed)
        yield Page(f"{space}:filters", "any", "GET", (), OK)
        yield Page(f"{space}:columns", "any", "POST", (), OK, {"columns": ["name"]})
        yield Page(f"{space}:views", "any", "GET", (), OK)
        yield Page(f"{space}:views", "any", "POST", (), OK, {"name": "常看"})
        yield Page(f"{space}:forget_view", "mine", "POST", (world.private["mine"]["saved_view"].pk,), OK, {})
        yield Page(
            f"{space}:forget_view",
            "theirs",
            "POST",
            (world.private["theirs"]["saved_view"].pk,),
            INVISIBLE,
            {},
        )
        yield Page(f"{space}:forget_view", "shared", "POST", (world.shared_view.pk,), FORBIDDEN, {})
    for route in ("home", "home_team", "lookups:regions"):
        yield Page(route, "any", "GET", (), OK)
    yield Page("search", "any", "GET", (), OK, query="q=客户")
    yield Page("suggest", "any", "GET", (), OK, query="q=客户")
    yield Page("language", "any", "POST", (), OK, {"language": "en"})
    for entity in ("account", "person", "unit", "member", "department", "industry", "tag", "pool", "team"):
        yield Page("lookups:records", entity, "GET", (entity,), OK)
    yield Page("lookups:records", "token", "GET", ("token",), INVISIBLE)
    create = when(who.has("account", "create"))
    yield Page("accounts:new", "any", "GET", (), create)
    yield Page("accounts:new", "any", "POST", (), create, {"name": "南岭航空"})
    yield Page("accounts:check", "any", "GET", (), create, query="name=南岭航空")
    yield Page("accounts:pareto", "any", "GET", (), when(who.has("pareto", "see")))
    person = when(who.has("person", "create"))
    yield Page("people:new", "any", "GET", (), person)
    mine = world.at["own"]["account"]
    yield Page(
        "people:new",
        "own",
        "POST",
        (),
        oracle.create(who, "person", "own"),
        {"name": "刘洋", "account": str(mine.pk)},
        also=(422,) if person == OK else (),
    )
    yield Page("pools:rules", "any", "GET", (), lists["pools"])
    yield Page(
        "pools:tonight", "any", "GET", (), when(who.has("account", "assign") or who.has("pool", "edit"))
    )
    manage = when(who.has("pool", "edit"))
    yield Page("pools:new", "any", "POST", (), manage, {"name": "新公海"})
    yield Page("pools:edit", "any", "POST", (world.pool.pk,), manage, {"capacity": "30"})


def files(world: World, who: Who) -> Iterator[Page]:
    """Imports and exports: one's own, for those who may."""
    sells, counts, keeps = (
        who.has("account", "create"),
        who.has("result", "create"),
        who.has("member", "create"),
    )
    imports, exports = sells or counts or keeps, who.has("export_run", "start")
    yield Page("imports:list", "any", "GET", (), when(imports or exports))
    yield Page("imports:new", "any", "GET", (), when(imports))
    file = SimpleUploadedFile("a.csv", "姓名\n孙丽\n".encode())
    yield Page(
        "imports:new",
        "any",
        "POST",
        (),
        when(keeps),
        {"kind": "members", "file": file},
        also=() if keeps else (302,),
    )
    for kind, may in (("accounts", sells), ("people", sells), ("results", counts), ("members", keeps)):
        yield Page("imports:template", kind, "GET", (kind,), when(may))
    for kind in ("accounts", "results"):
        may = exports and bool(who.somewhere("account" if kind == "accounts" else "result"))
        yield Page("imports:export", kind, "POST", (kind,), when(may), {"format": "csv"})
    for whose in ("mine", "theirs"):
        run, export = world.private[whose]["import_run"].pk, world.private[whose]["export_run"].pk
        seen = OK if whose == "mine" else INVISIBLE
        for route in ("show", "progress", "result"):
            yield Page(f"imports:{route}", whose, "GET", (run,), seen)
        for route in ("read", "try", "revise", "begin", "cancel", "resume", "undo"):
            yield Page(f"imports:{route}", whose, "POST", (run,), seen, {}, also=(403, 404, 422))
        for route in ("export_show", "export_progress"):
            yield Page(f"imports:{route}", whose, "GET", (export,), seen)
        yield Page(
            "imports:export_file", whose, "GET", (export,), when(exports) if whose == "mine" else INVISIBLE
        )


def settings(world: World, who: Who) -> Iterator[Page]:
    """One's own, and our organisation."""
    for route in ("home", "profile", "security", "about"):
        yield Page(f"settings:{route}", "any", "GET", (), OK)
    yield Page(
        "settings:profile",
        "any",
        "POST",
        (),
        OK,
        {"language": "en", "money_unit": "wan", "theme": "dark", "phone": ""},
    )
    yield Page(
        "settings:new_token", "any", "POST", (), OK, {"name": "对接", "scopes": ["read"], "days": "30"}
    )
    yield Page("settings:end_sessions", "any", "POST", (), OK, {})
    for whose in ("mine", "theirs"):
        allowed = OK if whose == "mine" or who.has("token", "revoke") else INVISIBLE
        yield Page("settings:revoke_token", whose, "POST", (world.private[whose]["token"].pk,), allowed, {})
    watches = who.has("audit", "see")
    org, roles = who.has("member", "edit"), who.has("member", "roles")
    yield Page("settings:audit", "any", "GET", (), when(watches))
    yield Page("settings:roles", "any", "GET", (), when(org or roles or watches))
    yield Page("settings:lists", "any", "GET", (), when(who.has("industry", "edit")))
    for entity, row in (("industry", world.industry), ("tag", world.tag)):
        may = when(who.has("industry", "edit"))
        yield Page("settings:new_entry", entity, "POST", (entity,), may, {"name": "新的"})
        yield Page("settings:edit_entry", entity, "POST", (entity, row.pk), may, {"name": "改过"})
    id = (world.other.pk,)
    known = OK if roles or org or watches else FORBIDDEN
    members = "settings:members:"
    yield Page(f"{members}list", "any", "GET", (), known)
    for route in ("filters", "views"):
        yield Page(f"{members}{route}", "any", "GET", (), OK)
    yield Page(f"{members}columns", "any", "POST", (), OK, {"columns": ["name"]})
    yield Page(
        f"{members}forget_view", "theirs", "POST", (world.private["theirs"]["saved_view"].pk,), INVISIBLE, {}
    )
    yield Page(f"{members}show", "any", "GET", id, known)
    change = when(org) if who.sees_lists() else INVISIBLE
    yield Page(f"{members}new", "any", "POST", (), when(org), {"name": "孙丽", "login": "sunli"})
    yield Page(
        f"{members}edit", "any", "POST", id, change, {"title": "改过", "name": "旁人", "login": "other"}
    )
    yield Page(f"{members}link", "any", "POST", id, change, {})
    yield Page(f"{members}roles", "any", "POST", id, when(roles), {"roles": ["sales"]})
    yield Page(f"{members}leave", "any", "GET", id, when(org))
    yield Page(f"{members}leave", "any", "POST", id, when(org), {"to": str(world.junior.pk)})
    yield Page(f"{members}back", "any", "POST", id, when(org), {})
    yield Page(
        f"{members}end_sessions",
        "any",
        "POST",
        id,
        when(who.has("member", "sessions")) if who.sees_lists() else INVISIBLE,
        {},
    )
    yield from _organisation(world, org, watches, change)


def _organisation(world: World, org: bool, watches: bool, change: str) -> Iterator[Page]:
    for word, row in (("department", world.north), ("team", world.team)):
        yield Page(f"settings:{word}s", "any", "GET", (), when(org or watches))
        yield Page(f"settings:new_{word}", "any", "POST", (), when(org), {"name": "新的"})
        yield Page(f"settings:edit_{word}", "any", "POST", (row.pk,), change, {"name": "改过"})
        yield Page(f"settings:close_{word}", "any", "POST", (row.pk,), change, {}, also=(409, 422))
    yield Page("settings:restore_department", "any", "POST", (world.north.pk,), change, {})
    yield Page(
        "settings:team_members",
        "any",
        "POST",
        (world.team.pk,),
        when(org),
        {"members": [str(world.other.pk)]},
    )
