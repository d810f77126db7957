"""古怪的文字导出成表格和名片：没有一格会被当成公式，没有一行会被当成另一张名片。"""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from keyaccount.actions.exporting.export_file import export_file
from keyaccount.base import clock
from keyaccount.queries.library.export_rows import export_rows
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Person
from tests.cast import Company, account, acting
from tests.naughty.strings import OWN, strings
from tests.permissions.world import MADE

pytestmark = pytest.mark.django_db
STARTS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def company() -> Company:
    company = Company()
    for number, text in enumerate([*OWN, *strings(8)]):
        made = account(
            f"{text[:150]}", company.lilei, note=text, english_name=text[:200], external_id=f"n{number}"
        )
        scope = {"owner_id": company.lilei.pk, "department_id": company.east.pk}
        Person.rows.create(
            name=text[:100],
            name_sort="x",
            account=made,
            title=text[:200],
            note=text,
            english_name=text[:100],
            **scope,
            **MADE,
        )
    return company


def exported(company: Company, kind: str, folder: Path, ending: str) -> Path:
    by = acting(company.lilei)
    _, path = export_file(
        by=by, at=clock.now(), kind=kind, params={}, path=folder / f"{kind}.{ending}", rows=export_rows
    )
    return path


@pytest.mark.parametrize("kind", ["accounts", "people"])
def test_no_cell_of_a_csv_is_a_formula(company: Company, kind: str, tmp_path: Path) -> None:
    with exported(company, kind, tmp_path, "csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    bad = [cell for row in rows for cell in row if cell.startswith(STARTS) and not _number(cell)]
    assert len(rows) > len(OWN) and not bad


@pytest.mark.parametrize("kind", ["accounts", "people"])
def test_no_cell_of_a_workbook_is_a_formula(company: Company, kind: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(exported(company, kind, tmp_path, "xlsx")) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    assert any("<c " in sheet for sheet in sheets)
    assert not [
        mark for sheet in sheets for mark in ("<f>", "<f ", "<hyperlink ", "externalLink") if mark in sheet
    ]


def test_cards_stay_one_a_person(company: Company, tmp_path: Path) -> None:
    lines = (
        exported(company, "people", tmp_path, "vcf").read_bytes().decode().replace("\r\n ", "").split("\r\n")
    )
    assert lines.count("BEGIN:VCARD") == lines.count("END:VCARD") == Person.rows.count()
    assert Account.rows.count() == Person.rows.count()


def _number(cell: str) -> bool:
    """A plain number or telephone begins with a sign and calculates nothing."""
    return cell.lstrip("+-").replace(" ", "").replace("-", "").replace(".", "", 1).isdigit()
