"""Routes of what was offered in a deal, below the deal's own address."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.contracts import offering, quote, verbs
from keyaccount.interfaces.web.contracts.offering_verbs import VERBS

app_name = "offering"

urlpatterns = [
    path("<uuid:deal>/proposals/", offering.proposals, name="proposals"),
    path("<uuid:deal>/quotes/", offering.quotes, name="quotes"),
    path("<uuid:deal>/quotes/<uuid:id>/", quote.show, name="quote"),
    path("<uuid:deal>/points/", offering.points, name="points"),
    *verbs.routes(VERBS),
]
