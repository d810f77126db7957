"""A note is a follow-up (每访必记): it dates the account, its person and the day of reclaim."""

from __future__ import annotations

from typing import Any

from keyaccount.access import everything
from keyaccount.actions.accounts.placing import HoldingBook
from keyaccount.actions.shared import indexing, rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account, Note
from keyaccount.records.people.models import Person, Post

_WHY = "the account was opened for change when the note was written"


def prepare(change: Change) -> list[Problem]:
    """A note is dated now unless said otherwise, never in the future; its person belongs to the account."""
    row: Note = change.row
    if not change.after("happened_at"):
        change.values["happened_at"] = change.at
    if change.after("happened_at") > change.at:
        return [Problem("future", say("发生时间不能晚于现在"), field="happened_at")]
    person, account = change.after("person_id"), change.values.get("account") or row.account_id
    if person and not everything(Post, why=_WHY).filter(person_id=person, account_id=account).exists():
        return [Problem("other_account", say("所选联系人不属于这个客户"), field="person_id")]
    return []


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    """Only a later follow-up moves the dates."""
    row: Note = change.row
    indexing.index("note", [row])
    at = row.happened_at
    account = everything(Account, why=_WHY).select_for_update().get(pk=row.account_id)
    if not account.followed_at or account.followed_at < at:
        account.followed_at = at
        HoldingBook().refresh(account, change.at)
        account.save(update_fields=["followed_at", "reclaim_on"])
    if row.person_id:
        people = everything(Person, why=_WHY).filter(pk=row.person_id)
        people.exclude(followed_at__gte=at).update(followed_at=at)


rules.add("note", Rules(prepare=prepare, settle=settle, label=lambda note: note.text[:80], happened=lambda note: note.happened_at))
