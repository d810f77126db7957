"""What runs here: versions, the method in force, and whose work it rests on."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

import django
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.base.language import listed
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.pages import page

PRODUCT = "keyaccount"


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "version": _version(),
        "database": _database(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "edition": edition_in_force(),
        "libraries": _libraries(),
    }
    return page(request, "settings/about.html", context)


@cache
def _version() -> str:
    try:
        return metadata.version(PRODUCT)
    except metadata.PackageNotFoundError:
        return "–"


def _database() -> str:
    version = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {version}"


@cache
def _libraries() -> list[tuple[str, str, str]]:
    """Name, version and licence of everything installed beside us."""
    found = {}
    for one in metadata.distributions():
        name = one.metadata["Name"]
        if name and name.lower() != PRODUCT:
            found[name.lower()] = (name, one.version, _licence(one.metadata))
    return [found[key] for key in sorted(found)]


def _licence(told: metadata.PackageMetadata) -> str:
    given = told.json.get("license_expression", "")
    classified = [
        c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    plain = str(told.json.get("license", "")).strip().split("\n")[0]
    return str(given) or str(listed(classified)) or plain[:80]
