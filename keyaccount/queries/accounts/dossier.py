"""The dossier of an account in the method's four groups: what is known, from whom, how old, and what to ask next (ACC-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from keyaccount.access import FieldClass, Principal, access_to, opened
from keyaccount.facts.accounts import dossier_states
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.dossier import ItemVerdict, judge_dossier
from keyaccount.playbook.schema import DossierGroup
from keyaccount.records.accounts.models import Account, DossierFact


@dataclass(frozen=True)
class ItemShown:
    """An item with its verdict and, where it is a recorded fact, the statement in force."""

    verdict: ItemVerdict
    fact: DossierFact | None
    value: Any
    field: str

    @property
    def recordable(self) -> bool:
        """Whether a statement can be recorded here; the others are read from fields or worked out."""
        return self.verdict.item.source == "fact"


@dataclass(frozen=True)
class GroupShown:
    group: DossierGroup
    percent: int | None
    items: list[ItemShown]


@dataclass(frozen=True)
class DossierShown:
    """Percent known overall, the four groups, and the items to ask for, heaviest first."""

    account: Account
    percent: int
    groups: list[GroupShown]
    asks: list[ItemShown]


def account_dossier(by: Principal, account: Account, *, today: date) -> DossierShown:
    """The dossier of an account opened for its reader: items of classes the reader may not read are left out, and don't count."""
    classes = access_to(by, "account").classes(account)
    counted = {f"C{int(c)}" for c in classes if c < FieldClass.PERSONAL}
    edition = edition_in_force()
    verdict = judge_dossier(edition, dossier_states(edition, account), today, counted=counted)
    facts = {
        f.item: f
        for f in opened(by, "fact").filter(account=account, superseded_at=None).order_by("observed_on")
    }
    by_key = {group.key: group for group in edition.dossier.groups}
    groups = [
        GroupShown(by_key[g.key], g.percent, [_item(v, facts.get(v.item.key), account) for v in g.items])
        for g in verdict.groups
        if g.items
    ]
    wanting = [i for g in groups for i in g.items if i.verdict.state != "fresh"]
    wanting.sort(key=lambda i: (-i.verdict.item.weight * (100 - i.verdict.counts), i.verdict.item.key))
    return DossierShown(account, verdict.percent, groups, wanting)


def _item(verdict: ItemVerdict, fact: DossierFact | None, account: Account) -> ItemShown:
    room, _, name = verdict.item.source.partition(".")
    field = name if room == "account" else ""
    return ItemShown(verdict, fact, getattr(account, name, None) if field else None, field)
