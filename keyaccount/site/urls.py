"""Where each way in begins; the routes themselves lie with their interface."""

from __future__ import annotations

from django.urls import include, path

from keyaccount.interfaces.api.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("api/", include("keyaccount.interfaces.api.urls")),
    path("", include("keyaccount.interfaces.web.urls")),
]

handler404 = "keyaccount.interfaces.web.pages.not_found"
handler429 = "keyaccount.interfaces.web.pages.too_many"
handler500 = "keyaccount.interfaces.web.pages.broken"
