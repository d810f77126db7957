"""Ways in which a profile or a kinship could be given away, planted on purpose; each must be caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from keyaccount.records.people.models import KinTie, Person
from tests.permissions import secrets
from tests.permissions.world import World

Patch = pytest.MonkeyPatch


def profile_for_everybody(patch: Patch) -> None:
    """The section asks whether the person is seen, and not for the class."""
    from keyaccount.access import opened, policies
    from keyaccount.queries.profiles import showing

    def unscoped(by: Any, entity: str, **more: Any) -> Any:
        rows = policies()[entity].model.rows.all()
        return rows if entity == "profile_entry" else opened(by, entity, **more)

    patch.setattr(showing, "reads_sensitive", lambda by, person: True)
    patch.setattr(showing, "opened", unscoped)


def kin_drawn_as_trust(patch: Patch) -> None:
    """The map takes kinship for a tie like any other."""
    from keyaccount.facts import power_rows

    ties = power_rows.ties

    def telling(accounts: Any, until: Any = None) -> Any:
        found = ties(accounts, until)
        for kin in KinTie.rows.filter(account_id__in=accounts):
            plain = {"id": kin.pk, "kind": "trusts", "rival_id": None, "weight": 1, "basis": ""}
            found[kin.account_id].append({**plain, "person_id": kin.person_id, "other_id": kin.person_id})
        return found

    patch.setattr(power_rows, "ties", telling)


def kin_marks_the_person(patch: Patch) -> None:
    """Somebody with kin at the customer is listed as key."""
    from keyaccount.queries.records import list_records

    shown = list_records.Row

    def telling(id: Any, *rest: Any, **more: Any) -> Any:
        row = shown(id, *rest, **more)
        if "is_key" in row.values and KinTie.rows.filter(person_id=id).exists():
            row.values["is_key"] = not Person.rows.get(pk=id).is_key
        return row

    patch.setattr(list_records, "Row", telling)


PLANTED: list[tuple[Callable[[Patch], None], Callable[[World, int], None], str]] = [
    (profile_for_everybody, secrets.a_profile, "/people/"),
    (kin_drawn_as_trust, secrets.a_kin_tie, "/map"),
    (kin_marks_the_person, secrets.a_kin_tie, "/people/"),
]
