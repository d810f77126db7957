"""Rows of a file become persons with posts. Same name is not same person: only ids, phone or mail, or the columns the
importer names (`options["identity"]`), make two rows one person; each further row of that person adds a post."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, access_to, everything
from keyaccount.actions.importing.account_rows import AccountRows
from keyaccount.actions.importing.names import Names, in_parts
from keyaccount.actions.importing.rows import (
    CREATED,
    MERGED,
    REFUSED,
    UNCHANGED,
    UPDATED,
    Draft,
    Given,
    Outcome,
    read_fields,
    text,
)
from keyaccount.actions.shared import changing, indexing, journaling
from keyaccount.actions.shared.cleaning import NotTaken, day
from keyaccount.base import names as person_names
from keyaccount.base.ids import new_id
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import CustomerUnit, Person, Post

_WHY = "an import must recognise persons and posts that are already there; rights are checked on their account"
_ACCOUNT_MARK = "account"


class PersonRows:
    """Takes chunks of rows of one import. Options: `identity` columns, `create_accounts`, `on_duplicate`, `defaults`."""

    entity = "person"

    def __init__(self, by: Principal, at: datetime, options: Mapping[str, Any]) -> None:
        self.by, self.at, self.options = by, at, options
        self.access = access_to(by, "person")
        self.policy = self.access.policy
        self.names = Names(by)
        self.fields = {n: f for n, f in self.access.writable().items() if f.imported}
        self.dry = False
        self._known: dict[tuple[Any, ...], Person] = {}

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        self._new: list[Person] = []
        self._posts: list[Post] = []
        self._changed: dict[UUID, tuple[Person, dict[str, list[Any]]]] = {}
        drafts = [self._read(row) for row in rows]
        accounts = self._accounts(drafts)
        self._units = self._known_units(accounts)
        met = self._known if self.dry else {}  # a dry run stores nothing, so it remembers what it would have made
        self._known = {**met, **self._known_people(drafts, accounts)}
        outcomes = [self._one(draft, accounts) for draft in drafts]
        self._store()
        return outcomes

    def _read(self, row: Given) -> Draft:
        identity = [text(row.raw.get("=" + column, "")) for column in self.options.get("identity", ())]
        if identity and any(identity) and not row.raw.get("external_id"):
            digest = hashlib.sha256("\x1f".join(identity).encode()).hexdigest()[:20]
            row.raw["external_id"] = f"same:{digest}"
        draft = read_fields(self.by, row, self.fields, self.options)
        if not draft.refused and not row.raw.get("account"):
            draft.refused = str(say("没有写明客户"))
        return draft

    def _accounts(self, drafts: list[Draft]) -> dict[str, Account]:
        words = [text(d.given.raw.get("account", "")) for d in drafts if not d.refused]
        found = self.names.accounts(words)
        missing = [w for w in dict.fromkeys(words) if w and w not in found]
        if missing and self.options.get("create_accounts") and self.by.may("account.create"):
            AccountRows(self.by, self.at, self.options).take([Given(0, {"name": w}) for w in missing])
            found |= self.names.accounts(missing)
        return found

    def _known_units(self, accounts: Mapping[str, Account]) -> dict[tuple[UUID, str], CustomerUnit]:
        units: dict[tuple[UUID, str], CustomerUnit] = {}
        for part in in_parts(a.pk for a in accounts.values()):
            for unit in everything(CustomerUnit, why=_WHY).filter(account_id__in=part):
                units[unit.account_id, unit.name] = unit
        return units

    def _known_people(self, drafts: list[Draft], accounts: Mapping[str, Account]) -> dict[tuple[Any, ...], Person]:
        """Live persons by id, external id, mobile or e-mail with name, and by name at the account of a post."""
        known: dict[tuple[Any, ...], Person] = {}
        people = everything(Person, why=_WHY).filter(archived_at=None).select_related("account")
        for column in ("external_id", "mobile", "email"):
            for part in in_parts(d.values.get(column) for d in drafts):
                for person in people.filter(**{f"{column}__in": part}):
                    value = getattr(person, column)
                    known[(column, value) if column == "external_id" else (column, value, person.name)] = person
        for part in in_parts(text(d.given.raw.get("id", "")) for d in drafts):
            ids = [i for i in part if len(i.replace("-", "")) == 32]
            known |= {("id", str(p.pk)): p for p in people.filter(pk__in=ids)}
        for part in in_parts(a.pk for a in accounts.values()):
            posts = everything(Post, why=_WHY).filter(account_id__in=part, person__archived_at=None)
            for post in posts.select_related("person", "person__account"):
                known.setdefault((_ACCOUNT_MARK, post.account_id, post.person.name), post.person)
        return known

    def _one(self, draft: Draft, accounts: Mapping[str, Account]) -> Outcome:
        number, raw = draft.given.number, draft.given.raw
        if draft.refused:
            return Outcome(number, REFUSED, notes=[draft.refused])
        word = text(raw["account"])
        account = accounts.get(word)
        if account is None or (not self.names.allowed(account) and not access_to(self.by, "account").classes(account)):
            return Outcome(number, REFUSED, notes=[str(say("没有找到客户“{name}”", name=word))])
        if not self.names.allowed(account):
            return Outcome(number, REFUSED, notes=[str(say("你没有修改这个客户的权限：{name}", name=word))])
        how, person = self._match(draft, account)
        return self._meet(draft, account, person, how) if person else self._make(draft, account)

    def _match(self, draft: Draft, account: Account) -> tuple[str, Person | None]:
        values = draft.values
        marks: list[tuple[Any, ...]] = [("id", text(draft.given.raw.get("id", "")).lower()), ("external_id", values.get("external_id"))]
        marks += [(c, values.get(c), values.get("name")) for c in ("mobile", "email") if values.get(c)]
        if not values.get("external_id"):
            marks.append((_ACCOUNT_MARK, account.pk, values.get("name")))
        return next(((m[0], self._known[m]) for m in marks if m in self._known), ("", None))

    def _make(self, draft: Draft, account: Account) -> Outcome:
        name = draft.values["name"]
        person = Person(
            id=new_id(),
            name_sort=person_names.sort_key(name)[:160],
            account=account,
            owner_id=account.owner_id,
            department_id=account.department_id,
            created_at=self.at,
            updated_at=self.at,
            created_by=self.by.id,
            updated_by=self.by.id,
        )
        changing.put(self.policy, person, draft.values)
        person.source = person.source or "import"
        self._new.append(person)
        post = self._post(draft, account, person, primary=True)
        person.title, person.unit_name = post.title, post.unit.name if post.unit else ""
        self._remember(person, account)
        return Outcome(draft.given.number, CREATED, "person", person.pk, draft.notes)

    def _remember(self, person: Person, account: Account) -> None:
        for column in ("mobile", "email"):
            if getattr(person, column):
                self._known[column, getattr(person, column), person.name] = person
        if person.external_id:
            self._known["external_id", person.external_id] = person
        else:
            self._known[_ACCOUNT_MARK, account.pk, person.name] = person

    def _post(self, draft: Draft, account: Account, person: Person, *, primary: bool) -> Post:
        raw = draft.given.raw
        post = Post(
            person=person,
            account=account,
            unit=self._unit(account, text(raw.get("unit", ""))[:120]),
            title=text(raw.get("title", ""))[:200],
            started_on=self._day(draft, "started_on"),
            ended_on=self._day(draft, "ended_on"),
            is_primary=primary,
            owner_id=account.owner_id,
            department_id=account.department_id,
            created_at=self.at,
            updated_at=self.at,
            created_by=self.by.id,
        )
        self._posts.append(post)
        return post

    @staticmethod
    def _day(draft: Draft, name: str) -> Any:
        try:
            return day(draft.given.raw.get(name))
        except NotTaken as bad:
            draft.notes.append(str(bad.message))
            return None

    def _unit(self, account: Account, name: str) -> CustomerUnit | None:
        if not name:
            return None
        if (account.pk, name) not in self._units:
            unit = CustomerUnit(account=account, name=name, created_at=self.at, updated_at=self.at, created_by=self.by.id)
            unit.save(force_insert=True)
            self._units[account.pk, name] = unit
        return self._units[account.pk, name]

    def _meet(self, draft: Draft, account: Account, person: Person, how: str) -> Outcome:
        """The row means a person we have: fill or overwrite what it says, and add the post if it is another one."""
        number, by_id = draft.given.number, how in ("id", "external_id")
        new = person._state.adding
        if not new and person.account_id and not self._mine(person):
            return Outcome(number, REFUSED, notes=[str(say("这位联系人属于你不能修改的客户"))])
        mode = self.options.get("on_duplicate", "overwrite" if by_id else "fill")
        if mode == "skip":
            return Outcome(number, REFUSED, notes=[str(say("已有这位联系人：{name}", name=person.name))])
        changed = changing.difference(self.policy, person, draft.values)
        if mode == "fill" or str(person.external_id).startswith("same:"):
            changed = {n: pair for n, pair in changed.items() if changing.same(pair[0], None)}
        if changed:
            changing.put(self.policy, person, {n: draft.values[n] for n in changed})
            if not new:
                self._changed[person.pk] = (person, {**self._changed.get(person.pk, (person, {}))[1], **changed})
        before: dict[str, Any] | None = {n: pair[0] for n, pair in changed.items()} if changed and not new else None
        post = self._other_post(draft, account, person)
        if post:
            draft.notes.append(str(say("增加任职：{account} {title}", account=account.name, title=post.title)))
            before = {**(before or {}), "+post": str(post.pk)}
        result = MERGED if not by_id else UPDATED if changed or post else UNCHANGED
        return Outcome(number, result, "person", person.pk, draft.notes, before)

    def _mine(self, person: Person) -> bool:
        return bool(self.access.classes(person, write=True))

    def _other_post(self, draft: Draft, account: Account, person: Person) -> Post | None:
        """A post at another account, or of another title at the same one; none when the person holds it already."""
        title = text(draft.given.raw.get("title", ""))[:200]
        mine = [p for p in self._posts if p.person_id == person.pk]
        held = [(p.account_id, p.title) for p in mine] if person._state.adding else [
            *((p.account_id, p.title) for p in mine),
            *everything(Post, why=_WHY).filter(person=person).values_list("account_id", "title"),
        ]
        if any(a == account.pk and (t == title or not title) for a, t in held):
            return None
        return self._post(draft, account, person, primary=False)

    def _store(self) -> None:
        """Everything of the chunk in a constant number of statements."""
        everything(Person, why=_WHY).bulk_create(self._new, batch_size=200)
        everything(Post, why=_WHY).bulk_create(self._posts, batch_size=300)
        touched = [person for person, _ in self._changed.values()]
        for person in touched:
            person.version += 1
            person.updated_at, person.updated_by = self.at, self.by.id
            person.name_sort = person_names.sort_key(person.name)[:160]
        columns = sorted({self.policy.by_name[n].path for _, changed in self._changed.values() for n in changed})
        if touched:
            fields = [*columns, "name_sort", "version", "updated_at", "updated_by"]
            everything(Person, why=_WHY).bulk_update(touched, list(dict.fromkeys(fields)), batch_size=200)
        entries = [self._entry(p, {}) for p in self._new] + [self._entry(p, c) for p, c in self._changed.values()]
        journaling.write_all(entries)
        indexing.index("person", [*self._new, *touched])

    def _entry(self, person: Person, changed: dict[str, list[Any]]) -> Any:
        data, klass = changing.told(self.policy, changed)
        return journaling.entry(
            "person.imported",
            by=self.by,
            at=self.at,
            entity="person",
            object_id=person.pk,
            label=person.name,
            account_id=person.account_id,
            person_id=person.pk,
            klass=klass,
            data=data,
        )

    def link(self, rows: list[Given]) -> dict[int, str]:
        """Persons need no second pass."""
        return {}
