"""The head of every page of one account: name, key figures, tabs, and what the reader may do with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from keyaccount.access import Access, FieldClass, Principal, access_to, may_attach
from keyaccount.base import clock
from keyaccount.base.language import say, sense
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.accounts.listing import tiers
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.insiders.listing import may_keep
from keyaccount.queries.records.show_record import Shown, show_record

TABS = (
    ("show", say("档案"), FieldClass.PUBLIC),
    ("organisation", say("人员与组织"), FieldClass.INTERNAL),
    ("power:account", say("关系地图"), FieldClass.INTERNAL),
    ("deals", sense("many", "商机"), FieldClass.INTERNAL),
    ("intelligence:account", say("情报"), FieldClass.INTERNAL),
    ("timeline", say("时间线"), FieldClass.PUBLIC),
    ("group", say("集团"), FieldClass.PUBLIC),
    ("results", say("业绩"), FieldClass.COMMERCIAL),
    ("files", say("文件"), FieldClass.INTERNAL),
    ("team", say("团队与共享"), FieldClass.INTERNAL),
)


def head(request: HttpRequest, id: UUID, tab: str) -> dict[str, Any]:
    """Context of `accounts/account.html`. Raises `Missing` where the reader may not know of the account."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    account = show_record(by, "account", id)
    access = access_to(by, "account")
    classes = access.classes(account.row)
    mine = bool(access.classes(account.row, write=True)) and account.row.archived_at is None
    return {
        "account": account,
        "row": account.row,
        "said": {
            n: words(f, account.values[n], account.names, unit=by.member.money_unit)
            for n, f in account.fields.items()
        },
        "tiers": tiers(),
        "classes": classes,
        "inside": FieldClass.INTERNAL in classes,
        "mine": mine,
        "may": may(access, account),
        "figures": _figures(account, classes),
        "tab": tab,
        "tabs": _tabs(by, account, classes, tab),
        "today": clock.day_of(clock.now()),
        "warn_days": edition_in_force().pool.warn_days,
    }


def _tabs(by: Principal, account: Shown, classes: frozenset[FieldClass], tab: str) -> list[dict[str, Any]]:
    """The tabs the reader may open. That of insiders is there for all who may keep some, whether there are any or not."""
    names = [
        (name, label, name if ":" in name else f"accounts:{name}")
        for name, label, klass in TABS
        if klass in classes
    ]
    if may_keep(by, account.row):
        names.insert(min(3, len(names)), ("insiders", say("内线"), "insiders:account"))
    return [
        {"label": str(label), "href": route(address, account.id), "active": name == tab}
        for name, label, address in names
    ]


def may(access: Access, account: Shown) -> dict[str, bool]:
    """What the reader may do with this account; the actions ask again."""
    row, by = account.row, access.principal
    there, pooled = row.archived_at is None, row.pool_id in by.pools
    verbs = ("edit", "transfer", "release", "judge", "merge")
    allowed = {verb: there and access.allows(row, verb) for verb in verbs}
    beside = ("note", "contact", "fact", "file", "person", "unit", "address")
    return {
        **allowed,
        "transfer": allowed["transfer"] and bool(row.owner_id),
        "release": allowed["release"] and bool(row.owner_id),
        "claim": there and pooled and access.may("claim"),
        "assign": there and pooled and access.may("assign"),
        "archive": access.allows(row, "archive"),
        **{entity: there and may_attach(by, entity, row) for entity in beside},
        "seats": there and may_attach(by, "team_seat", row),
        "share": there and may_attach(by, "share", row),
    }


def _figures(account: Shown, classes: frozenset[FieldClass]) -> list[dict[str, Any]]:
    """Key figures from what is loaded already: no figure costs a query."""
    row = account.row
    found: list[dict[str, Any]] = []
    if FieldClass.INTERNAL in classes:
        followed = shown.ago(row.followed_at) or str(say("从未"))
        cold = row.followed_at is None or (clock.now() - row.followed_at).days > 30
        found.append({"label": str(say("坐席量")), "value": shown.number(row.seats) or "–"})
        found.append(
            {
                "label": str(say("最近跟进")),
                "value": followed,
                "tone": "warn" if cold and row.owner_id else "",
            }
        )
    found.append({"label": str(say("员工人数")), "value": shown.number(row.headcount) or "–"})
    if row.revenue is not None:
        value = shown.amount(row.revenue, row.currency)
        found.append({"label": str(say("年营业额")), "value": value})
    if FieldClass.INTERNAL in classes and row.budget_months:
        said = words(account.fields["budget_months"], row.budget_months, {})
        found.append({"label": str(say("预算季")), "value": said})
    return found
