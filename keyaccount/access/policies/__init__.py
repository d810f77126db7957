"""All policies; importing this makes every entity known."""

from keyaccount.access.policies import (
    accounts,
    around,
    contracts,
    deals,
    library,
    offering,
    org,
    papers,
    people,
    visits,
)

__all__ = [
    "accounts",
    "around",
    "contracts",
    "deals",
    "library",
    "offering",
    "org",
    "papers",
    "people",
    "visits",
]
