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
from keyaccount.actions.org.forget_view import forget_view
from keyaccount.actions.org.save_view import save_view
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.remove_record import remove_record


def _save_view(*, by: Principal, at: datetime, raw: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    given = {name: raw.get(name) or "" for name in ("page", "name", "query")}
    return save_view(by=by, at=at, shared=bool(raw.get("shared")), **given)


CREATE: dict[str, Callable[..., Any]] = {
    "account": create_account,
    "person": create_person,
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
        return "archive" in self.policy.functions and "archived_at" in self.policy.internal

    @property
    def ends(self) -> bool:
        """Whether DELETE does something: remove small things, put away big ones."""
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
