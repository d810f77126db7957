"""A department that is no longer used is put away; nobody and nothing may be left in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.org.models import Department, Member

_WHY = "whether a department is empty holds for the whole company"


@transaction.atomic
def close_department(*, by: Principal, at: datetime, id: UUID | str) -> Department:
    """Archive the department. Raises `Missing`, `Refused`, or `Invalid` naming what is still in it."""
    department: Department = changeable(by, "department", id, verb="archive")
    members = everything(Member, why=_WHY).filter(department=department, is_active=True).count()
    below = everything(Department, why=_WHY).filter(parent=department, archived_at=None).count()
    if members or below:
        message = say("里面还有 {n} 位成员、{m} 个下级部门，请先移走", n=members, m=below)
        raise Invalid(Problem("in_use", message))
    closed: Department = archive_record(by=by, at=at, entity="department", id=id)
    return closed
