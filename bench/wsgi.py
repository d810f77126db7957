"""The server under test: the product plus the floor pages."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

from keyaccount.site.wsgi import application

__all__ = ["application"]
