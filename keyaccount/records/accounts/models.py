"""The accounts room: customer, group, dossier, pool."""

from keyaccount.records.accounts.account import Account, AccountTag, Industry, Pool, Tag
from keyaccount.records.accounts.around import (
    AccountFile,
    Address,
    DossierFact,
    Holding,
    Merge,
    MonthlyResult,
    Note,
    Share,
    TeamSeat,
    TierJudgement,
)

__all__ = [
    "Account",
    "AccountFile",
    "AccountTag",
    "Address",
    "DossierFact",
    "Holding",
    "Industry",
    "Merge",
    "MonthlyResult",
    "Note",
    "Pool",
    "Share",
    "Tag",
    "TeamSeat",
    "TierJudgement",
]
