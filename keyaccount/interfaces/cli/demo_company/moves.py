"""Posts change hands: people who moved to another customer, hold two posts in one group, or left (glossary: posts are not persons)."""

from __future__ import annotations

from datetime import timedelta

from keyaccount.interfaces.cli.demo_company.days import Past, month_start
from keyaccount.interfaces.cli.demo_company.people import Draft, Held
from keyaccount.interfaces.cli.demo_company.shapes import Account
from keyaccount.interfaces.cli.demo_company.sources import table
from keyaccount.interfaces.cli.demo_company.structure import unit_key

NOTICE = timedelta(days=12)


def settle(found: list[Draft], accounts: tuple[Account, ...], past: Past) -> None:
    """Applies the three tables of `moves.toml` to the drafts, in place."""
    homes = {account.key: account for account in accounts}
    for source, title, target, unit, new_title, rank, ago in table("moves")["moved"]:
        draft = _holder(found, source, title)
        draft.post(title).is_primary = False
        draft.post(title).ended_on = past.day(ago) - NOTICE
        draft.home = homes[target]
        draft.held.append(Held(target, unit_key(target, unit), new_title, rank, past.day(ago)))
    for account, title, second, unit, second_title, ago in table("moves")["two_posts"]:
        draft = _holder(found, account, title)
        started = month_start(past.day(ago))
        rank = draft.post(title).rank
        draft.held.append(Held(second, unit_key(second, unit), second_title, rank, started, is_primary=False))
    for account, title, ago in table("moves")["left"]:
        _holder(found, account, title).post(title).ended_on = past.day(ago)


def _holder(found: list[Draft], account: str, title: str) -> Draft:
    """Whoever we first knew in that post; a table naming a post that does not exist fails loudly."""
    return next(draft for draft in found if draft.held[0].account == account and draft.held[0].title == title)
