"""Rows of a file become people on power maps: where they sit, what is said of them, their ties (PPL-3..5).

One row is one person; a row more for each further tie. With a deal named they come on its map, else on the customer's.
Each row is done by the map's own verbs or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import access_to, everything, opened
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.map_words import values_of
from keyaccount.actions.importing.named_accounts import NamedAccounts
from keyaccount.actions.importing.names import Names
from keyaccount.actions.importing.rows import CREATED, REFUSED, UNCHANGED, UPDATED, Given, Order, Outcome
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.set_seat import set_seat
from keyaccount.actions.power.set_values import set_values
from keyaccount.actions.power.valuing import clean_value
from keyaccount.actions.records.create_record import create_record
from keyaccount.base.errors import Invalid, KeyAccountError, Problem
from keyaccount.base.language import clauses, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.facts.power_rows import standing_values
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Stakeholder
from keyaccount.records.people.choices import TIE
from keyaccount.records.people.models import Post, Tie

_WHY = "an import must recognise what is already on the map; that the importer may change it is asked by every verb"


class MapRows:
    """Takes the rows of one import."""

    entity = "stakeholder"

    def __init__(self, order: Order) -> None:
        must_import(order.by, "maps")
        self.order, self.by, self.at = order, order.by, order.at
        self.accounts = NamedAccounts(order, Names(order), "person")
        self.power = edition_in_force().power
        self.policy = access_to(order.by, "stakeholder").policy

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction: first the people, then who reports to whom and the ties."""
        self.accounts.begin(row.text("account") for row in rows)
        with transaction.atomic():
            outcomes = [self._one(row) for row in rows]
            for row, outcome in zip(rows, outcomes, strict=True):
                if outcome.result != REFUSED:
                    self._lines(row, outcome)
            if self.order.dry:
                transaction.set_rollback(True)
        return outcomes

    def _one(self, row: Given) -> Outcome:
        account = self.accounts.of(row.text("account"))
        if not isinstance(account, Account):
            return Outcome(row.number, REFUSED, notes=[str(account)])
        outcome = Outcome(row.number, UNCHANGED, "stakeholder")
        try:
            with transaction.atomic():
                self._put(row, account, outcome)
        except KeyAccountError as bad:
            return Outcome(row.number, REFUSED, notes=[_reason(bad)])
        return outcome

    def _put(self, row: Given, account: Account, outcome: Outcome) -> None:
        name = row.text("name")
        if not name:
            raise Invalid(Problem("required", say("缺少{label}", label=say("姓名")), field="name"))
        which = self._map(row, account)
        person = self._person(name, account)
        if person is None:
            raw = {"account": str(account.pk), "name": name, "title": row.text("title")[:200]}
            person = create_person(by=self.by, at=self.at, raw=raw).pk
            outcome.before["person"] = str(person)
        there = everything(Stakeholder, why=_WHY).filter(
            account=account, opportunity_id=which.get("deal"), person_id=person, removed_at=None
        )
        known = there.exists()
        card = place_person(by=self.by, at=self.at, person=person, **which)
        outcome.object_id = card.pk
        said, basis = values_of(self.power, row)
        now = {attribute: value for _, attribute, value in standing_values([card.pk])}
        changed = {key: value for key, value in said.items() if clean_value(key[0], value) != now.get(key[0])}
        made = set_values(by=self.by, at=self.at, id=card.pk, values=changed, basis=basis)
        outcome.before |= {"placed": not known, "values": [str(one.pk) for one in made]}
        outcome.result = UPDATED if known and made else UNCHANGED if known else CREATED

    def _map(self, row: Given, account: Account) -> dict[str, Any]:
        """The deal's map, or the account's."""
        word = row.text("opportunity")
        if not word:
            return {"account": account.pk}
        deals = opened(self.by, "opportunity").filter(account=account)
        found = list(
            (deals.filter(name=word) | deals.filter(external_id=word)).values_list("pk", flat=True)[:2]
        )
        if len(found) != 1:
            words = (
                say("这个客户没有商机“{name}”", name=word)
                if not found
                else say("有几个商机都叫“{name}”", name=word)
            )
            raise Invalid(Problem("choice", words, field="opportunity"))
        return {"deal": found[0]}

    def _person(self, name: str, account: Account) -> UUID | None:
        """The one of this name at the customer; of several none can be meant."""
        found = list(
            opened(self.by, "person").filter(account=account, name=name).values_list("pk", flat=True)[:2]
        )
        if len(found) > 1:
            raise Invalid(Problem("choice", say("这个客户有几位“{name}”，请先分清", name=name), field="name"))
        return found[0] if found else None

    def _lines(self, row: Given, outcome: Outcome) -> None:
        """What ties the person to others, who may stand further down in the file. What fails is told, the row stays."""
        account = self.accounts.of(row.text("account"))
        assert isinstance(account, Account)
        for work in (self._seat, self._tie):
            try:
                with transaction.atomic():
                    work(row, account, outcome)
            except KeyAccountError as bad:
                outcome.notes.append(_reason(bad))

    def _seat(self, row: Given, account: Account, outcome: Outcome) -> None:
        change: dict[str, UUID] = {}
        made = None
        if word := row.text("unit")[:120]:
            units = opened(self.by, "unit").filter(account=account, name=word).values_list("pk", flat=True)
            change["unit"] = units.first() or (made := self._unit(account, word))
        if word := row.text("manager"):
            change["reports_to"] = self._must(word, account)
        who = self._must(row.text("name"), account)
        posts = everything(Post, why=_WHY).filter(account=account, person_id=who, ended_on=None)
        post = posts.order_by("-is_primary", "pk").first()
        old = {name: getattr(post, f"{name}_id", None) for name in change}
        if change == old:
            return
        set_seat(by=self.by, at=self.at, account=account.pk, person=who, change=change)
        seat = {"account": account.pk, "person": who, "old": old, "new": change}
        outcome.before |= _plain({"seat": seat, **({"unit": made} if made else {})})
        outcome.result = UPDATED if outcome.result == UNCHANGED else outcome.result

    def _unit(self, account: Account, name: str) -> UUID:
        raw = {"account": str(account.pk), "name": name}
        made: UUID = create_record(by=self.by, at=self.at, entity="unit", raw=raw).pk
        return made

    def _tie(self, row: Given, account: Account, outcome: Outcome) -> None:
        word = row.text("tie")
        if not word:
            return
        kind = next((key for key, label in TIE.items() if word.lower() in _said(key, label)), "")
        if not kind or kind == "handler":
            words = say("没有这种关系：{value}", value=word[:40])
            raise Invalid(Problem("choice", words, field="tie"))
        who = self._must(row.text("name"), account)
        ties = everything(Tie, why=_WHY).filter(account=account, person_id=who, removed_at=None)
        known = {tie.pk: tie for tie in ties}
        tie = draw_tie(
            by=self.by,
            at=self.at,
            account=account.pk,
            kind=kind,
            person=who,
            other=self._must(row.text("tie_to"), account),
            raw={"weight": row.text("weight") or 2, "note": row.text("evidence")[:500]},
        )
        if tie.pk not in known:
            outcome.before["tie"] = str(tie.pk)
            was = next(
                (one for one in known.values() if (one.kind, one.other_id) == (kind, tie.other_id)), None
            )
            if was:
                outcome.before["was"] = str(was.pk)
            outcome.result = UPDATED if outcome.result == UNCHANGED else outcome.result

    def _must(self, name: str, account: Account) -> UUID:
        found = self._person(name, account) if name else None
        if found is None:
            raise Invalid(Problem("choice", say("这个客户没有联系人“{name}”", name=name), field="name"))
        return found

    def link(self, rows: list[Given], ids: Mapping[int, UUID]) -> dict[int, Outcome]:
        """Lines are drawn chunk by chunk already."""
        return {}


def _plain(value: Any) -> Any:
    """Ids as a row of an import keeps them."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return str(value) if isinstance(value, UUID) else value


def _said(key: str, label: Any) -> set[str]:
    return {
        key,
        str(label.msgid).lower(),
        str(label).lower(),
        *(str(v).lower() for v in label.values.values()),
    }


def _reason(bad: KeyAccountError) -> str:
    return str(clauses([p.message for p in bad.problems] or [bad]))
