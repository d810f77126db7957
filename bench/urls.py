"""The product's routes and the floor."""

from __future__ import annotations

from django.urls import include, path

from bench import deal_floor, floor

urlpatterns = [
    path("floor/list", floor.listing),
    path("floor/account/<uuid:id>", floor.account),
    path("floor/search", floor.search),
    path("floor/board", deal_floor.board),
    path("floor/table", deal_floor.table),
    path("floor/funnel", deal_floor.funnel),
    path("floor/calendar", deal_floor.calendar),
    path("floor/receivables", deal_floor.receivables),
    path("floor/deal/<uuid:id>", deal_floor.deal),
    path("", include("keyaccount.site.urls")),
]
