"""The deals room: opportunity, judgement, stages."""

from keyaccount.records.deals.judging import Answer, ChanceReading, Need, Passage, Waiver
from keyaccount.records.deals.opportunity import Opportunity, OpportunityLine, OpportunityMember

__all__ = [
    "Answer",
    "ChanceReading",
    "Need",
    "Opportunity",
    "OpportunityLine",
    "OpportunityMember",
    "Passage",
    "Waiver",
]
