"""Routes of the accounts pages."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.accounts import bulk, listing
from keyaccount.interfaces.web.list_panels import routes

app_name = "accounts"

urlpatterns = [
    path("", listing.accounts, name="list"),
    *routes(listing.SPEC),
    path("bulk/transfer", bulk.transfer, name="bulk_transfer"),
    path("bulk/release", bulk.release, name="bulk_release"),
    path("bulk/tag", bulk.tag, name="bulk_tag"),
]
