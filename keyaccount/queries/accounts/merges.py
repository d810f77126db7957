"""Merges of an account: what moved, and whether it can still be taken apart (ACC-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from keyaccount.access import Principal, everything, found
from keyaccount.queries.records.names import names_for
from keyaccount.records.accounts.models import Merge


@dataclass(frozen=True)
class MergeShown:
    """One merge into the account. `moved` counts rows by kind."""

    id: UUID
    dropped: str
    moved: dict[str, int]
    at: datetime
    by: str
    undone_at: datetime | None


def account_merges(by: Principal, id: UUID | str) -> list[MergeShown]:
    """Newest first; `Missing` where the account is not seen."""
    account = found(by, "account", id, archived=True)
    rows = everything(Merge, why="the account was opened for the reader just above").filter(kept=account)
    kept = list(rows.select_related("dropped").order_by("-at")[:20])
    names = names_for(by, "member", {row.by for row in kept if row.by})
    return [
        MergeShown(m.pk, m.dropped.name, _counts(m.moved), m.at, names.get(m.by, ""), m.undone_at)
        for m in kept
    ]


_UNTOLD = ("kin_tie", "profile_entry", "intelligence")  # not everybody who sees the merge may know of these


def _counts(moved: dict[str, object]) -> dict[str, int]:
    kept = {kind: ids for kind, ids in moved.items() if kind not in _UNTOLD}
    return {kind: len(ids) for kind, ids in kept.items() if isinstance(ids, list) and ids}
