"""A database made by an earlier landed version comes up to this one and loses nothing.

`kept/` holds small databases as those versions stored them: a SQLite file and a PostgreSQL dump each.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.actions.profiles.cast import TOLD
from tests.interfaces.cli.running import Place, new_place

KEPT = Path(__file__).parent / "kept"
VERSIONS = ("accounts", "deals", "editions", "maps")
FIELD_KEY = "11" * 32
COUNTS = """
import json
from django.db import connection
with connection.cursor() as cursor:
    tables = connection.introspection.table_names(cursor)
    counts = {}
    for table in tables:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        counts[table] = cursor.fetchone()[0]
print(json.dumps(counts))
"""
READ = """
import json
from keyaccount.access import Principal
from datetime import date
from keyaccount.actions.profiles.reveal_profile import reveal_profile
from keyaccount.base.clock import now
from keyaccount.queries.insiders.listing import insiders_of
from keyaccount.queries.power.power_map import power_map
from keyaccount.queries.records.list_records import list_records
from keyaccount.records.accounts.models import Account
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import ProfileEntry
by = Principal(Member.rows.get(login="lilei"))
accounts = list_records(by, "account", {})
people = list_records(by, "person", {})
deals = list_records(by, "opportunity", {})
told = list_records(by, "intelligence", {})
kept = [line for row in Account.rows.all() for line in insiders_of(by, row, date(2026, 11, 23))]
entries = [reveal_profile(by=by, at=now(), id=row.pk, purpose="升级后核对") for row in ProfileEntry.rows.all()]
maps = [power_map(by, today=date(2026, 11, 23), account=row.id) for row in accounts.rows]
print(json.dumps({
    "accounts": sorted(row.values["name"] for row in accounts.rows),
    "people": [row.values["name"] for row in people.rows],
    "deals": [row.values["name"] for row in deals.rows],
    "told": sorted(row.values["statement"] for row in told.rows),
    "insiders": [line.row.code_name for line in kept],
    "sealed": entries,
    "map": [card.name for found in maps for card in found.cards],
}, ensure_ascii=False))
"""


def _place(version: str, folder: Path) -> Place:
    made = new_place(folder)
    folder.mkdir()
    extra = {**made.extra, "KEYACCOUNT_FIELD_KEY": FIELD_KEY}
    if "DATABASE_URL" in extra:
        import psycopg

        with psycopg.connect(extra["DATABASE_URL"], autocommit=True) as server:
            server.execute(gzip.decompress((KEPT / f"{version}.sql.gz").read_bytes()))  # type: ignore[arg-type]
    else:
        (folder / "keyaccount.sqlite3").write_bytes(
            gzip.decompress((KEPT / f"{version}.sqlite3.gz").read_bytes())
        )
    return Place(folder, extra)


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_is_lost(version: str, tmp_path: Path) -> None:
    place = _place(version, tmp_path / "data")
    before = json.loads(place.python(COUNTS))
    place.run("migrate")
    after = json.loads(place.python(COUNTS))
    assert {t: (n, after.get(t)) for t, n in before.items() if after.get(t, 0) < n} == {}
    seen = json.loads(place.python(READ))
    assert "云栖数据港股份有限公司" in seen["accounts"]
    people = ["孟科", "欧阳明慧"] if version == "maps" else ["欧阳明慧"]
    assert sorted(seen["people"]) == people
    assert seen["deals"] == ([] if version == "accounts" else ["行政系统"])
    assert sorted(seen["map"]) == people
    assert seen["told"] == (["预算两百万", "预算只有八十万"] if version == "maps" else [])
    assert seen["insiders"] == (["青松"] if version == "maps" else [])
    assert seen["sealed"] == ([TOLD] if version == "maps" else [])
    assert "全部完好" in place.run("verify")
    assert place.run("migrate").strip() == "数据库已是最新"
