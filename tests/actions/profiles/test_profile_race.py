"""同一刻一边登记、一边到期或删除：新登记的那条打得开，钥匙不会跟着旧的走掉。"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from keyaccount.actions.profiles.expire_profiles import expire_profiles
from keyaccount.actions.profiles.remove_profile import remove_profile
from keyaccount.actions.profiles.reveal_profile import reveal_profile
from keyaccount.records.people.models import ProfileEntry
from tests.actions.profiles.cast import Customer
from tests.actions.waiting import meanwhile, once_free
from tests.cast import NOW, acting

LATER = NOW.replace(day=20)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "drop",
    [
        lambda world, id: expire_profiles(at=LATER),
        lambda world, id: remove_profile(by=acting(world.lilei), at=NOW, id=id),
    ],
    ids=["到期", "删除"],
)
def test_旧的走的时候正在登记新的_新的打得开(drop: Callable[..., Any]) -> None:
    world = Customer()
    old = world.keep(retain_until="2026-03-10").pk
    with meanwhile(lambda: world.keep(kind="hobby", sealed="下围棋")):
        once_free(lambda: drop(world, old))
    new = ProfileEntry.rows.get()
    assert new.pk != old
    assert reveal_profile(by=acting(world.lilei), at=NOW, id=new.pk, purpose="拜访前准备") == "下围棋"
