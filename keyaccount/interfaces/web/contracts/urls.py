"""Routes of contracts, and of everything changed in the panel of this room."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.contracts import (
    changing,
    files,
    listing,
    planning,
    receivables,
    show,
    unmatching,
    verbs,
)
from keyaccount.interfaces.web.contracts.contract_verbs import VERBS
from keyaccount.interfaces.web.list_panels import routes

app_name = "contracts"

urlpatterns = [
    path("", listing.contracts, name="list"),
    *routes(listing.SPEC),
    path("receivables/", receivables.show, name="receivables"),
    path("parts/<slug:entity>/new", changing.add, name="add"),
    path("parts/<slug:entity>/new/<uuid:parent>", changing.add, name="add_to"),
    path("parts/<slug:entity>/<uuid:id>", changing.change, name="change"),
    path("parts/<slug:entity>/<uuid:id>/remove", changing.remove, name="remove"),
    path("ledger/<int:line>/unmatch", unmatching.unmatch_line, name="unmatch"),
    *verbs.routes(VERBS),
    path("<uuid:id>/", show.show, name="show"),
    path("<uuid:id>/copy", files.file, name="copy"),
    path("<uuid:id>/copy/file", files.download, name="copy_file"),
    path("<uuid:id>/plan", planning.plan, name="plan"),
    path("<uuid:id>/archive", files.archive, name="archive"),
    path("<uuid:id>/restore", files.restore, name="restore"),
]
