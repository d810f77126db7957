"""Real organisations from the data sets, in one shape: who there is, in which department, to whom they report, ties."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.shared_data import shared


@dataclass
class Somebody:
    """`above` the key of the superior, "" for nobody. `power` 1–5."""

    key: str
    name: str
    title: str
    unit: str
    above: str = ""
    power: int = 3


@dataclass
class Organisation:
    name: str
    people: list[Somebody]
    influences: list[tuple[str, str]] = field(default_factory=list)
    trusts: list[tuple[str, str]] = field(default_factory=list)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.DictReader(file)


def hightech(most: int = 21) -> Organisation:
    """21 managers of a high-tech maker (Krackhardt 1987): formal lines, whom they ask, with whom they are friends."""
    base = shared("hightech-managers-network")
    above = {row["source"]: row["target"] for row in _rows(base / "reports_to.csv")}
    titles = {"1": "总裁", "2": "副总裁", "3": "经理"}
    people = [
        Somebody(row["id"], f"经理 {row['id']}", titles[row["level"]], f"{row['dept']} 部", above.get(row["id"], ""), 6 - int(row["level"]) if row["level"] != "1" else 5)
        for row in _rows(base / "nodes.csv")
    ]  # fmt: skip
    people.sort(key=lambda one: (-one.power, int(one.key)))
    kept = {one.key for one in people[:most]}
    asked: dict[str, int] = {}
    for row in _rows(base / "advice.csv"):
        asked[row["target"]] = asked.get(row["target"], 0) + 1
    advice = [(r["target"], r["source"]) for r in _rows(base / "advice.csv") if asked[r["target"]] >= 13]
    friends = {tuple(sorted((r["source"], r["target"]))) for r in _rows(base / "friendship.csv")}
    return Organisation(
        "高科技厂",
        people[:most],
        [pair for pair in advice if kept >= set(pair)][:24],
        [(a, b) for a, b in sorted(friends) if {a, b} <= kept][:20],
    )


def executives(most: int = 60) -> Organisation:
    """Boards of listed companies side by side, each a department, under one imagined group."""
    people: list[Somebody] = [Somebody("top", "集团", "实际控制人", "集团总部", power=5)]
    heads: dict[str, str] = {}
    for n, row in enumerate(_rows(shared("cn-listed-executives/executive_prep.csv.gz"))):
        code = row.get("code") or row.get("股票代码") or list(row.values())[-2]
        job = row.get("jobs") or row.get("职位") or list(row.values())[-1] or ""
        key = str(n)
        head = heads.setdefault(str(code), key)
        person = Somebody(key, next(iter(row.values())) or "", job[:30], f"公司 {code}", "top" if head == key else head, 4 if head == key else 2)  # fmt: skip
        people.append(person)
        if len(people) >= most:
            break
    return Organisation("上市公司董事会", people)


def cabinet(most: int = 200, *, juniors: bool = False) -> Organisation:
    """A government department with 235 senior posts, most names undisclosed; with `juniors` also the counted posts."""
    base = shared("uk-organograms")
    people: list[Somebody] = []
    seen: set[str] = set()
    for row in _rows(base / "cabinet_office-2011-09-30-senior.csv"):
        key = row["Post Unique Reference"]
        if key in seen:
            continue
        seen.add(key)
        name = row["Name"] if row["Name"] not in ("N/D", "") else f"未公开 {key}"
        grade = row["Grade (or equivalent)"]
        power = {"SCS4": 5, "SCS3": 5, "SCS2": 4, "SCS1": 3}.get(grade, 2)
        people.append(Somebody(key, name, row["Job Title"][:60], row["Unit"][:60], row["Reports to Senior Post"], power))  # fmt: skip
    if juniors:
        for n, row in enumerate(_rows(base / "cabinet_office-2011-09-30-junior.csv")):
            people.append(Somebody(f"j{n}", f"初级岗位 {n}", row["Generic Job Title"][:60], row["Unit"][:60], row["Reporting Senior Post"], 1))  # fmt: skip
    kept = people[:most]
    keys = {one.key for one in kept}
    for one in kept:
        if one.above not in keys or one.above == one.key:
            one.above = ""
    return Organisation("内阁办公室", kept)


SIZES = {12: lambda: hightech(12), 21: hightech, 60: executives, 200: cabinet, 500: lambda: cabinet(500, juniors=True)}  # fmt: skip
