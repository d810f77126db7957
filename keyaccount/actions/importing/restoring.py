"""Giving records back the values an import replaced."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from keyaccount.access import Kind, Policy, Principal, everything, policy_of
from keyaccount.actions.accounts.account_rules import below, name_keys, root_of, set_tags
from keyaccount.actions.importing.account_store import update
from keyaccount.actions.importing.removing import Span
from keyaccount.actions.shared import changing, indexing, journaling, rules, writing
from keyaccount.base import names
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import ImportRow, Product
from keyaccount.records.people.models import CustomerUnit, Person, Post

_WHY = "the member's own import is taken back with all it changed"
Changed = dict[str, list[Any]]


class Restorer:
    """Restores the rows of one chunk and stores them together."""

    def __init__(self, by: Principal, span: Span) -> None:
        self.by, self.span = by, span
        self._touched: dict[UUID, tuple[Policy, Any, Changed]] = {}

    def read(self, rows: list[ImportRow]) -> None:
        """The records whose values are to return."""
        ids: dict[str, list[UUID | None]] = {}
        for row in rows:
            ids.setdefault(row.entity, []).append(row.object_id)
        self._records = {
            record.pk: record
            for entity, wanted in ids.items()
            for record in everything(policy_of(entity).model, why=_WHY).filter(pk__in=wanted)
        }

    def restore(self, row: ImportRow) -> bool:
        """Let the values from before the row return; False when the record was worked on since and stays."""
        before = {n: v for n, v in (row.before or {}).items() if n != "+"}
        record = self._records.get(row.object_id) if row.object_id else None
        if not before or record is None:
            return True
        if not self.span.untouched(record):
            return False
        policy = policy_of(row.entity)
        if post := before.pop("~post", None):
            self._post(post, record)
        values = {name: _stored(policy, name, old) for name, old in before.items()}
        if policy.entity == "member":
            at = self.span.undone
            writing.update(by=self.by, at=at, policy=policy, row=record, values=values, options={})
            indexing.index("member", [record])
            return True
        pairs = {n: [changing.current(policy.by_name[n], record), before[n]] for n in values}
        changing.put(policy, record, values)
        if "tags" in values:
            set_tags(record, values["tags"])
        later = self._touched.get(record.pk, (policy, record, {}))[2]
        self._touched[record.pk] = (policy, record, {**pairs, **later})
        return True

    def _post(self, told: dict[str, Any], person: Person) -> None:
        post: Post | None = everything(Post, why=_WHY).filter(pk=told["id"]).first()
        if post is None or not self.span.untouched(post):
            return
        for name, old in told.items():
            if name != "id":
                field = Post._meta.get_field("unit" if name == "unit" else name)
                setattr(post, field.attname, field.to_python(old))  # type: ignore[union-attr]
        post.version, post.updated_at = post.version + 1, self.span.undone
        post.save()
        if post.is_primary:
            unit = everything(CustomerUnit, why=_WHY).filter(pk=post.unit_id).first()
            person.title, person.unit_name = post.title, unit.name if unit else ""

    def save(self) -> None:
        """Store what returned, tell the journal, mend the search index."""
        by_entity: dict[str, list[Any]] = {}
        for policy, record, pairs in self._touched.values():
            if isinstance(record, Account):
                self._mend_account(record, pairs)
            if isinstance(record, Person):
                record.name_sort = names.sort_key(record.name)[:160]
            elif isinstance(record, Opportunity | Product):
                record.name_sort = names.sort_key(record.name)[
                    : 300 if isinstance(record, Opportunity) else 200
                ]
            record.version, record.updated_at = record.version + 1, self.span.undone
            by_entity.setdefault(policy.entity, []).append(record)
        for entity, rows in by_entity.items():
            columns = [f.name for f in rows[0]._meta.concrete_fields if f.name != "id"]
            update(policy_of(entity).model, rows, columns)
            if entity in indexing.ENTITIES:
                indexing.index(entity, rows)
        journaling.write_all([self._entry(*touched) for touched in self._touched.values()])

    @staticmethod
    def _mend_account(account: Account, pairs: Changed) -> None:
        for column, value in name_keys(account.name).items():
            setattr(account, column, value)
        if "parent" in pairs:
            account.group_root_id = root_of(account.parent_id)
            rows = everything(Account, why=_WHY).filter(pk__in=below(account.pk))
            rows.update(group_root_id=account.group_root_id or account.pk)

    def _entry(self, policy: Policy, record: Any, pairs: Changed) -> Entry:
        data, klass = changing.told(policy, pairs)
        return journaling.entry(
            f"{policy.entity}.import-undone",
            by=self.by,
            at=self.span.undone,
            entity=policy.entity,
            object_id=record.pk,
            label=changing.label_of(policy, rules.of(policy.entity), record),
            account_id=changing.account_of(record),
            person_id=record.pk if policy.entity == "person" else None,
            klass=klass,
            data=data,
        )


def _stored(policy: Policy, name: str, old: Any) -> Any:
    """A value as it was kept for undo, as the column holds it."""
    field = policy.by_name[name]
    if field.kind is Kind.TAGS:
        return [UUID(tag) for tag in old]
    column: Any = policy.model._meta.get_field(field.path)
    return column.to_python(old)
