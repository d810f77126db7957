"""The account book: every account from its row, and who held it when (ACC-1, ACC-5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from keyaccount.interfaces.cli.demo_company.codes import credit_code, landline
from keyaccount.interfaces.cli.demo_company.days import Past
from keyaccount.interfaces.cli.demo_company.shapes import Account, Address, Answer, Duplicate, Holding, Seat
from keyaccount.interfaces.cli.demo_company.sources import account_rows, stories, table
from keyaccount.interfaces.cli.demo_company.wording import spaced

COUNTRIES = {"81": "HK", "71": "TW"}
YI = 100_000_000


def accounts(past: Past, seed: int) -> tuple[Account, ...]:
    return tuple(
        _account(row, number, past, Random(f"{seed}/{row['key']}"))
        for number, row in enumerate(account_rows(), 1)
    )


def _account(row: dict[str, Any], number: int, past: Past, random: Random) -> Account:
    region, mainland = row["region"], row["region"][:2] not in COUNTRIES
    plain = "of" in row
    code = credit_code(random, region, row["own"]) if mainland and not plain else ""
    return Account(
        key=row["key"],
        external_id="" if plain else f"KH-{number:04d}",
        name=row["name"],
        short_name=row.get("short", ""),
        english_name=row.get("en", ""),
        credit_code=code,
        industry=row["industry"],
        ownership=row["own"],
        parent=row.get("parent", ""),
        region=region,
        addresses=_addresses(row),
        phone="" if plain else landline(region, 1000 + number),
        website="" if plain else f"https://www.{row['key']}.example",
        headcount=row.get("head"),
        seats=row.get("seats"),
        revenue=Decimal(str(row["rev"])) * YI if "rev" in row else None,
        currency=row.get("currency", "CNY"),
        founded=row.get("founded"),
        business=spaced(row.get("business") or _told(row["key"])),
        fiscal_year_start=row.get("fiscal", 1),
        budget_months=tuple(row.get("budget", (10, 11))),
        owner=row.get("owner", ""),
        pool=row.get("pool", ""),
        status=row["status"],
        source=row["source"],
        tags=tuple(row["tags"]),
        team=tuple(Seat(*seat.split(":")) for seat in row.get("team", ())),
        answers=_answers(row, past),
        created_on=past.day(row["created"]),
        created_by=first_holder(row),
        language="zh-hant" if row.get("hant") else "zh-hans",
    )


def _told(key: str) -> str:
    """What a story says of the account's business, where the account's own row is silent."""
    return next(
        (text for item, text, *_ in stories().get(key, {}).get("facts", ()) if item == "business"), ""
    )


def _addresses(row: dict[str, Any]) -> tuple[Address, ...]:
    country, street = COUNTRIES.get(row["region"][:2], "CN"), row.get("street")
    if not street:
        return ()
    office = Address("office", country, row["region"], spaced(street), row.get("post", ""), True)
    if row["status"] != "active" or "post" not in row:
        return (office,)
    return office, Address("invoice", country, row["region"], spaced(f"{street} 财务部"), row["post"], False)


def _answers(row: dict[str, Any], past: Past) -> tuple[Answer, ...]:
    """What somebody answered by hand (KA-1); seats, headcount, sector and group come from the account itself."""
    written = {
        "contract_amount": row.get("contract"),
        "position": row.get("position"),
        "voice": [True, row["voice"]] if "voice" in row else None,
    }
    on = past.day(max(20, row["created"] // 3))
    return tuple(
        Answer(criterion, answer[0], spaced(answer[1]), holder_on(row, past, on), on)
        for criterion, answer in written.items()
        if answer
    )


def first_holder(row: dict[str, Any]) -> str:
    """Who brought the account in."""
    if "released" in row:
        return str(row["released"][0])
    return str(row.get("previous") or row.get("owner") or "suman")


def _handed_over(row: dict[str, Any], past: Past) -> date:
    """The day the leaver's accounts went to the successor; young accounts a fortnight after their creation."""
    return past.day(min(int(table("company")["leaver"][1]), row["created"] - 14))


def holder_on(row: dict[str, Any], past: Past, day: date) -> str:
    """Whose account it was that day; the last holder for one in a pool."""
    if "previous" in row and day >= _handed_over(row, past):
        return str(row["owner"])
    return first_holder(row)


def holdings(past: Past) -> tuple[Holding, ...]:
    return tuple(holding for row in account_rows() for holding in _history(row, past))


def _history(row: dict[str, Any], past: Past) -> tuple[Holding, ...]:
    key, first, began = row["key"], first_holder(row), past.day(row["created"])
    if "previous" in row:
        on = _handed_over(row, past)
        return (
            Holding(key, first, "", began, on, "created", "", first),
            Holding(key, row["owner"], "", on, None, "transferred", "离职交接", "linmubai"),
        )
    if "released" in row:
        _, ago, how, reason = row["released"]
        on = past.day(ago)
        by = first if how == "released" else ""
        return (
            Holding(key, first, "", began, on, "created", "", first),
            Holding(key, "", row["pool"], on, None, how, spaced(reason), by),
        )
    return (Holding(key, row.get("owner", ""), row.get("pool", ""), began, None, "created", "", first),)


def duplicates() -> tuple[Duplicate, ...]:
    return tuple(Duplicate(row["of"], row["key"], row["why"]) for row in account_rows() if "of" in row)
