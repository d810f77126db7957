"""Roles as they are in force, generated from the code that decides (an auditor reads what runs)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import CLASS_LABEL, ROLES, FieldClass, Principal, Relation, Role, policies
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.settings.doors import PEOPLE, need
from keyaccount.interfaces.web.settings.words import FUNCTION, RELATION


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    need(by, *PEOPLE)
    context = {
        "roles": [_told(role) for role in ROLES.values()],
        "classes": CLASS_LABEL,
        "relations": RELATION,
    }
    return page(request, "settings/roles.html", context)


def _told(role: Role) -> dict[str, Any]:
    """One role: a line per relation with what is read and written, and its functions in words."""
    rows = []
    for relation in Relation:
        grant = role.grants.get(relation)
        if grant is not None:
            cells = [_cell(klass, grant.read, grant.write) for klass in FieldClass]
            only = [str(policies()[entity].label) for entity in sorted(grant.only)] if grant.only else []
            rows.append({"relation": RELATION[relation], "cells": cells, "only": only})
    functions = [str(FUNCTION[key]) for key in sorted(role.functions)]
    return {"role": role, "rows": rows, "functions": functions}


def _cell(klass: FieldClass, read: frozenset[FieldClass], write: frozenset[FieldClass]) -> str:
    if klass in write:
        return str(say("读写"))
    return str(say("只读")) if klass in read else ""
