"""All policies; importing this makes every entity known."""

from keyaccount.access.policies import accounts, around, library, org, people

__all__ = ["accounts", "around", "library", "org", "people"]
