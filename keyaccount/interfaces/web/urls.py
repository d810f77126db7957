"""Routes of the pages; each room keeps its own."""

from __future__ import annotations

from django.urls import include, path

from keyaccount.interfaces.web import home

urlpatterns = [
    path("", home.today, name="home"),
    path("language", home.language, name="language"),
    path("search/", home.search, name="search"),
    path("search/suggest", home.suggest, name="suggest"),
    path("lookups/", include("keyaccount.interfaces.web.lookups")),
    path("accounts/", include("keyaccount.interfaces.web.accounts.urls")),
    path("pools/", include("keyaccount.interfaces.web.pools.urls")),
    path("people/", include("keyaccount.interfaces.web.people.urls")),
    path("imports/", include("keyaccount.interfaces.web.imports.urls")),
    path("settings/", include("keyaccount.interfaces.web.settings.urls")),
    path("sign-in/", include("keyaccount.interfaces.web.sign_in_urls")),
]
