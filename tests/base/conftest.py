"""Loading the dictionaries takes longer than one hypothesis example may; the machine may be busy besides."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("base", deadline=None)
settings.load_profile("base")
