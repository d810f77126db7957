"""Ways in which an insider could be given away, planted on purpose: the test of non-interference must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Q

from keyaccount.access import Principal, found, opened
from keyaccount.access.named import Named
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Insider, Person

Patch = pytest.MonkeyPatch
_BEGIN = "keyaccount.actions.insiders.begin_insider.tell"


def named_ignored(patch: Patch) -> None:
    """The scope asks for the function alone, not for who is named."""
    patch.setattr(
        Named, "reach", lambda self, by, entity, klass, **more: Q() if self.could(by, entity, klass, write=False) else Q(pk=None)
    )  # fmt: skip


def counted_in_the_tab(patch: Patch) -> None:
    from keyaccount.interfaces.web.accounts import head

    tabs = head._tabs

    def telling(by: Any, account: Any, *rest: Any) -> Any:
        count = Insider.rows.filter(account=account.id).count()
        return [
            {**one, **({"count": count} if "insiders" in one["href"] and count else {})}
            for one in tabs(by, account, *rest)
        ]

    patch.setattr(head, "_tabs", telling)


def told_in_the_journal(patch: Patch) -> None:
    def telling(row: Insider, kind: str, *, by: Any, at: Any, **data: Any) -> None:
        person = {"entity": "person", "object_id": row.person_id, "person_id": row.person_id}
        journaling.write(
            "person.edited", by=None, at=at, account_id=row.account_id, label="联系人", data={}, **person
        )

    patch.setattr(_BEGIN, telling)


def found_by_searching(patch: Patch) -> None:
    def telling(row: Insider, kind: str, *, by: Any, at: Any, **data: Any) -> None:
        from keyaccount.actions.shared import indexing

        Person.rows.filter(pk=row.person_id).update(title=row.code_name)
        indexing.index("person", [Person.rows.get(pk=row.person_id)])
        Person.rows.filter(pk=row.person_id).update(title=row.person.title)

    patch.setattr(_BEGIN, telling)


def written_on_the_person(patch: Patch) -> None:
    def telling(row: Insider, kind: str, *, by: Any, at: Any, **data: Any) -> None:
        Person.rows.filter(pk=row.person_id).update(is_key=True)

    patch.setattr(_BEGIN, telling)


def account_touched(patch: Patch) -> None:
    def telling(row: Insider, kind: str, *, by: Any, at: Any, **data: Any) -> None:
        Account.rows.filter(pk=row.account_id).update(updated_at=at)

    patch.setattr(_BEGIN, telling)


def second_one_refused(patch: Patch) -> None:
    from keyaccount.interfaces.web.insiders import doing

    begin = doing.begin_insider

    def telling(*, person: Any, **more: Any) -> Any:
        if Insider.rows.filter(person_id=person).exists():
            raise Invalid(Problem("already", say("这位联系人已经登记为内线")))
        return begin(person=person, **more)

    patch.setattr(doing, "begin_insider", telling)


def left_out_of_the_suggestions(patch: Patch) -> None:
    def telling(by: Any, entity: str, **more: Any) -> Any:
        return Insider.rows.all() if entity == "insider" else opened(by, entity, **more)

    patch.setattr("keyaccount.queries.insiders.suggest.opened", telling)


def counted_by_the_coach(patch: Patch) -> None:
    from keyaccount.interfaces.web.insiders import pages

    findings = pages.insider_findings

    def telling(by: Principal, account: Account, lines: Any, today: date) -> Any:
        from keyaccount.queries.insiders import coaching

        started = {"insiders_confirmed": 0, "insiders_started": Insider.rows.filter(account=account).count()}
        facts = coaching.insider_facts
        patch.setattr(coaching, "insider_facts", lambda lines: {**facts(lines), **started})
        return findings(by, account, lines, today)

    patch.setattr(pages, "insider_findings", telling)


def refused_not_missing(patch: Patch) -> None:
    def telling(by: Any, entity: str, id: Any, **more: Any) -> Any:
        if entity == "insider" and Insider.rows.filter(pk=id).exists() and by.may("insider.keep"):
            raise Refused()
        return found(by, entity, id, **more)

    patch.setattr("keyaccount.queries.insiders.showing.found", telling)


def left_out_of_the_export(patch: Patch) -> None:
    from keyaccount.queries.library import export_rows

    rows = export_rows.rows_matching

    def telling(by: Any, entity: str, *rest: Any, **more: Any) -> Any:
        kept = set(Insider.rows.values_list("person_id", flat=True)) if entity == "person" else set()
        return rows(by, entity, *rest, **more).exclude(pk__in=kept)

    patch.setattr(export_rows, "rows_matching", telling)


PLANTED_INSIDERS: list[tuple[Callable[[Patch], None], str, str]] = [
    (named_ignored, "page", "/insiders/"),
    (counted_in_the_tab, "page", "/insiders/"),
    (told_in_the_journal, "page", "/timeline/"),
    (found_by_searching, "page", "/search/"),
    (written_on_the_person, "api", "/people?total=1&is_key=1"),
    (account_touched, "api", "/accounts/"),
    (second_one_refused, "form", "/insiders/new"),
    (left_out_of_the_suggestions, "page", "/insiders/"),
    (counted_by_the_coach, "page", "/insiders/"),
    (refused_not_missing, "page", "/insiders/0192"),
    (left_out_of_the_export, "export", "people"),
]
