"""How much a member holds, for who hands it over without seeing it."""

from __future__ import annotations

from uuid import UUID

from keyaccount.access import Principal, everything
from keyaccount.records.accounts.models import Account


def held_by(by: Principal, member: UUID | str) -> int:
    """The number of customers a member owns, archived ones too; for the function org.manage alone."""
    by.must("org.manage")
    rows = everything(
        Account, why="an administrator learns how many accounts a leaver hands over, and nothing else"
    )
    return rows.filter(owner_id=member).count()
