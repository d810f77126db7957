"""People as others keep them: directors with seats on several boards, and cards from many address books."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict

import pytest

from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Person, Post
from tests.cast import Company, acting
from tests.importing import accounted, outcomes, take
from tests.shared_data import shared

pytestmark = pytest.mark.django_db
CARDS = "vcards-ezvcard"


@pytest.fixture
def ops(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return acting(Company().ops)


def unpacked(name, folder):
    path = folder / name.rpartition("/")[2].removesuffix(".gz")
    path.write_bytes(gzip.decompress(shared(name).read_bytes()))
    return path


def test_directors_hold_several_seats(ops, tmp_path):
    companies = take(ops, "accounts", unpacked("cn-listed-executives/stock.csv.gz", tmp_path))
    assert accounted(companies) and companies.counts["refused"] == 0
    path = unpacked("cn-listed-executives/executive_prep.csv.gz", tmp_path)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    run = take(ops, "people", path, options={"identity": ["name", "gender", "age"]})
    assert len(rows) == 24_775 and accounted(run)
    refused = [reason for _, outcome, reason in outcomes(run) if outcome == "refused"]
    codes = {
        code.zfill(6) for code in Account.rows.values_list("stock_code", flat=True)
    }  # the file lost the zeros
    assert len(refused) == sum(row["code"] not in codes for row in rows)

    boards = defaultdict(set)
    for row in rows:
        if row["code"] in codes and row["gender"] in ("男", "女"):
            boards[row["name"], row["gender"], row["age"]].add(row["code"])
    several = {who: seats for who, seats in boards.items() if len(seats) > 1}
    assert len(several) > 2_000
    who, seats = max(several.items(), key=lambda one: len(one[1]))
    held = Post.rows.filter(
        person__name=who[0],
        person__external_id__startswith="same:",
        account__stock_code__in=(min(seats), min(seats).lstrip("0")),
    )
    person = held.get().person
    posts = Post.rows.filter(person=person).values_list("account__stock_code", flat=True)
    assert {code.zfill(6) for code in posts} == seats
    assert Post.rows.filter(person=person, is_primary=True).count() == 1
    identified = Person.rows.filter(external_id__startswith="same:").count()
    assert identified == len(boards)

    again = take(ops, "people", path, options={"identity": ["name", "gender", "age"]})
    assert again.counts["created"] == 0 and again.counts["updated"] == 0


def test_cards_of_many_address_books(ops):
    for path in sorted(shared(CARDS).iterdir()):
        if path.suffix not in (".vcf", ".json"):
            continue
        run = take(
            ops, "people", path, options={"create_accounts": True, "defaults": {"account": "名片来的客户"}}
        )
        assert run.state == "done", (path.name, run.problem)
        assert accounted(run), path.name
        assert (
            run.counts["created"] + run.counts["merged"] + run.counts["updated"] + run.counts["unchanged"] > 0
        )
    assert Person.rows.filter(name="John Doe").exists()
    assert Account.rows.filter(name="名片来的客户").exists()
