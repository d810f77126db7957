"""The customers' departments, and which posts there are to be held (PPL-1)."""

from __future__ import annotations

from dataclasses import dataclass

from keyaccount.interfaces.cli.demo_company.shapes import Account, Unit
from keyaccount.interfaces.cli.demo_company.sources import stories, table
from keyaccount.interfaces.cli.demo_company.wording import spaced

POSTS_BY_STATUS = {"prospect": 3, "dormant": 4, "lost": 4}
POSTS_IN_POOL = 2
POSTS_JUDGED, POSTS_ACTIVE = 4, 5


@dataclass(frozen=True)
class Opening:
    """A post to be filled; `name` and `gender` are set where a story names the person."""

    unit: str
    title: str
    rank: str
    name: str = ""
    gender: str = ""


def _template(account: Account) -> dict[str, list[list[str]]]:
    kind = "hant" if account.language == "zh-hant" else table("units")["uses"][account.industry]
    found: dict[str, list[list[str]]] = table("units")[kind]
    return found


def unit_key(account: str, name: str) -> str:
    return f"{account}/{name}"


def units(account: Account) -> tuple[Unit, ...]:
    """A story's own departments, else those usual in the industry; near-duplicates have none."""
    if not account.external_id:
        return ()
    story = stories().get(account.key)
    rows = story["units"] if story else _template(account)["units"]
    note = (
        next((spaced(text) for item, text, *_ in story["facts"] if item == "organisation"), "")
        if story
        else ""
    )
    return tuple(
        Unit(
            key=unit_key(account.key, name),
            account=account.key,
            parent=unit_key(account.key, parent) if parent else "",
            name=name,
            function=function,
            sort=sort,
            note="" if parent else note,
        )
        for sort, (name, parent, function) in enumerate(rows)
    )


def openings(account: Account) -> tuple[Opening, ...]:
    """The posts whose holders we know: all in a story, fewer the less we have to do with the account."""
    if not account.external_id:
        return ()
    story = stories().get(account.key)
    if story:
        named = [
            Opening(unit, title, rank, name, gender) for name, gender, unit, title, rank in story["people"]
        ]
        return (*named, *(Opening(*row) for row in story["more"]))
    posts = _template(account)["posts"]
    if account.pool:
        posts = posts[:POSTS_IN_POOL]
    elif account.status == "prospect" and account.answers:
        posts = posts[:POSTS_JUDGED]
    else:
        posts = posts[: POSTS_BY_STATUS.get(account.status, POSTS_ACTIVE)]
    return tuple(Opening(*row) for row in posts)
