"""The demo company lives its two years through the product's own verbs."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.contrib.auth import authenticate

from keyaccount.access import Principal
from keyaccount.actions.accounts.reclaim_accounts import reclaim_accounts
from keyaccount.base import clock
from keyaccount.base.errors import Invalid
from keyaccount.interfaces.cli.demo.load import load
from keyaccount.queries.library.export_rows import export_rows
from keyaccount.queries.library.verify_store import check_copies
from keyaccount.records.accounts.models import Account, Holding, MonthlyResult, Note
from keyaccount.records.deals.models import Intelligence, IntelligencePair, Stakeholder, StakeholderValue
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member, SavedView
from keyaccount.records.people.choices import TIE
from keyaccount.records.people.models import Insider, InsiderReader, Person, Tie
from keyaccount.records.search.models import SearchDoc
from tests.interfaces.demo_company.deal_sums import deals_are_whole

SHORTEST_HISTORY = 700  # days


@pytest.mark.django_db
def test_two_years_of_true_history() -> None:
    lines = load()
    passwords_work(lines)
    history_is_in_order()
    records_are_whole()
    views_can_be_opened()
    deals_are_whole()
    maps_are_drawn()
    with pytest.raises(Invalid):
        load()
    assert Member.objects.filter(login="shenzhiyuan").count() == 1, "nothing of a second company stays"


def maps_are_drawn() -> None:
    """One great map with its history, four smaller ones; what is secret is known to two."""
    sizes = Counter(str(id) for id in Stakeholder.rows.values_list("opportunity_id", flat=True) if id)
    assert len(sizes) == 5 and max(sizes.values()) >= 25 and min(sizes.values()) >= 6
    values = StakeholderValue.rows
    assert values.exclude(superseded_at=None).count() >= 8 and values.filter(certainty="confirmed").exists()
    assert set(Tie.rows.values_list("kind", flat=True)) == set(TIE)
    assert Intelligence.rows.count() >= 8 and IntelligencePair.rows.count() == 2
    assert sorted(Insider.rows.values_list("state", flat=True)) == ["candidate", "confirmed"]
    assert set(InsiderReader.rows.values_list("member__login", flat=True)) == {"helan"}
    assert Stakeholder.rows.filter(opportunity=None).count() == 3


def passwords_work(lines: list[str]) -> None:
    """One for each role, random, and of the length the product asks for."""
    logins = dict(line.split()[:2] for line in lines)
    roles = {role for login in logins for role in Member.objects.get(login=login).roles}
    assert len(set(logins.values())) == len(lines) and min(map(len, logins.values())) >= 12
    assert roles >= set(
        "director manager sales operations presales delivery finance compliance security admin".split()
    )
    login, password = next(iter(logins.items()))
    assert authenticate(None, username=login, password=password)


def history_is_in_order() -> None:
    """Entries were written in the order of their moments, by people who were there, and none lies ahead."""
    rows = list(Entry.rows.order_by("id").values_list("at", "actor_id", "kind"))
    moments = [at for at, _, _ in rows]
    assert moments == sorted(moments) and moments[-1] <= clock.now()
    assert (moments[-1] - moments[0]).days >= SHORTEST_HISTORY
    kinds = Counter(kind for _, _, kind in rows)
    assert not {
        "account.transferred",
        "account.released",
        "account.reclaimed",
        "member.left",
        "account.judged",
    } - set(kinds)
    leaver = Member.objects.get(is_active=False)
    assert not Account.rows.filter(owner=leaver).exists()
    gone = Entry.rows.get(kind="member.left").at
    assert not Entry.rows.filter(actor_id=leaver.pk, at__gt=gone).exists()


def records_are_whole() -> None:
    """Past dates on the rows themselves, histories without holes, everything found, nothing out of scope."""
    assert Account.rows.count() >= 60 and Person.rows.count() >= 350 and Note.rows.count() >= 700
    assert MonthlyResult.rows.count() >= 300
    ages = [(clock.now() - at).days for at in Account.rows.values_list("created_at", flat=True)]
    assert max(ages) > SHORTEST_HISTORY and min(ages) >= 0
    assert Holding.rows.filter(ended_at=None).values("account").distinct().count() >= Account.rows.count() - 9
    assert set(Account.rows.values_list("tier", flat=True)) >= {"strategic", "key", "potential", "ordinary"}
    assert Account.rows.filter(completeness__gte=50).exists()
    assert not Person.rows.filter(account=None).exists() and not check_copies()
    assert SearchDoc.rows.filter(entity="note").count() == Note.rows.filter(archived_at=None).count()
    assert not reclaim_accounts(at=clock.now() + timedelta(days=1), dry_run=True), "lost on the first night"


def views_can_be_opened() -> None:
    """Every saved view filters by what its member may filter by, and most of them find something."""
    found = []
    for view in SavedView.rows.select_related("member"):
        rows = export_rows(Principal(view.member), view.page, parse_qs(view.query))
        found.append(rows.count > 0)
    assert len(found) >= 8 and sum(found) * 2 > len(found)
