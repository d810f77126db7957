"""The table of what the API offers: each entity with its address, how it is created, and the scope its changes need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Policy, Principal, policy_of
from keyaccount.actions.accounts.create_account import create_account
from keyaccount.actions.accounts.record_fact import record_fact
from keyaccount.actions.contracts.create_contract import create_contract
from keyaccount.actions.contracts.create_quote import create_quote
from keyaccount.actions.contracts.record_receipt import record_receipt
from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.actions.org.forget_view import forget_view
from keyaccount.actions.org.save_view import save_view
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.remove_record import remove_record
from keyaccount.actions.visits.log_contact import log_contact


def _save_view(*, by: Principal, at: datetime, raw: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    given = {name: raw.get(name) or "" for name in ("page", "name", "query")}
    return save_view(by=by, at=at, shared=bool(raw.get("shared")), **given)


def _with_parts(verb: Callable[..., Any], *parts: str) -> Callable[..., Any]:
    """A verb that takes what hangs on the record (lines, matches, who took part) beside its fields."""

    def create(*, by: Principal, at: datetime, raw: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
        fields = {name: value for name, value in raw.items() if name not in parts}
        return verb(by=by, at=at, raw=fields, **{name: raw[name] for name in parts if raw.get(name)})

    return create


def _record_receipt(
    *, by: Principal, at: datetime, raw: Mapping[str, Any], options: Mapping[str, Any]
) -> Any:
    fields = dict(raw)
    matches = [(one["instalment"], one["amount"]) for one in fields.pop("matches", None) or ()]
    return record_receipt(by=by, at=at, raw=fields, matches=matches)


CREATE: dict[str, Callable[..., Any]] = {
    "account": create_account,
    "person": create_person,
    "opportunity": create_opportunity,
    "contact": _with_parts(log_contact, "persons", "members", "next_step"),
    "quote": _with_parts(create_quote, "lines"),
    "contract": _with_parts(create_contract, "quote"),
    "receipt": _record_receipt,
    "fact": record_fact,
    "saved_view": _save_view,
}


@dataclass(frozen=True)
class Resource:
    """An entity under its address. `admin`: changing it needs the token scope "admin"; `sort`: order of a list.

    `own_create`: POST is an operation of its own; `fixed`: read here, changed by verbs.
    """

    path: str
    entity: str
    admin: bool = False
    sort: str = "-updated_at"
    own_create: bool = False
    fixed: bool = False

    @property
    def policy(self) -> Policy:
        return policy_of(self.entity)

    @property
    def scopes(self) -> tuple[str, ...]:
        """What a token needs to change it."""
        return ("admin",) if self.admin else ("write",)

    @property
    def creates(self) -> bool:
        return not (self.fixed or self.own_create) and (
            self.entity in CREATE or "create" in self.policy.functions
        )

    @property
    def edits(self) -> bool:
        return not self.fixed and "edit" in self.policy.functions

    @property
    def archives(self) -> bool:
        return not self.fixed and "archive" in self.policy.functions and "archived_at" in self.policy.internal

    @property
    def ends(self) -> bool:
        """Whether DELETE does something: remove small things, put away big ones."""
        if self.fixed:
            return False
        return self.archives or "remove" in self.policy.functions or self.entity == "saved_view"

    def create(self, by: Principal, at: datetime, raw: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
        if self.entity in CREATE:
            return CREATE[self.entity](by=by, at=at, raw=raw, options=options)
        return create_record(by=by, at=at, entity=self.entity, raw=raw, options=options)

    def end(self, by: Principal, at: datetime, id: UUID) -> None:
        if self.entity == "saved_view":
            forget_view(by=by, id=id)
        elif self.archives:
            archive_record(by=by, at=at, entity=self.entity, id=id)
        else:
            remove_record(by=by, at=at, entity=self.entity, id=id)


RESOURCES = (
    Resource("accounts", "account"),
    Resource("people", "person"),
    Resource("units", "unit"),
    Resource("posts", "post"),
    Resource("addresses", "address"),
    Resource("team-seats", "team_seat"),
    Resource("shares", "share"),
    Resource("facts", "fact"),
    Resource("results", "result"),
    Resource("notes", "note"),
    Resource("files", "file", own_create=True),
    Resource("opportunities", "opportunity"),
    Resource("opportunity-products", "opportunity_line"),
    Resource("opportunity-members", "opportunity_member"),
    Resource("answers", "answer", fixed=True),
    Resource("needs", "need"),
    Resource("passages", "passage", sort="-at", fixed=True),
    Resource("waivers", "waiver", fixed=True),
    Resource("stakeholders", "stakeholder", fixed=True),
    Resource("ties", "tie", sort="-created_at", fixed=True),
    Resource("own-ties", "own_tie", sort="-created_at", fixed=True),
    Resource("decision-steps", "decision_step"),
    Resource("coach-mutes", "coach_mute", fixed=True),
    Resource("reasons", "reason"),
    Resource("intelligence", "intelligence", sort="-learned_on", fixed=True),
    Resource("intelligence-pairs", "intelligence_pair", fixed=True),
    Resource("contacts", "contact"),
    Resource("contact-people", "contact_person", fixed=True),
    Resource("contact-members", "contact_member", fixed=True),
    Resource("tasks", "task"),
    Resource("proposals", "proposal"),
    Resource("proposal-reviews", "proposal_review", fixed=True),
    Resource("proposal-feedback", "proposal_feedback"),
    Resource("quotes", "quote"),
    Resource("quote-lines", "quote_line"),
    Resource("negotiation-points", "negotiation_point"),
    Resource("negotiation-limits", "negotiation_limit"),
    Resource("contracts", "contract"),
    Resource("contract-lines", "contract_line"),
    Resource("route-steps", "route_step"),
    Resource("contract-risks", "contract_risk"),
    Resource("instalments", "instalment"),
    Resource("invoices", "invoice"),
    Resource("receipts", "receipt"),
    Resource("dunning-steps", "dunning_step", fixed=True),
    Resource("products", "product", sort="name"),
    Resource("price-lists", "price_list", sort="name"),
    Resource("prices", "price_entry"),
    Resource("rivals", "rival", sort="name"),
    Resource("industries", "industry", sort="sort", admin=True),
    Resource("tags", "tag", sort="name"),
    Resource("pools", "pool", admin=True),
    Resource("departments", "department", admin=True),
    Resource("members", "member", admin=True),
    Resource("teams", "team", admin=True),
    Resource("views", "saved_view"),
    Resource("imports", "import_run", fixed=True),
    Resource("exports", "export_run", fixed=True),
)
