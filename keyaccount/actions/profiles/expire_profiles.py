"""What was to be kept until a day is gone the day after (PPL-2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keyaccount.access import FieldClass, everything
from keyaccount.actions.profiles.remove_profile import drop_idle_keys, hold
from keyaccount.actions.shared import journaling
from keyaccount.base.clock import day_of
from keyaccount.records.people.models import ProfileEntry

_WHY = "entries past the day they were to be kept until, whoever kept them"


@transaction.atomic
def expire_profiles(*, at: datetime) -> int:
    """How many entries went; the journal tells of each, not what it said."""
    due = everything(ProfileEntry, why=_WHY).filter(retain_until__lt=day_of(at))
    people = set(due.values_list("person_id", flat=True))
    hold(people)
    gone = list(
        due.filter(person_id__in=people)
        .order_by("pk")
        .select_for_update()
        .only("id", "account_id", "person_id")
    )
    told = [
        journaling.entry(
            "profile_entry.expired",
            by=None,
            at=at,
            entity="profile_entry",
            object_id=row.pk,
            account_id=row.account_id,
            person_id=row.person_id,
            klass=FieldClass.PERSONAL,
        )
        for row in gone
    ]
    journaling.write_all(told)
    everything(ProfileEntry, why=_WHY).filter(pk__in=[row.pk for row in gone]).delete()
    drop_idle_keys(people)
    return len(gone)
