"""The product's routes and the floor."""

from __future__ import annotations

from django.urls import include, path

from bench import floor

urlpatterns = [
    path("floor/list", floor.listing),
    path("floor/account/<uuid:id>", floor.account),
    path("floor/search", floor.search),
    path("", include("keyaccount.site.urls")),
]
