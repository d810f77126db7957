"""Rows of a file become monthly results of accounts (KA-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from keyaccount.access import access_to, everything
from keyaccount.actions.importing.account_store import update
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.names import Names, in_parts
from keyaccount.actions.importing.reading import Reader
from keyaccount.actions.importing.rows import (
    CREATED,
    MERGED,
    UNCHANGED,
    UPDATED,
    Draft,
    Given,
    Order,
    Outcome,
    id_of,
)
from keyaccount.actions.shared import changing, journaling
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.base.ids import new_id
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account, MonthlyResult
from keyaccount.records.library.models import ImportRow

_WHY = "an import must recognise what is already there; that the importer may write the account's money was checked"
Key = tuple[UUID, date, str]


class ResultRows:
    """Takes the rows of one import. Rows of one file for one month add up; the month as it was before is replaced."""

    entity = "result"

    def __init__(self, order: Order) -> None:
        must_import(order.by, "results")
        self.order, self.by = order, order.by
        self.access = access_to(order.by, "result")
        self.policy = self.access.policy
        self.names = Names(order)
        writable = self.access.writable()
        self.reader = Reader(order, {n: f for n, f in writable.items() if f.imported and n != "account"})
        self._months: dict[Key, MonthlyResult] = {}
        self._counted: set[UUID] | None = None

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        drafts = [self.reader.read(row) for row in rows]
        accounts = self.names.accounts(draft.given.text("account") for draft in drafts)
        self._read(drafts, accounts)
        self._touched: dict[UUID, MonthlyResult] = {}
        outcomes = [self._one(draft, accounts) for draft in drafts]
        if not self.order.dry:
            self._save()
        return outcomes

    def _read(self, drafts: Sequence[Draft], accounts: Mapping[str, Account]) -> None:
        """The months a chunk speaks of, and which of them rows of this import counted into already."""
        if self._counted is None:
            before = everything(ImportRow, why=_WHY).filter(run_id=self.order.run, object_id__isnull=False)
            self._counted = set(before.values_list("object_id", flat=True))
        made = {key: r for key, r in self._months.items() if self.order.dry and r._state.adding}
        self._by_id: dict[UUID, MonthlyResult] = {}
        for part in in_parts(id_of(d.given.text("id")) for d in drafts):
            for result in everything(MonthlyResult, why=_WHY).filter(pk__in=part).select_related("account"):
                self._by_id[result.pk] = result
        months = {d.values["month"].replace(day=1) for d in drafts if d.values.get("month")}
        self._months = dict(made)
        for part in in_parts(
            [*(a.pk for a in accounts.values()), *(r.account_id for r in self._by_id.values())]
        ):
            rows = everything(MonthlyResult, why=_WHY).filter(account_id__in=part, month__in=months)
            for result in rows.select_related("account"):
                self._months[result.account_id, result.month, result.currency] = result

    def _one(self, draft: Draft, accounts: Mapping[str, Account]) -> Outcome:
        if draft.wrong or draft.missing:
            return draft.no(draft.wrong or draft.missing)
        word = draft.given.text("account")
        known = self._by_id.get(id_of(draft.given.text("id")) or self.by.id)
        account = known.account if known and known.account.name == word else accounts.get(word)
        if account is None or not self.names.sees(account):
            return draft.no(say("没有找到客户“{name}”", name=word) if word else say("没有写明客户"))
        values = {**draft.values, "month": draft.values["month"].replace(day=1)}
        values["currency"] = values.get("currency") or "CNY"
        key = (account.pk, values["month"], values["currency"])
        result = self._months.get(key) or MonthlyResult(id=new_id(), account=account, received=0)
        if not (
            self.access.may("edit")
            and self.policy.by_name["received"].klass in self.access.classes(result, write=True)
        ):
            return draft.no(say("你没有登记这个客户业绩的权限：{name}", name=word))
        if key in self._months:
            return self._meet(draft, result, values)
        result.created_at, result.created_by = self.order.at, self.by.id
        changing.put(self.policy, result, values)
        self._months[key] = self._touched[result.pk] = result
        self._count(result)
        return Outcome(draft.given.number, CREATED, "result", result.pk, draft.notes)

    def _meet(self, draft: Draft, result: MonthlyResult, values: dict[str, Any]) -> Outcome:
        adding = self._count(result)
        if adding:
            values["received"] += result.received
            if "margin" in values and result.margin is not None:
                values["margin"] += result.margin
        changed = changing.difference(self.policy, result, values)
        before = {name: pair[0] for name, pair in changed.items()}
        if changed:
            changing.put(self.policy, result, {name: values[name] for name in changed})
            self._touched[result.pk] = result
        outcome = MERGED if adding else UPDATED if changed else UNCHANGED
        return Outcome(draft.given.number, outcome, "result", result.pk, draft.notes, before)

    def _count(self, result: MonthlyResult) -> bool:
        """Note that a row of this import counts into the month; whether one did before."""
        counted = self._counted if self._counted is not None else set()
        before = result.pk in counted
        counted.add(result.pk)
        return before

    def _save(self) -> None:
        for result in self._touched.values():
            result.version += not result._state.adding
            result.updated_at, result.updated_by = self.order.at, self.by.id
        new = [r for r in self._touched.values() if r._state.adding]
        old = [r for r in self._touched.values() if not r._state.adding]
        insert_all(MonthlyResult, new)
        update(
            MonthlyResult, old, ["received", "margin", "external_id", "version", "updated_at", "updated_by"]
        )
        journaling.write_all(
            [
                journaling.entry(
                    "result.imported",
                    by=self.by,
                    at=self.order.at,
                    entity="result",
                    object_id=result.pk,
                    label=result.month.isoformat()[:7],
                    account_id=result.account_id,
                    klass=self.policy.by_name["received"].klass,
                    data={"received": result.received, "margin": result.margin},
                )
                for result in self._touched.values()
            ]
        )

    def link(self, rows: list[Given], ids: dict[int, UUID]) -> dict[int, Outcome]:
        """Results need no second pass."""
        return {}
