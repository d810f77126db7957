"""Companies as others keep them: every row is taken, merged as a duplicate or sent back with its reason."""

from __future__ import annotations

import gzip
import json

import pytest

from keyaccount.base.names import name_key
from keyaccount.records.accounts.models import Account
from keyaccount.records.org.models import Department, Member
from tests.cast import Company, acting
from tests.importing import accounted, outcomes, take
from tests.shared_data import shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return acting(Company().ops)


def test_maven_accounts_with_their_subsidiaries(ops):
    run = take(
        ops,
        "accounts",
        shared("maven-crm-pipeline/accounts.csv"),
        options={"multiply": {"revenue": 1_000_000}, "defaults": {"currency": "USD"}},
    )
    assert accounted(run) and run.state == "done"
    assert run.counts["created"] == 85
    assert Account.rows.filter(parent__isnull=False).count() == 15
    acme = Account.rows.get(name="Acme Corporation")
    assert (acme.industry.name, acme.founded, acme.headcount, acme.currency) == (
        "technolgy",
        1996,
        2822,
        "USD",
    )
    assert acme.revenue == 1_100_040_000
    assert Account.rows.get(name="Bluth Company").group_root_id == acme.pk


def test_maven_teams_with_managers_and_regions(ops):
    admin = acting(Member.rows.get(login="guanli"))
    admin.member.roles = ["admin", "security"]
    admin.member.save()
    run = take(acting(admin.member), "members", shared("maven-crm-pipeline/sales_teams.csv"))
    assert accounted(run) and run.counts["created"] == 35
    assert Department.rows.filter(name__in=("Central", "East", "West")).count() == 3
    manager = Member.rows.get(name="Dustin Brinkmann")
    assert (manager.roles, manager.department.name) == (["manager"], "Central")
    assert Member.rows.get(name="Moses Frase").department.name == "Central"
    assert (
        Member.rows.filter(roles=["manager"], department__name__in=("Central", "East", "West")).count() == 6
    )


def test_standup_companies(ops, tmp_path):
    rows = json.loads(gzip.decompress(shared("cn-companies-standup/companies.json.gz").read_bytes()))
    path = tmp_path / "companies.json"
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    run = take(ops, "accounts", path)
    assert len(rows) == 4_486 and accounted(run)
    assert run.counts["refused"] == 0
    keys = {name_key(row["name"]) for row in rows}
    assert run.counts["created"] == Account.rows.count() == len(keys)
    assert run.counts["merged"] + run.counts["unchanged"] + run.counts["updated"] == 4_486 - len(keys)
    again = take(ops, "accounts", path)
    assert again.counts["created"] == 0 and Account.rows.count() == len(keys)
    xiaomi = Account.rows.get(name="北京小米科技有限责任公司")
    assert (xiaomi.founded, xiaomi.website) == (2010, "https://www.mi.com")


def test_taiwan_companies(ops):
    run = take(ops, "accounts", shared("tw-listed-companies/twse_equities_stocks_only.csv"))
    assert accounted(run)
    assert run.counts["created"] == Account.rows.count()
    assert run.counts["created"] + run.counts["merged"] == 1_046 - 1 or outcomes(run)
    assert Account.rows.get(stock_code="1101").name == "台泥"
