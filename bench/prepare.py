"""Migrates and loads one database for `bench.run` and prints what the clients need, as name=value lines."""

from __future__ import annotations

import sys
import time
from datetime import timedelta

import django

django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402

from bench import words  # noqa: E402
from bench.load import load, load_deals  # noqa: E402
from bench.world import World, id_of, moment  # noqa: E402
from keyaccount.access import Principal, opened  # noqa: E402
from keyaccount.base.grams import fts5_query, tsquery  # noqa: E402
from keyaccount.base.pinyin import initials  # noqa: E402
from keyaccount.queries.records.paging import Cursor  # noqa: E402
from keyaccount.records.deals.models import Opportunity  # noqa: E402
from keyaccount.records.org.models import Member  # noqa: E402

WHO = {"director": 0, "manager": 1, "sales": 60}


def session(member: Member) -> str:
    store = SessionStore()
    store["_auth_user_id"] = str(member.pk)
    store["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    store["_auth_user_hash"] = member.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def main(size: str) -> None:
    call_command("migrate", verbosity=0)
    world, began = World(size), time.perf_counter()

    def say(text: str) -> None:
        print(f"{time.perf_counter() - began:6.1f} s  {text}", file=sys.stderr, flush=True)

    if not Member.objects.exists():
        load(world, say)
    if not Opportunity.rows.exists():
        load_deals(world, say)
    for who, number in WHO.items():
        member = Member.objects.get(pk=id_of(2, number))
        print(f"session_{who}={session(member)}")
        rows = opened(Principal(member), "account").exclude(owner=None).order_by("-updated_at")
        print(f"ids_{who}=" + ",".join(str(pk) for pk in rows.values_list("pk", flat=True)[:40]))
        deals = opened(Principal(member), "opportunity").filter(state="open").order_by("-updated_at")
        print(f"deals_{who}=" + ",".join(str(pk) for pk in deals.values_list("pk", flat=True)[:40]))
    total = world.counts[0]
    at = moment(total // 10, total)
    print(f"deep={Cursor('-updated_at', at, str(id_of(3, total // 10)), False)}")
    print(f"after={(at - timedelta(0)).replace(tzinfo=None).isoformat()}")
    first = next(n for n in range(1, 1000) if not words.company(n).isascii())
    letters = initials(words.company(first))[:3]
    print(f"pinyin={letters}")
    from django.db import connection

    make = fts5_query if connection.vendor == "sqlite" else tsquery
    print(f"words_characters={(make('银行') or '').replace(' ', '_')}")
    print(f"words_pinyin=_i{letters}")
    print(f"words_Latin={(make('northw') or '').replace(' ', '_')}")


if __name__ == "__main__":
    main(sys.argv[1])
