"""Puts the real organisations into a running company's data folder: `python -m tests.real.draw_maps FOLDER LOGIN`.

Prints `people id` of each account, whose own map shows everybody who has a post there.
"""

from __future__ import annotations

import os
import random
import sys
from typing import Any


def main(folder: str, login: str) -> None:
    os.environ["KEYACCOUNT_DATA"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keyaccount.site.settings")
    import django

    django.setup()
    from django.db import transaction

    from keyaccount.records.org.models import Member
    from tests.real.organisations import SIZES

    owner = Member.rows.get(login=login)
    for size, make in SIZES.items():
        organisation = make()
        with transaction.atomic():
            account = draw(owner, organisation, random.Random(size))
        print(f"{size} {account.pk} {len(organisation.people)}", flush=True)


def draw(owner: Any, organisation: Any, chance: random.Random) -> Any:
    """The account with units, persons, posts, ties, and a judgement of most of them."""
    from keyaccount.base.ids import new_id
    from keyaccount.records.deals.models import Stakeholder, StakeholderValue
    from keyaccount.records.people.models import CustomerUnit, Person, Post, Tie
    from tests.cast import NOW
    from tests.cast import account as stored

    made = {"created_at": NOW, "updated_at": NOW}
    scope = {"owner_id": owner.pk, "department_id": owner.department_id}
    account = stored(f"{organisation.name} {len(organisation.people)} 人", owner)
    units = {name: CustomerUnit(id=new_id(), account=account, name=name, **made) for name in dict.fromkeys(p.unit for p in organisation.people)}  # fmt: skip
    people = {p.key: Person(id=new_id(), name=p.name[:100], name_sort=p.name[:100], account=account, title=p.title, **scope, **made) for p in organisation.people}  # fmt: skip
    posts = [
        Post(id=new_id(), person=people[p.key], account=account, unit=units[p.unit], title=p.title, reports_to=people.get(p.above), **scope, **made)
        for p in organisation.people
    ]  # fmt: skip
    cards, values = [], []
    for p in organisation.people:
        card = Stakeholder(id=new_id(), account=account, person=people[p.key], **made)
        cards.append(card)
        said = {"shown": True, "person": str(people[p.key].pk), "power": p.power}
        if chance.random() < 0.7:
            said["stance"] = chance.choice(
                ["strong_support", "support", "neutral", "oppose", "strong_oppose", "straddling"]
            )
        values += [StakeholderValue(stakeholder=card, attribute=a, value=v, at=NOW) for a, v in said.items()]
    ties = [
        Tie(account=account, kind=kind, person=people[a], other=people[b], weight=2, created_at=NOW)
        for kind, pairs in (("influences", organisation.influences), ("trusts", organisation.trusts))
        for a, b in pairs
    ]
    for model, rows in ((CustomerUnit, units.values()), (Person, people.values()), (Post, posts), (Stakeholder, cards), (StakeholderValue, values), (Tie, ties)):  # fmt: skip
        model.rows.bulk_create(list(rows), batch_size=500)
    return account


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
