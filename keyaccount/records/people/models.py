"""The people room: departments, persons and posts at the customer, ties, profiles, insiders."""

from keyaccount.records.people.insiders import (
    Insider,
    InsiderLog,
    InsiderNeed,
    InsiderReader,
    InsiderStep,
    InsiderTest,
)
from keyaccount.records.people.person import CustomerUnit, Person, Post
from keyaccount.records.people.profile import PersonKey, ProfileEntry
from keyaccount.records.people.ties import KinTie, OwnTie, Tie

__all__ = [
    "CustomerUnit",
    "Insider",
    "InsiderLog",
    "InsiderNeed",
    "InsiderReader",
    "InsiderStep",
    "InsiderTest",
    "KinTie",
    "OwnTie",
    "Person",
    "PersonKey",
    "Post",
    "ProfileEntry",
    "Tie",
]
