"""Routes of the pages; each room keeps its own."""

from __future__ import annotations

from django.urls import include, path

from keyaccount.interfaces.web import home, searching, sign_in_views

urlpatterns = [
    path("", home.today, name="home"),
    path("today/team", home.team, name="home_team"),
    path("language", home.language, name="language"),
    path("search/", searching.search, name="search"),
    path("search/suggest", searching.suggest, name="suggest"),
    path("lookups/", include("keyaccount.interfaces.web.lookups")),
    path("", include("keyaccount.interfaces.web.insiders.urls")),
    path("", include("keyaccount.interfaces.web.intelligence.urls")),
    path("accounts/", include("keyaccount.interfaces.web.accounts.urls")),
    path("", include("keyaccount.interfaces.web.power.urls")),
    path("deals/", include("keyaccount.interfaces.web.deals.urls")),
    path("deals/", include("keyaccount.interfaces.web.contracts.offering_urls")),
    path("contracts/", include("keyaccount.interfaces.web.contracts.urls")),
    path("receipts/", include("keyaccount.interfaces.web.contracts.receipt_urls")),
    path("products/papers/", include("keyaccount.interfaces.web.contracts.paper_urls")),
    path("products/", include("keyaccount.interfaces.web.products.urls")),
    path("playbook/", include("keyaccount.interfaces.web.playbook.urls")),
    path("contacts/", include("keyaccount.interfaces.web.visits.contact_urls")),
    path("tasks/", include("keyaccount.interfaces.web.visits.task_urls")),
    path("pools/", include("keyaccount.interfaces.web.pools.urls")),
    path("people/", include("keyaccount.interfaces.web.profiles.urls")),
    path("people/", include("keyaccount.interfaces.web.people.urls")),
    path("imports/", include("keyaccount.interfaces.web.imports.urls")),
    path("settings/", include("keyaccount.interfaces.web.settings.urls")),
    path("sign-in/", include("keyaccount.interfaces.web.sign_in_urls")),
    path("setup/<str:secret>/", sign_in_views.first_password, name="setup"),
]
