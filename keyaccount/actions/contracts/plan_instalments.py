"""Make the whole plan of instalments at once (PAY-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from keyaccount.access import Principal, access_to, changeable, everything, found, policy_of
from keyaccount.actions.contracts.moving import deal_changed, must_be
from keyaccount.actions.contracts.planning import plan_must_match
from keyaccount.actions.shared import journaling, writing
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract, Instalment

_WHY = "the contract was opened for change just above; its plan is made anew whole"


@transaction.atomic
def plan_instalments(
    *, by: Principal, at: datetime, id: UUID | str, parts: Sequence[Mapping[str, Any]]
) -> list[Instalment]:
    """`parts` in order: label, amount, trigger, due_on or days_after, note; with `id` one that is there is changed, those
    left out go, unless money was matched to them. The sum must be the contract's amount, to the cent.

    Raises `Missing`, `Refused`, or `Invalid` with the row of each problem.
    """
    found(by, "contract", id)
    before = _held(id)
    contract: Contract = changeable(by, "contract", id)
    if not access_to(by, "instalment").may("create"):
        raise Refused()
    must_be(contract, ("draft", "route", "signed"), choices.CONTRACT_STATE)
    keep = {str(part["id"]) for part in parts if part.get("id")}
    for row in before.values():
        if str(row.pk) not in keep:
            _remove(by, at, contract, row)
    made, problems = [], []
    for place, part in enumerate(parts):
        try:
            made.append(_put(by, at, contract, before, {**part, "sort": place}))
        except Invalid as bad:
            problems += [replace(problem, row=place) for problem in bad.problems]
    if problems:
        raise Invalid(*problems)
    plan_must_match(contract)
    deal_changed(contract.opportunity_id, at, by)
    return made


def _held(contract: UUID | str) -> dict[str, Instalment]:
    """Locked before the contract, as everybody does who books money."""
    rows = everything(Instalment, why=_WHY).filter(contract_id=contract).select_for_update().order_by("pk")
    return {str(row.pk): row for row in rows}


def _put(
    by: Principal, at: datetime, contract: Contract, before: Mapping[str, Instalment], part: dict[str, Any]
) -> Instalment:
    policy, wanted = policy_of("instalment"), part.pop("id", None)
    row = before.get(str(wanted)) if wanted else None
    if wanted and row is None:
        raise Invalid(Problem("reference", say("这一期不在这份合同里"), field="id"))
    raw = {**part, "contract": contract.pk}
    values = writing.cleaned(by, policy, raw, row=row)
    write = writing.insert if row is None else writing.update
    made: Instalment = write(
        by=by, at=at, policy=policy, row=row or Instalment(), values=values, options={"planning": True}
    )
    return made


def _remove(by: Principal, at: datetime, contract: Contract, row: Instalment) -> None:
    data = {
        "removed": {"label": row.label, "amount": str(row.amount), "due_on": journaling.plain(row.due_on)}
    }
    told = {
        "entity": "instalment",
        "object_id": row.pk,
        "label": row.label,
        "account_id": contract.account_id,
    }
    journaling.write(
        "instalment.removed", by=by, at=at, klass=policy_of("instalment").floor, data=data, **told
    )
    try:
        row.delete()
    except ProtectedError:
        message = say("“{label}”已经有核销记录，不能去掉", label=row.label)
        raise Invalid(Problem("in_use", message, field="parts")) from None
