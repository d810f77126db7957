"""Routes of the public pools."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.list_panels import routes
from keyaccount.interfaces.web.pools import listing, rules

app_name = "pools"

urlpatterns = [
    path("", listing.pools, name="list"),
    *routes(listing.SPEC),
    path("accounts/<uuid:id>/claim", listing.claim, name="claim"),
    path("rules/", rules.overview, name="rules"),
    path("rules/new", rules.new, name="new"),
    path("rules/<uuid:id>", rules.edit, name="edit"),
    path("tonight/", rules.tonight, name="tonight"),
]
