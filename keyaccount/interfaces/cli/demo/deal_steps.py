"""The steps of the demo company's deals from stage to stage (STG-4)."""

from __future__ import annotations

from collections.abc import Iterable

from keyaccount.actions.shared.bulk import insert_all
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.cli.demo.deals import Sold, step_at
from keyaccount.interfaces.cli.demo_company.deals import STAGES, Deal
from keyaccount.records.deals.models import Passage


def write(sold: Sold) -> None:
    """Every step with its day, in the order of the deals."""
    insert_all(Passage, [row for deal in sold.deals for row in _steps(sold, deal)])


def _steps(sold: Sold, deal: Deal) -> Iterable[Passage]:
    edition, row = edition_in_force(), sold.rows[deal.key]
    gates = {stage.key: stage.gate for stage in edition.pipeline("ka").stages}
    moves = [("advance" if n else "open", STAGES[n], day, n) for n, day in enumerate(deal.entered)]
    ends = {"won": "win", "lost": "lose", "shelved": "shelve"}
    if deal.closed_on:
        moves.append((ends[deal.state], deal.stage, deal.closed_on, 9))
    before, since = "", deal.entered[0]
    for kind, stage, day, mark in moves:
        end = kind in ("lose", "shelve")
        passed = kind in ("advance", "win")
        yield Passage(
            opportunity=row,
            kind=kind,
            from_stage=before,
            to_stage=stage,
            reason=row.close_reason if end else "",
            note=row.close_note if end else "",
            lost_to=row.lost_to if end else "",
            amount=deal.amount,
            days=(day - since).days,
            edition_number=edition.number,
            edition_digest=edition.hash,
            items=[
                {"item": item.key, "state": "met", "waived": False, "known": []}
                for item in (gates[before] if passed else ())
            ],
            at=step_at(deal, day, mark),
            by=None if kind == "win" else sold.owner(deal),
        )
        before, since = stage, day
