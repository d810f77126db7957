"""Routes of the import and export pages."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.imports import exports, files, listing, running, wizard

app_name = "imports"

urlpatterns = [
    path("", listing.runs, name="list"),
    path("new", wizard.new, name="new"),
    path("template/<slug:kind>.xlsx", files.template, name="template"),
    path("<uuid:id>/", wizard.show, name="show"),
    path("<uuid:id>/read", wizard.read, name="read"),
    path("<uuid:id>/try", wizard.attempt, name="try"),
    path("<uuid:id>/columns", wizard.revise, name="revise"),
    path("<uuid:id>/begin", running.begin, name="begin"),
    path("<uuid:id>/progress", running.progress, name="progress"),
    path("<uuid:id>/cancel", running.cancel, name="cancel"),
    path("<uuid:id>/resume", running.resume, name="resume"),
    path("<uuid:id>/undo", running.undo, name="undo"),
    path("<uuid:id>/result", files.result, name="result"),
    path("exports/new/<slug:kind>", exports.start, name="export"),
    path("exports/<uuid:id>/", exports.show, name="export_show"),
    path("exports/<uuid:id>/progress", exports.progress, name="export_progress"),
    path("exports/<uuid:id>/file", exports.file, name="export_file"),
]
