"""The pools and their rules in words, what goes back tonight, and, for who manages them, changing the rules (ACC-5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to, found, opened
from keyaccount.actions.accounts.reclaim_accounts import reclaim_accounts
from keyaccount.actions.accounts.set_pool_rules import NUMBERS, set_pool_rules
from keyaccount.actions.records.create_record import create_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import Say, listed, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.pools.listing import sections
from keyaccount.playbook.schema import PoolRules
from keyaccount.queries.accounts.holding import pools_shown
from keyaccount.queries.records.names import names_of
from keyaccount.records.accounts.choices import STATUS

LABELS: dict[str, tuple[Say, Say]] = {
    "follow_up_days": (say("多少天不跟进就收回"), say("天")),
    "claim_days": (say("领取后多少天内要第一次跟进"), say("天")),
    "warn_days": (say("提前多少天提醒"), say("天")),
    "capacity": (say("每人最多持有"), say("个")),
    "claims_per_day": (say("每人每天最多领取"), say("个")),
    "cooldown_days": (say("退回后多少天内不能再领"), say("天")),
}
MOST_SHOWN = 200


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every pool open to the reader, with how many lie in it and its rules in sentences."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.grants("account"):
        raise Refused()
    pools = [
        {
            "pool": one.pool,
            "department": one.department,
            "count": one.count,
            "rules": in_words(one.rules),
            "own": bool(one.pool.rules),
        }
        for one in pools_shown(by)
    ]
    return page(
        request,
        "pools/rules.html",
        {"pools": pools, "manages": by.may("pool.manage"), "sections": sections(by, "rules")},
    )


def in_words(rules: PoolRules) -> list[Say]:
    """The rules as sentences, those that are switched off left out."""
    edition = edition_in_force()
    told = []
    if rules.follow_up_days:
        told.append(
            say("{n} 天没有跟进，自动收回，提前 {warn} 天提醒", n=rules.follow_up_days, warn=rules.warn_days)
        )
    if rules.claim_days:
        told.append(say("领取后 {n} 天内要有第一次跟进", n=rules.claim_days))
    if rules.capacity:
        counted = say("算上大客户") if rules.capacity_counts_exempt else say("大客户不算")
        told.append(say("每人最多持有 {n} 个，{counted}", n=rules.capacity, counted=counted))
    if rules.claims_per_day:
        told.append(say("每人每天最多领取 {n} 个", n=rules.claims_per_day))
    if rules.cooldown_days:
        told.append(say("退回或被收回后 {n} 天内，同一个人不能再领", n=rules.cooldown_days))
    exempt = str(listed(str(tier.label) for tier in edition.tiers if tier.key in rules.exempt_tiers))
    if exempt:
        told.append(say("{tiers}不会自动收回", tiers=exempt))
    statuses = str(listed(str(STATUS[key]) for key in rules.released_statuses if key in STATUS))
    return [*told, say("只收回{statuses}", statuses=statuses)] if statuses else told


@require_GET
def tonight(request: HttpRequest) -> HttpResponse:
    """A dry run of tonight's reclaim, of what the reader may see."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not (by.may("account.assign") or by.may("pool.manage")):
        raise Refused()
    due = {account.pk for account in reclaim_accounts(at=clock.now(), dry_run=True)}
    seen = (
        opened(by, "account")
        .filter(pk__in=due)
        .select_related("owner")
        .order_by("reclaim_on", "name_sort", "pk")
    )
    rows = list(seen[: MOST_SHOWN + 1])
    context = {"rows": rows[:MOST_SHOWN], "more": len(rows) > MOST_SHOWN, "sections": sections(by, "tonight")}
    return page(request, "pools/tonight.html", context)


def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """The panel with a pool's own rules; empty means as in the playbook."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    by.must("pool.manage")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            set_pool_rules(
                by=by, at=clock.now(), id=id, raw={name: request.POST.get(name, "") for name in NUMBERS}
            )
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("规则已保存，马上生效"), reload="#main")
    pool, standard = found(by, "pool", id), edition_in_force().pool
    errors = {p.field: str(p.message) for p in problems}
    fields = [
        {
            "name": name,
            "label": str(label),
            "kind": "number",
            "unit": str(unit),
            "value": request.POST.get(name, pool.rules.get(name, "")),
            "placeholder": str(getattr(standard, name)),
            "error": errors.get(name, ""),
        }
        for name, (label, unit) in LABELS.items()
    ]
    told = [{"field": p.field, "message": p.message} for p in problems]
    context = {"pool": pool, "fields": fields, "action": request.path, "problems": told}
    return page(request, "pools/edit.html", context, status=422 if problems else 200)


def new(request: HttpRequest) -> HttpResponse:
    """A further pool, for one department or for all."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    by.must("pool.manage")
    known = access_to(by, "pool").writable()
    fields = [known[name] for name in ("name", "department")]
    values: dict[str, Any] = typed(request.POST, fields) if request.method == "POST" else {}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            create_record(by=by, at=clock.now(), entity="pool", raw=values)
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("已新建公海 {name}", name=values["name"]), reload="#main")
    context = {
        "title": say("新建公海"),
        "action": request.path,
        "controls": controls(fields, values, names_of(by, fields, [values]), problems),
        "version": None,
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "accounts/panels/record.html", context, status=422 if problems else 200)
