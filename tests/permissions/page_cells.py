"""Every page route with what the oracle says of it. A route that is missing here fails the census."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver

from keyaccount.base.ids import new_id
from tests.permissions import oracle
from tests.permissions.api_cells import CLASS, creating
from tests.permissions.oracle import FORBIDDEN, INVISIBLE, OK, RELATIONS, Who
from tests.permissions.world import World, item

# Routes a stranger may ask for. Everything else leads to the sign-in page.
OPEN = {"account_login", "account_logout", "mfa_authenticate", "setup", "language", "healthz"}
# allauth's own pages: each asks for the password again before it shows or changes anything of the asker's own sign-in.
OWN_SIGN_IN = {
    "account_reauthenticate", "mfa_reauthenticate", "account_change_password", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip
# Forms that name a record among their fields: one that isn't seen is answered like one that isn't there, at the field.
NAMED = {"accounts:add": (422,), "accounts:again": (422,), "people:new_post": (422,)}


@dataclass(frozen=True)
class Page:
    """One visit. A page may hide what is forbidden as if it were not there; never the other way round."""

    route: str
    relation: str
    method: str
    args: tuple[Any, ...]
    expected: str
    data: Any = None
    query: str = ""
    also: tuple[int, ...] = field(default=())

    def fits(self, status: int) -> bool:
        good = {
            OK: {200, 204, 302, *self.also},
            FORBIDDEN: {403, 404},
            INVISIBLE: {404, *NAMED.get(self.route, ())},
        }
        return status in good[self.expected]


def routes() -> dict[str, URLPattern]:
    """Name → route of everything outside /api/, walked from the root of the resolver."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: Any, space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            if str(one.pattern) != "api/":
                yield from _walk(one.url_patterns, space + (f"{one.namespace}:" if one.namespace else ""))
        else:
            yield space + (one.name or f"unnamed {one.pattern}"), one


def _if(allowed: bool) -> str:
    return OK if allowed else FORBIDDEN


def accounts(world: World, who: Who) -> Iterator[Page]:
    """The pages of one account, at every relation."""
    heir = str(world.other.pk)
    for relation in RELATIONS:
        at = world.at[relation]
        id = (at["account"].pk,)

        def page(
            route: str, expected: str, data: Any = None, *more: Any, method: str = "", **rest: Any
        ) -> Page:
            return Page(
                f"accounts:{route}",
                relation,
                method or ("GET" if data is None else "POST"),
                (*id, *more),
                expected,
                data,
                **rest,
            )

        for route, klass in (
            ("show", 0),
            ("organisation", 1),
            ("timeline", 0),
            ("group", 0),
            ("results", 2),
            ("team", 1),
            ("files", 1),
        ):
            yield page(route, oracle.see(who, "account", relation, klass=klass))
        judging = oracle.see(who, "account", relation, klass=1)
        yield page("judge", judging)
        yield page("attempt", judging, {})
        yield page("judge", oracle.do(who, "account", "judge", relation), {}, method="POST", also=(422,))
        edit = oracle.do(who, "account", "edit", relation, klass=1)
        yield page("field", edit, None, "note")
        yield page("field", edit, {"note": "改过"}, "note")
        yield page("field", INVISIBLE, {"pool": str(world.pool.pk)}, "name_key")
        fact = oracle.create(who, "fact", relation) if who.sees("account", relation) else INVISIBLE
        yield page("fact", fact, {"text": "想换", "source": "customer", "observed_on": "2026-03-01"}, item())
        yield page("verify", fact, {}, item())
        yield page("note", _hanging(who, "note", relation), {"text": "来电"}, also=(422,))
        yield page("add_person", _hanging(who, "person", relation), {"name": "刘洋"}, also=(422,))
        yield page(
            "files",
            _hanging(who, "file", relation),
            {"file": SimpleUploadedFile("a.txt", b"x")},
            method="POST",
        )
        yield page("file", oracle.see(who, "file", relation), None, at["file"].pk)
        yield page("file", INVISIBLE, None, world.at["below" if relation == "own" else "own"]["file"].pk)
        for verb in ("file_archive", "file_restore"):
            yield page(verb, oracle.do(who, "file", "archive", relation), {}, at["file"].pk)
        yield page("claim", oracle.claim(who, relation), {}, also=(422,))
        yield Page("pools:claim", relation, "POST", id, oracle.claim(who, relation), {}, also=(422,))
        for verb in ("archive", "restore"):
            yield page(verb, oracle.do(who, "account", "archive", relation), {})
        yield from _merging(world, who, relation, page)
        yield from _hung(world, who, relation, page)
        ids = {"ids": [str(id[0])]}
        transfer = oracle.hand_over(who, relation)
        yield Page(
            "accounts:bulk_transfer",
            relation,
            "POST",
            (),
            transfer,
            {**ids, "to": heir, "reason": "调整"},
            also=(422,),
        )
        release = oracle.do(who, "account", "release", relation)
        yield Page(
            "accounts:bulk_release", relation, "POST", (), release, {**ids, "reason": "不跟了"}, also=(422,)
        )
        yield Page("accounts:bulk_tag", relation, "POST", (), edit, {**ids, "tags": [str(world.tag.pk)]})
    for route in ("transfer", "release", "tag"):
        yield Page(
            f"accounts:bulk_{route}", "far", "GET", (), OK, query=f"ids={world.at['far']['account'].pk}"
        )


def _hanging(who: Who, entity: str, relation: str) -> str:
    """Making something at an account whose page the asker may not know of is as if the account were not there."""
    found = oracle.create(who, entity, relation)
    return found if who.sees("account", relation) else (INVISIBLE if found == INVISIBLE else FORBIDDEN)


def _merging(world: World, who: Who, relation: str, page: Any) -> Iterator[Page]:
    preview = (
        _if(who.has("account", "merge"))
        if who.sees("account", relation) or not who.has("account", "merge")
        else INVISIBLE
    )
    yield page("merge", preview)
    if relation != "own" and who.sees("account", "own"):
        may = oracle.do(who, "account", "merge", relation)
        yield page(
            "merge",
            may if who.has("account", "merge") else FORBIDDEN,
            {"other": str(world.spare.pk)},
            method="POST",
        )
    if relation == "own":
        yield page("undo_merge", oracle.do(who, "account", "merge", relation), {}, world.merge.pk)
    yield page("undo_merge", INVISIBLE, {}, new_id())


def _hung(world: World, who: Who, relation: str, page: Any) -> Iterator[Page]:
    """The small records in the side panel."""
    for entity in ("unit", "address", "team_seat", "share", "post", "result"):
        row, data = world.at[relation][entity], creating(world, entity, relation)
        data = {name: value for name, value in data.items() if name != "account"}
        make = oracle.create(who, entity, relation)
        yield page("add", make, data, entity, also=(422,) if make == OK else ())
        panel = (
            _if(who.has(entity, "create"))
            if who.sees("account", relation) or not who.has(entity, "create")
            else INVISIBLE
        )
        yield page("add", panel, None, entity)
        yield page("again", make, {}, entity, query=urlencode(data), also=(422,) if make == OK else ())
        change = {**data, **({"until": ""} if entity == "team_seat" else {})}
        edit = oracle.do(who, entity, "edit", relation, klass=CLASS.get(entity, 1))
        yield page("change", edit, change, entity, row.pk, also=(422,) if edit == OK else ())
        yield page("remove", oracle.do(who, entity, "remove", relation), {}, entity, row.pk)


def people(world: World, who: Who) -> Iterator[Page]:
    for relation in (*RELATIONS, "second"):
        person = world.second if relation == "second" else world.at[relation]["person"]
        id = (person.pk,)
        through = "own" if relation == "second" else relation
        sees = oracle.see(who, "person", through)
        for route in ("show", "timeline", "card"):
            yield Page(f"people:{route}", relation, "GET", id, sees)
        if relation == "second":
            if not who.classes("person", "far", write=True):
                yield Page(
                    "people:archive", relation, "POST", id, sees if sees == INVISIBLE else FORBIDDEN, {}
                )
                yield Page(
                    "people:field",
                    relation,
                    "POST",
                    (*id, "note"),
                    sees if sees == INVISIBLE else FORBIDDEN,
                    {"note": "改过"},
                )
                yield Page(
                    "people:reveal",
                    relation,
                    "POST",
                    id,
                    sees if sees == INVISIBLE else FORBIDDEN,
                    {"purpose": "好奇"},
                )
            continue
        for verb in ("archive", "restore"):
            yield Page(
                f"people:{verb}", relation, "POST", id, oracle.do(who, "person", "archive", relation), {}
            )
        yield Page(
            "people:reveal", relation, "POST", id, oracle.reveal(who, relation), {"purpose": "核对来电"}
        )
        yield Page("people:reveal", relation, "GET", id, oracle.reveal(who, relation))
        edit = oracle.do(who, "person", "edit", relation, klass=1)
        yield Page("people:field", relation, "POST", (*id, "note"), edit, {"note": "改过"})
        sealed = oracle.do(who, "person", "edit", relation, klass=3)
        yield Page(
            "people:field", relation, "POST", (*id, "private_phone"), sealed, {"private_phone": "13812345678"}
        )
        yield from _posts(world, who, relation, person, edit)


def _posts(world: World, who: Who, relation: str, person: Any, edit: str) -> Iterator[Page]:
    id, post = person.pk, world.at[relation]["post"].pk
    data = {"account": str(world.at[relation]["account"].pk), "title": "兼职"}
    make = edit if edit != OK else oracle.create(who, "post", relation)
    yield Page("people:new_post", relation, "POST", (id,), make, data)
    change = oracle.do(who, "post", "edit", relation, klass=1)
    yield Page("people:edit_post", relation, "POST", (id, post), change, {"title": "改过"})
    yield Page("people:edit_post", relation, "GET", (id, post), change)
    yield Page("people:end_post", relation, "POST", (id, post), change, {})
    yield Page(
        "people:remove_post", relation, "POST", (id, post), oracle.do(who, "post", "remove", relation), {}
    )
    yield Page("people:remove_post", relation, "POST", (new_id(), post), INVISIBLE, {})


def everyday(world: World, who: Who) -> Iterator[Page]:
    """Lists, search, making something new: by role alone."""
    lists = {
        "accounts": _if(bool(who.somewhere("account"))),
        "pools": _if(bool(who.somewhere("account"))),
        "people": _if(bool(who.somewhere("person"))),
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
    create = _if(who.has("account", "create"))
    yield Page("accounts:new", "any", "GET", (), create)
    yield Page("accounts:new", "any", "POST", (), create, {"name": "南岭航空"})
    yield Page("accounts:check", "any", "GET", (), create, query="name=南岭航空")
    yield Page("accounts:pareto", "any", "GET", (), _if(who.has("pareto", "see")))
    person = _if(who.has("person", "create"))
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
        "pools:tonight", "any", "GET", (), _if(who.has("account", "assign") or who.has("pool", "edit"))
    )
    manage = _if(who.has("pool", "edit"))
    yield Page("pools:new", "any", "POST", (), manage, {"name": "新公海"})
    yield Page("pools:edit", "any", "POST", (world.pool.pk,), manage, {"capacity": "30"})


def files(world: World, who: Who) -> Iterator[Page]:
    """Imports and exports: one's own, for those who may."""
    sells, counts, keeps = who.has("account", "create"), who.has("result", "create"), who.has("member", "create")
    imports, exports = sells or counts or keeps, who.has("export_run", "start")
    yield Page("imports:list", "any", "GET", (), _if(imports or exports))
    yield Page("imports:new", "any", "GET", (), _if(imports))
    file = SimpleUploadedFile("a.csv", "姓名\n孙丽\n".encode())
    yield Page("imports:new", "any", "POST", (), _if(keeps), {"kind": "members", "file": file}, also=() if keeps else (302,))
    for kind, may in (("accounts", sells), ("people", sells), ("results", counts), ("members", keeps)):
        yield Page("imports:template", kind, "GET", (kind,), _if(may))
    for kind in ("accounts", "results"):
        may = exports and bool(who.somewhere("account" if kind == "accounts" else "result"))
        yield Page("imports:export", kind, "POST", (kind,), _if(may), {"format": "csv"})
    for whose in ("mine", "theirs"):
        run, export = world.private[whose]["import_run"].pk, world.private[whose]["export_run"].pk
        seen = OK if whose == "mine" else INVISIBLE
        for route in ("show", "progress", "result"):
            yield Page(f"imports:{route}", whose, "GET", (run,), seen)
        for route in ("read", "try", "revise", "begin", "cancel", "undo"):
            yield Page(f"imports:{route}", whose, "POST", (run,), seen, {}, also=(403, 404, 422))
        for route in ("export_show", "export_progress"):
            yield Page(f"imports:{route}", whose, "GET", (export,), seen)
        yield Page("imports:export_file", whose, "GET", (export,), _if(exports) if whose == "mine" else INVISIBLE)


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
    yield Page("settings:audit", "any", "GET", (), _if(watches))
    yield Page("settings:roles", "any", "GET", (), _if(org or roles or watches))
    yield Page("settings:lists", "any", "GET", (), _if(who.has("industry", "edit")))
    for entity, row in (("industry", world.industry), ("tag", world.tag)):
        may = _if(who.has("industry", "edit"))
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
    change = _if(org) if who.sees_lists() else INVISIBLE
    yield Page(f"{members}new", "any", "POST", (), _if(org), {"name": "孙丽", "login": "sunli"})
    yield Page(
        f"{members}edit", "any", "POST", id, change, {"title": "改过", "name": "旁人", "login": "other"}
    )
    yield Page(f"{members}link", "any", "POST", id, change, {})
    yield Page(f"{members}roles", "any", "POST", id, _if(roles), {"roles": ["sales"]})
    yield Page(f"{members}leave", "any", "GET", id, _if(org))
    yield Page(f"{members}leave", "any", "POST", id, _if(org), {"to": str(world.junior.pk)})
    yield Page(f"{members}back", "any", "POST", id, _if(org), {})
    yield Page(
        f"{members}end_sessions",
        "any",
        "POST",
        id,
        _if(who.has("member", "sessions")) if who.sees_lists() else INVISIBLE,
        {},
    )
    yield from _organisation(world, org, watches, change)


def _organisation(world: World, org: bool, watches: bool, change: str) -> Iterator[Page]:
    for word, row in (("department", world.north), ("team", world.team)):
        yield Page(f"settings:{word}s", "any", "GET", (), _if(org or watches))
        yield Page(f"settings:new_{word}", "any", "POST", (), _if(org), {"name": "新的"})
        yield Page(f"settings:edit_{word}", "any", "POST", (row.pk,), change, {"name": "改过"})
        yield Page(f"settings:close_{word}", "any", "POST", (row.pk,), change, {}, also=(409, 422))
    yield Page("settings:restore_department", "any", "POST", (world.north.pk,), change, {})
    yield Page(
        "settings:team_members", "any", "POST", (world.team.pk,), _if(org), {"members": [str(world.other.pk)]}
    )


def pages(world: World, who: Who) -> list[Page]:
    return [*accounts(world, who), *people(world, who), *everyday(world, who), *files(world, who), *settings(world, who)]
