"""Routes of the playbook pages."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.playbook import drafting, editions, showing

app_name = "playbook"

urlpatterns = [
    path("", showing.show, name="show"),
    path("editions/", editions.listing, name="editions"),
    path("editions/compare/", editions.choose, name="choose"),
    path("editions/move/", editions.move, name="move"),
    path("editions/<int:number>.toml", editions.download, name="download"),
    path("editions/<int:old>/compare/<int:new>/", editions.comparison, name="compare"),
    path("draft/", drafting.show, name="draft"),
    path("draft/begin/", drafting.begin, name="begin"),
    path("draft/text/", drafting.text, name="text"),
    path("draft/draft.toml", drafting.download, name="draft-download"),
    path("draft/publish/", drafting.publish, name="publish"),
    path("draft/drop/", drafting.drop, name="drop"),
    path("draft/edit/<path:address>/", drafting.entry, name="entry"),
]
