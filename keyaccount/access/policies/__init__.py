"""All policies; importing this makes every entity known."""

from keyaccount.access.policies import (
    accounts,
    around,
    contracts,
    deals,
    insiders,
    intelligence,
    library,
    offering,
    org,
    papers,
    people,
    power,
    profile,
    visits,
)

__all__ = [
    "accounts",
    "around",
    "contracts",
    "deals",
    "insiders",
    "intelligence",
    "library",
    "offering",
    "org",
    "papers",
    "people",
    "power",
    "profile",
    "visits",
]
