"""Keep a list as somebody likes it: filters, sort and columns under a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keyaccount.access import Principal, everything, policy_of
from keyaccount.actions.shared import cleaning
from keyaccount.base.errors import Invalid
from keyaccount.records.org.models import SavedView

_WHY = "a member's own views"


@transaction.atomic
def save_view(
    *, by: Principal, at: datetime, page: str, name: str, query: str, shared: bool = False
) -> SavedView:
    """Make the view, or replace the member's own one of that name on that page. A view narrows, it never widens."""
    fields = policy_of("saved_view").by_name
    values, problems = cleaning.clean(by, fields, {"page": page, "name": name, "query": query})
    if problems:
        raise Invalid(*problems)
    view = everything(SavedView, why=_WHY).filter(member_id=by.id, page=page, name=values["name"]).first()
    view = view or SavedView(
        member=by.member, page=page, name=values["name"], created_at=at, created_by=by.id
    )
    view.query, view.shared, view.updated_at, view.updated_by = values["query"], shared, at, by.id
    view.save()
    return view
