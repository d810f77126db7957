"""Addresses by route name, remembered: a page asks for dozens of them, and a route never changes while we run."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import reverse


@lru_cache(maxsize=16_384)
def route(name: str, *args: Any) -> str:
    """`route("accounts:show", id)`: the address of a page."""
    return reverse(name, args=args or None)
