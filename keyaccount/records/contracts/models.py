"""The contracts room: proposal, quote, negotiation, contract, money."""

from keyaccount.records.contracts.contract import Contract, ContractLine, ContractRisk, Numbering, RouteStep
from keyaccount.records.contracts.money import Allocation, DunningStep, Instalment, Invoice, Receipt
from keyaccount.records.contracts.offering import (
    NegotiationLimit,
    NegotiationPoint,
    Proposal,
    ProposalFeedback,
    ProposalReview,
    Quote,
    QuoteLine,
)

__all__ = [
    "Allocation",
    "Contract",
    "ContractLine",
    "ContractRisk",
    "DunningStep",
    "Instalment",
    "Invoice",
    "NegotiationLimit",
    "NegotiationPoint",
    "Numbering",
    "Proposal",
    "ProposalFeedback",
    "ProposalReview",
    "Quote",
    "QuoteLine",
    "Receipt",
    "RouteStep",
]
