"""Routes of receipts."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.contracts import receipts
from keyaccount.interfaces.web.list_panels import routes

app_name = "receipts"

urlpatterns = [
    path("", receipts.receipts, name="list"),
    *routes(receipts.SPEC),
    path("<uuid:id>/", receipts.show, name="show"),
    path("<uuid:id>/match", receipts.match, name="match"),
]
