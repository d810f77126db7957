"""Every page about an account or a person, with what the oracle says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile

from keyaccount.base.ids import new_id
from tests.permissions import oracle
from tests.permissions.api_cells import CLASS, creating
from tests.permissions.oracle import FORBIDDEN, INVISIBLE, OK, RELATIONS, Who
from tests.permissions.page_cells import Page, when
from tests.permissions.world import World, item


def accounts(world: World, who: Who) -> Iterator[Page]:
    """The pages of the account of every relation."""
    for relation in RELATIONS:
        yield from _account(world, who, relation)
    for route in ("transfer", "release", "tag"):
        yield Page(
            f"accounts:bulk_{route}", "far", "GET", (), OK, query=f"ids={world.at['far']['account'].pk}"
        )


def _account(world: World, who: Who, relation: str) -> Iterator[Page]:
    heir = str(world.other.pk)
    at = world.at[relation]
    id = (at["account"].pk,)

    def page(route: str, expected: str, data: Any = None, *more: Any, method: str = "", **rest: Any) -> Page:
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


def _hanging(who: Who, entity: str, relation: str) -> str:
    """Making something at an account whose page the asker may not know of is as if the account were not there."""
    found = oracle.create(who, entity, relation)
    return found if who.sees("account", relation) else (INVISIBLE if found == INVISIBLE else FORBIDDEN)


def _merging(world: World, who: Who, relation: str, page: Any) -> Iterator[Page]:
    preview = (
        when(who.has("account", "merge"))
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
            when(who.has(entity, "create"))
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
