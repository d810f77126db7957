"""Take up a deal with a customer (OPP-1): pinned to the edition of the day, in the first stage, judged from the start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, access_to, attachable, found
from keyaccount.actions.deals import opportunity_rules  # noqa: F401  the deal's rules must be known
from keyaccount.actions.deals.passing import hold, step
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.actions.shared import writing
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.facts.deal_editions import newest_published
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema_deals import Pipeline
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.org.models import Member


@transaction.atomic
def create_opportunity(
    *, by: Principal, at: datetime, raw: Mapping[str, Any], options: Mapping[str, Any] | None = None
) -> Opportunity:
    """A new deal of the actor's own; `raw["owner"]` gives it to a colleague for those who may hand deals on.

    `options["pipeline"]`: another than the first pipeline. Raises `Refused`, `Missing` or `Invalid`.
    """
    options = options or {}
    access = access_to(by, "opportunity")
    if not access.may("create"):
        raise Refused()
    given = dict(raw)
    owner = _owner(by, given.pop("owner", None))
    values = writing.cleaned(by, access.policy, given)
    path = _pipeline(str(options.get("pipeline") or ""))
    row = Opportunity(
        owner=owner,
        department=owner.department,
        edition=newest_published(),
        pipeline=path.key,
        stage=path.stages[0].key,
        stage_since=at,
        contacted_at=None,
    )
    if values.get("account"):
        account = attachable(by, "opportunity", values["account"])
        row.holder_id, row.holder_department_id = account.owner_id, account.department_id
    writing.insert(by=by, at=at, policy=access.policy, row=row, values=values, options=options)
    judged = refresh([row], at)[row.pk]
    step(judged, "open", by=by, at=at)
    hold(row.account_id, at)
    return row


def _owner(by: Principal, wanted: UUID | str | None) -> Member:
    if not wanted or str(wanted) == str(by.id):
        return by.member
    by.must("deal.transfer")
    owner: Member = found(by, "member", wanted)
    if not owner.is_active:
        raise Invalid(Problem("left", say("{name} 已停用，不能接收商机", name=owner.name), field="owner"))
    return owner


def _pipeline(key: str) -> Pipeline:
    paths = edition_in_force().pipelines
    wanted = next((path for path in paths if not key or path.key == key), None)
    if wanted is None:
        raise Invalid(Problem("choice", say("没有这个销售流程"), field="pipeline"))
    return wanted
