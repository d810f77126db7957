"""Routes of the ledger."""

from __future__ import annotations

from django.urls import include, path

from keyaccount.interfaces.web.intelligence import around, doing, listing, pages, recording
from keyaccount.interfaces.web.list_panels import routes

app_name = "intelligence"

_ONE = [
    path("", pages.show, name="show"),
    path("edit", recording.edit, name="edit"),
    path("outcome", doing.judge, name="judge"),
    path("withdraw", doing.withdraw, name="withdraw"),
    path("readers", doing.reader, name="reader"),
    path("readers/<uuid:member>/drop", doing.unname, name="unname"),
    path("links", doing.link, name="link"),
    path("links/<uuid:link>/remove", doing.unlink, name="unlink"),
    path("pairs/<uuid:pair>/settle", doing.settle, name="settle"),
    path("pairs/<uuid:pair>/remove", doing.unpair, name="unpair"),
    path("with/<uuid:other>/<slug:relation>", doing.pair, name="pair"),
]

urlpatterns = [
    path("intelligence/", listing.ledger, name="list"),
    path("intelligence/", include(routes(listing.SPEC))),
    path("intelligence/new", recording.new, name="new"),
    path("intelligence/<uuid:id>/", include(_ONE)),
    path("accounts/<uuid:id>/intelligence/", around.account, name="account"),
    path("deals/<uuid:id>/intelligence/", around.deal, name="deal"),
]
