"""The deals room: opportunity, judgement, stages, who decides, intelligence."""

from keyaccount.records.deals.intelligence import (
    Intelligence,
    IntelligenceLink,
    IntelligencePair,
    IntelligenceReader,
)
from keyaccount.records.deals.judging import Answer, ChanceReading, Need, Passage, Waiver
from keyaccount.records.deals.opportunity import Opportunity, OpportunityLine, OpportunityMember
from keyaccount.records.deals.power import (
    CoachMute,
    DecisionOrder,
    DecisionStep,
    Reason,
    Stakeholder,
    StakeholderValue,
)

__all__ = [
    "Answer",
    "ChanceReading",
    "CoachMute",
    "DecisionOrder",
    "DecisionStep",
    "Intelligence",
    "IntelligenceLink",
    "IntelligencePair",
    "IntelligenceReader",
    "Need",
    "Opportunity",
    "OpportunityLine",
    "OpportunityMember",
    "Passage",
    "Reason",
    "Stakeholder",
    "StakeholderValue",
    "Waiver",
]
