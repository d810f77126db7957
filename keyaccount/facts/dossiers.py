"""What we hold on each item of the dossier (ACC-2), for one account or for many in the same four queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.base.clock import day_of
from keyaccount.playbook.dossier import ItemState
from keyaccount.playbook.schema import Edition
from keyaccount.records.accounts.models import Account, DossierFact
from keyaccount.records.people.models import CustomerUnit, Person, Post

_JUDGED = "a dossier weighs all that is stored of an account; the caller has opened it for the person"
_BUYING = {"using", "technical", "finance"}

States = dict[str, ItemState]


def dossier_states(edition: Edition, accounts: Sequence[Account]) -> dict[UUID, States]:
    """Account → item key → what we hold, from recorded facts, account fields with their stamps, and stored people."""
    ids = [account.pk for account in accounts]
    facts, functions, keys = _facts(ids), _functions(ids), _key_persons(ids)
    placed = _placed(row["id"] for rows in keys.values() for row in rows)
    found: dict[UUID, States] = {}
    for account in accounts:
        states = facts[account.pk]
        computed = _computed(account, functions[account.pk], keys[account.pk], placed)
        for item in edition.dossier.items:
            room, _, name = item.source.partition(".")
            if room == "account":
                states[item.key] = _field_state(account, name)
            elif room == "computed":
                states[item.key] = computed[name]
        found[account.pk] = states
    return found


def _facts(ids: list[UUID]) -> dict[UUID, States]:
    found: dict[UUID, States] = defaultdict(dict)
    facts = everything(DossierFact, why=_JUDGED).filter(account_id__in=ids, superseded_at=None)
    columns = ("account_id", "item", "source", "observed_on", "verified_on")
    for account, item, source, observed, verified in facts.order_by("observed_on").values_list(*columns):
        found[account][item] = ItemState(True, max(observed, verified or observed), source)
    return found


def _functions(ids: list[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    units = everything(CustomerUnit, why=_JUDGED).filter(account_id__in=ids)
    for account, function in units.values_list("account_id", "function"):
        found[account].add(function)
    return found


def _key_persons(ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    people = everything(Person, why=_JUDGED).filter(account_id__in=ids, is_key=True, archived_at=None)
    for row in people.values("id", "account_id", "mobile", "phone", "email", "wechat", "updated_at"):
        found[row["account_id"]].append(row)
    return found


def _placed(people: Iterable[UUID]) -> set[UUID]:
    """Persons of whom we know department and level."""
    posts = everything(Post, why=_JUDGED).filter(
        person_id__in=list(people), ended_on=None, unit__isnull=False
    )
    return set(posts.exclude(rank="").values_list("person_id", flat=True))


def _field_state(account: Account, name: str) -> ItemState:
    value = account.parent_id or account.group_root_id if name == "parent" else getattr(account, name)
    stamp = account.stamps.get(name)
    observed = date.fromisoformat(stamp[0]) if stamp else day_of(account.created_at)
    return ItemState(value not in (None, "", []), observed, stamp[2] if stamp and len(stamp) > 2 else "")


def _computed(
    account: Account, functions: set[str], keys: Sequence[Mapping[str, Any]], placed: set[UUID]
) -> States:
    seen = max((day_of(row["updated_at"]) for row in keys), default=None)
    reachable = bool(keys) and all(
        any(row[c] for c in ("mobile", "phone", "email", "wechat")) for row in keys
    )
    known = bool(keys) and all(row["id"] in placed for row in keys)
    return {
        "organisation": ItemState(functions >= _BUYING, day_of(account.updated_at)),
        "key_persons": ItemState(bool(keys), seen),
        "key_person_channels": ItemState(reachable, seen),
        "key_person_posts": ItemState(known, seen),
    }
