"""Which steps of asking for money were taken (PAY-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keyaccount.access import Principal, everything, opened
from keyaccount.playbook.schema_practice import DunningStep as Step
from keyaccount.queries.records.names import names_for
from keyaccount.records.contracts.models import DunningStep

_WHY = "the instalments were opened for the reader just above"


def done_keys(instalments: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """{instalment: keys of the steps done}, in one query."""
    found: dict[UUID, set[str]] = {}
    rows = everything(DunningStep, why=_WHY).filter(instalment_id__in=instalments)
    for instalment, key in rows.values_list("instalment_id", "key"):
        found.setdefault(instalment, set()).add(key)
    return {id: frozenset(keys) for id, keys in found.items()}


@dataclass(frozen=True)
class DunnedShown:
    """A step that was taken: when, for which instalment, by whom; `label` in the playbook's words, else its key."""

    on: date
    instalment: str
    label: str
    member_name: str
    note: str


def dunned(by: Principal, contract: UUID, steps: Sequence[Step]) -> tuple[DunnedShown, ...]:
    """What was done about the money of a contract, newest first."""
    rows = opened(by, "dunning_step").filter(instalment__contract=contract).select_related("instalment")
    found = list(rows.order_by("-done_on", "-pk"))
    names = names_for(by, "member", {row.member_id for row in found if row.member_id})
    labels = {step.key: str(step.label) for step in steps}
    return tuple(
        DunnedShown(
            row.done_on,
            row.instalment.label,
            labels.get(row.key, row.key),
            names.get(row.member_id, ""),
            row.note,
        )
        for row in found
    )
