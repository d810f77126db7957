"""One operation on one map, and the people its cards stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, found
from keyaccount.actions.power.place_person import place_person
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say

UNSAID = "person:"
Undo = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """`account` is the customer's id, `deal` the deal's or None for the account's own map."""

    by: Principal
    at: datetime
    account: UUID
    deal: UUID | None
    body: Mapping[str, Any]

    @property
    def map(self) -> dict[str, Any]:
        """The map as the actions want it named."""
        return {"deal": self.deal} if self.deal else {"account": self.account}

    def text(self, name: str) -> str:
        """A text of the operation; empty where there is none."""
        return "" if self.body.get(name) is None else str(self.body[name])

    def card(self, name: str = "card") -> str:
        """The stakeholder's id. On an account's map somebody of whom nothing was said yet is put on it now."""
        given = self.text(name)
        if not given.startswith(UNSAID):
            return given
        card = place_person(by=self.by, at=self.at, person=given.removeprefix(UNSAID), **self.map)
        return str(card.pk)

    def person(self, name: str) -> str:
        """The person of a card; a placeholder has none, so that no line can be drawn to it."""
        given = self.text(name)
        if given.startswith(UNSAID):
            return str(found(self.by, "person", given.removeprefix(UNSAID)).pk)
        card = found(self.by, "stakeholder", given)
        if card.person_id is None:
            raise Invalid(Problem("placeholder", say("还没找到这个人，先把人补上再连线"), field=name))
        return str(card.person_id)
