"""Routes of imports and exports."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.imports import exporting, files, listing, making, steps

app_name = "imports"

urlpatterns = [
    path("", listing.runs, name="list"),
    path("new", making.new, name="new"),
    path("template/<slug:kind>", files.template, name="template"),
    path("export/<slug:kind>", exporting.export, name="export"),
    path("export/<slug:kind>/chosen", exporting.export_chosen, name="export_chosen"),
    path("exports/<uuid:id>", files.exported, name="exported"),
    path("<uuid:id>/", steps.show, name="show"),
    path("<uuid:id>/progress", steps.progress, name="progress"),
    path("<uuid:id>/read", steps.read, name="read"),
    path("<uuid:id>/try", steps.attempt, name="try"),
    path("<uuid:id>/revise", steps.revise, name="revise"),
    path("<uuid:id>/begin", steps.begin, name="begin"),
    path("<uuid:id>/cancel", steps.cancel, name="cancel"),
    path("<uuid:id>/undo", steps.undo, name="undo"),
    path("<uuid:id>/rows", files.rows, name="rows"),
]
