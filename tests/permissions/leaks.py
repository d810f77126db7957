"""Leaks planted on purpose, each of a kind that a real CRM had: the test of non-interference must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Q

from keyaccount.access import Access, FieldClass, everything
from keyaccount.base.errors import Refused
from keyaccount.records.accounts.models import Account
from keyaccount.records.journal.models import Entry
from tests.permissions import secrets
from tests.permissions.world import World


def unscoped_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("keyaccount.queries.records.paging.counted", lambda rows: (rows.model.rows.count(), True))


def refused_instead_of_missing(patch: pytest.MonkeyPatch) -> None:
    from keyaccount.access import found

    def telling(by: Any, entity: str, id: Any, **more: Any) -> Any:
        if entity == "account" and Account.rows.filter(pk=id).exists() and str(id) == str(secrets.SECRET):
            raise Refused()
        return found(by, entity, id, **more)

    patch.setattr("keyaccount.queries.records.show_record.found", telling)


def filter_on_rows_it_cannot_read(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Access, "where", lambda self, name, condition: condition)


def unscoped_picker(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("keyaccount.queries.records.look_up.opened", lambda by, entity, **more: _all(entity))


def names_of_anything(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("keyaccount.queries.records.names.opened", lambda by, entity, **more: _all(entity))


def unscoped_money(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("keyaccount.queries.accounts.pareto.opened", lambda by, entity, **more: _all(entity))


def timeline_of_every_customer(patch: pytest.MonkeyPatch) -> None:
    from keyaccount.queries.accounts import timeline

    def telling(by: Any, id: Any, *, cursor: str = "", limit: int = 30) -> Any:
        classes = frozenset({FieldClass.PUBLIC, FieldClass.INTERNAL})
        return timeline._stream(by, Q(person_id=id), classes, cursor=cursor, rooms=(), text="", limit=limit)

    patch.setattr("keyaccount.interfaces.api.verbs.happenings.person_timeline", telling)


def journal_searched_whole(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "keyaccount.queries.accounts.timeline.everything", lambda model, why: _every_class(model, why)
    )


def export_of_everything(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "keyaccount.queries.library.export_rows.rows_matching", lambda by, entity, *rest, **more: _all(entity)
    )


def seal_told(patch: pytest.MonkeyPatch) -> None:
    classes = Access.classes

    def telling(self: Access, row: Any, **more: Any) -> Any:
        found = classes(self, row, **more)
        return found | {FieldClass.PERSONAL} if found else found

    patch.setattr(Access, "classes", telling)


def reason_for_not_finding(patch: pytest.MonkeyPatch) -> None:
    from keyaccount.actions.shared import cleaning

    reference = cleaning.reference

    def telling(by: Any, field: Any, raw: Any) -> Any:
        if (
            field.ref == "account"
            and Account.rows.filter(pk=raw).exists()
            and str(raw) == str(secrets.SECRET)
        ):
            raise Refused()
        return reference(by, field, raw)

    patch.setattr(cleaning, "reference", telling)


def _all(entity: str) -> Any:
    from keyaccount.access import policies

    return policies()[entity].model.rows.all()


class _Everywhere:
    """A query set that won't be narrowed by class."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def filter(self, *conditions: Any, **named: Any) -> Any:
        named.pop("field_class__in", None)
        return self.rows.filter(*conditions, **named)


def _every_class(model: Any, why: str) -> Any:
    rows = everything(model, why=why)
    return _Everywhere(rows) if model is Entry else rows


PLANTED: list[tuple[Callable[[pytest.MonkeyPatch], None], Callable[[World, int], None], str]] = [
    (unscoped_count, secrets.another_owners_account, "total=1"),
    (refused_instead_of_missing, secrets.another_owners_account, str(secrets.SECRET)),
    (filter_on_rows_it_cannot_read, secrets.inside_of_a_pooled_account, "status"),
    (unscoped_picker, secrets.another_owners_account, "/lookups/"),
    (names_of_anything, secrets.a_name_i_point_at, "/accounts/"),
    (unscoped_money, secrets.another_owners_account, "pareto"),
    (timeline_of_every_customer, secrets.a_name_i_point_at, "timeline"),
    (journal_searched_whole, secrets.money_of_a_shared_account, "timeline"),
    (export_of_everything, secrets.another_owners_account, "accounts"),
    (seal_told, secrets.a_sealed_telephone, "/people/"),
    (reason_for_not_finding, secrets.another_owners_account, str(secrets.SECRET)),
]
