"""Two statements of the intelligence ledger that contradict each other, at any account of the world; made once."""

from __future__ import annotations

from typing import Any

from keyaccount.records.deals.models import Intelligence, IntelligencePair, IntelligenceReader
from keyaccount.records.org.models import Member
from tests.permissions.world import MADE, TODAY, World


def two(
    world: World, relation: str, owner: Member, *, secret: bool = False, reader: Member | None = None
) -> tuple[Any, Any, Any]:
    """A statement there, one that contradicts it, and the pair of both."""
    kept = vars(world).setdefault("statements", {})
    key = (relation, owner.pk, secret)
    if key not in kept:
        rows = [_statement(world, relation, owner, secret) for _ in range(2)]
        for row in rows if reader else ():
            IntelligenceReader.rows.create(intelligence=row, member=reader, **MADE)
        pair = IntelligencePair.rows.create(one=rows[0], other=rows[1], relation="contradicts", **MADE)
        kept[key] = (rows[0].pk, rows[1].pk, pair.pk)
    return kept[key]


def _statement(world: World, relation: str, owner: Member, secret: bool) -> Intelligence:
    return Intelligence.rows.create(
        account=world.at[relation]["account"],
        owner=owner,
        secret=secret,
        about="budget",
        statement="预算批了一半",
        source_kind="visit",
        how="会上听到",
        learned_on=TODAY,
        reliability="B",
        credibility="2",
        **MADE,
    )
