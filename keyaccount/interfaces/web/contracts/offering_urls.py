"""Routes of what was offered in a deal, below the deal's own address."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.contracts import deal_contracts, offering, quote, reviewing, verbs
from keyaccount.interfaces.web.contracts.offering_verbs import VERBS

app_name = "offering"

urlpatterns = [
    path("<uuid:deal>/proposals/", offering.proposals, name="proposals"),
    path("<uuid:deal>/quotes/", offering.quotes, name="quotes"),
    path("<uuid:deal>/quotes/<uuid:id>/", quote.show, name="quote"),
    path("<uuid:deal>/contracts/", deal_contracts.contracts, name="contracts"),
    path("reviews/<uuid:id>/", reviewing.show, name="review"),
    path("<uuid:deal>/points/", offering.points, name="points"),
    *verbs.routes(VERBS),
]
