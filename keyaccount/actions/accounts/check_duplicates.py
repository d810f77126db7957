"""Ask whether a customer is registered already, without creating one (ACC-4).

The answer depends on accounts the asker cannot see, so it is rationed: who could ask without end would learn by guessing
names which customers the company has. What was asked goes on record. Creating an account checks too, and is not rationed.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.shared import journaling
from keyaccount.base.clock import CHINA, day_of
from keyaccount.base.codes import normalise_code
from keyaccount.base.errors import Busy
from keyaccount.base.language import say
from keyaccount.facts.duplicates import Duplicates, likely_duplicates
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member

MOST = 30  # a day and member
KIND = "account.checked"
_WHY = "the asker's own questions of today, counted one at a time"


@transaction.atomic
def check_duplicates(*, by: Principal, at: datetime, name: str, credit_code: str = "") -> Duplicates:
    """What the name or code meets. The same question again on the same day is not counted again.

    Raises `Refused`, or `Busy` when the day's questions are used up; `wait` says for how many seconds.
    """
    by.must("account.create")
    name, code = name.strip()[:200], normalise_code(credit_code)
    everything(Member, why=_WHY).select_for_update().get(pk=by.id)
    morning = datetime.combine(day_of(at), time.min, CHINA)
    today = everything(Entry, why=_WHY).filter(actor_id=by.id, kind=KIND, at__gte=morning)
    asked = set(today.values_list("label", "data__code"))
    if (name, code) not in asked:
        if len(asked) >= MOST:
            raise _used_up(at, morning + timedelta(days=1))
        journaling.write(
            KIND, by=by, at=at, entity="account", object_id=None, label=name, data={"code": code}
        )
    return likely_duplicates(by, name, code)


def _used_up(at: datetime, free: datetime) -> Busy:
    told = say(
        "查重每人每天 {limit} 次，今天的已经用完，{day} 零点起可以再查。新建客户不受影响，保存时照样查重",
        limit=MOST,
        day=free.date().isoformat(),
    )
    return Busy(told, wait=int((free - at).total_seconds()) + 1)
