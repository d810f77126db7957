"""Addresses under /api/."""

from __future__ import annotations

from django.urls import include, path, re_path

from keyaccount.interfaces.api import docs, server

urlpatterns = [
    path("v1/openapi.json", server.guarded(docs.schema), name="api-schema"),
    path("v1/docs", docs.page, name="api-docs"),
    path("v1/docs.css", docs.style, name="api-docs-style"),
    path("v1/", include((list(server.patterns()), "api"))),
    re_path(r"^.*$", server.guarded(server.nowhere)),
]
