"""The versions of a contract, each with what the next one changed (CON-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keyaccount.access import Principal, everything
from keyaccount.facts.contract_versions import Difference, content_of, differences
from keyaccount.queries.records.names import names_for
from keyaccount.records.contracts.models import Contract
from keyaccount.records.journal.models import Entry

_WHY = "the contract was opened for the reader just above; its versions are seen with it"


@dataclass(frozen=True)
class VersionShown:
    """`number` began at `at` by `by_name`; `changed` is what differs from the version before, None: not known."""

    number: int
    at: datetime
    by_name: str
    changed: tuple[Difference, ...] | None


def contract_versions(by: Principal, contract: Contract) -> tuple[VersionShown, ...]:
    """Newest first; empty while there is only the first one. The contract must have been opened for `by`."""
    if contract.version_number < 2:
        return ()
    entries = list(
        everything(Entry, why=_WHY)
        .filter(entity="contract", object_id=contract.pk, kind="contract.revised")
        .order_by("pk")
    )
    names = names_for(by, "member", {entry.actor_id for entry in entries if entry.actor_id})
    contents = [*(entry.data.get("was") for entry in entries), content_of(contract)]
    found = [
        VersionShown(
            number=int(entry.data.get("number", place + 2)),
            at=entry.at,
            by_name=names.get(entry.actor_id, ""),
            changed=tuple(differences(before, after)) if before and after else None,
        )
        for place, (entry, before, after) in enumerate(zip(entries, contents, contents[1:], strict=False))
    ]
    return tuple(reversed(found))
