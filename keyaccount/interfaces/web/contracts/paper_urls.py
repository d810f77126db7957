"""Routes of papers for customers and of their templates."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.contracts import papers

app_name = "papers"

urlpatterns = [
    path("", papers.templates, name="list"),
    path("standard/<slug:kind>/<slug:ending>", papers.standard_file, name="standard"),
    path("<uuid:id>/file", papers.template_file, name="file"),
    path("<uuid:id>/preview", papers.preview, name="preview"),
    path("<uuid:id>/archive", papers.archive, name="archive"),
    path("<uuid:id>/restore", papers.restore, name="restore"),
    path("<slug:kind>/<uuid:id>/<slug:ending>", papers.write, name="write"),
]
