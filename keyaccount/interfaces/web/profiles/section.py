"""The personal part of a person's page; the page itself asks for it in one line."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from keyaccount.access import Principal
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.facts.profiles import is_erased, may_erase, may_report
from keyaccount.queries.profiles.showing import show_profile
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.people.choices import LEGAL_BASIS, PROFILE
from keyaccount.records.people.models import Person

SOON_DAYS = 30


def personal(by: Principal, row: Person) -> dict[str, Any]:
    """`profile` (None below the class), labels, and `requests`: menu entries for what the person may ask of us by law."""
    requests: list[dict[str, Any]] = []
    if may_report(by, row):
        requests.append(
            {
                "label": str(say("导出此人的全部信息")),
                "icon": "file-text",
                "href": reverse("profiles:report", args=[row.pk]),
            }
        )
    if may_erase(by, row) and not is_erased(row.pk):
        requests.append(
            {
                "label": str(say("按本人要求删除")),
                "icon": "trash",
                "danger": True,
                "href": reverse("profiles:erase", args=[row.pk]),
            }
        )
    return {
        "profile": show_profile(by, row),
        "profile_kinds": PROFILE,
        "bases": LEGAL_BASIS,
        "sources": FACT_SOURCE,
        "today": clock.day_of(clock.now()),
        "soon": SOON_DAYS,
        "requests": requests,
    }
