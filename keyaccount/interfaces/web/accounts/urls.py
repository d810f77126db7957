"""Routes of the accounts pages."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.accounts import (
    around,
    bulk,
    creating,
    deals,
    dossier,
    fields,
    files,
    hanging,
    judging,
    listing,
    merging,
    organisation,
    pareto,
    timeline,
    verbs,
)
from keyaccount.interfaces.web.list_panels import routes

app_name = "accounts"

urlpatterns = [
    path("", listing.accounts, name="list"),
    *routes(listing.SPEC),
    path("new", creating.new, name="new"),
    path("new/check", creating.check, name="check"),
    path("pareto/", pareto.pareto, name="pareto"),
    path("bulk/transfer", bulk.transfer, name="bulk_transfer"),
    path("bulk/release", bulk.release, name="bulk_release"),
    path("bulk/tag", bulk.tag, name="bulk_tag"),
    path("<uuid:id>/", dossier.show, name="show"),
    path("<uuid:id>/organisation/", organisation.organisation, name="organisation"),
    path("<uuid:id>/deals/", deals.deals, name="deals"),
    path("<uuid:id>/timeline/", timeline.timeline, name="timeline"),
    path("<uuid:id>/group/", around.group, name="group"),
    path("<uuid:id>/results/", around.results, name="results"),
    path("<uuid:id>/team/", around.team, name="team"),
    path("<uuid:id>/files/", files.files, name="files"),
    path("<uuid:id>/files/<uuid:file>", files.download, name="file"),
    path("<uuid:id>/files/<uuid:file>/archive", files.archive, name="file_archive"),
    path("<uuid:id>/files/<uuid:file>/restore", files.restore, name="file_restore"),
    path("<uuid:id>/fields/<slug:name>", fields.field, name="field"),
    path("<uuid:id>/facts/<slug:item>", fields.fact, name="fact"),
    path("<uuid:id>/facts/<slug:item>/verify", dossier.verify, name="verify"),
    path("<uuid:id>/people/new", organisation.add_person, name="add_person"),
    path("<uuid:id>/note", verbs.note, name="note"),
    path("<uuid:id>/claim", verbs.claim, name="claim"),
    path("<uuid:id>/archive", verbs.archive, name="archive"),
    path("<uuid:id>/restore", verbs.restore, name="restore"),
    path("<uuid:id>/judge/", judging.judge, name="judge"),
    path("<uuid:id>/judge/attempt", judging.attempt, name="attempt"),
    path("<uuid:id>/merge/", merging.merge, name="merge"),
    path("<uuid:id>/merge/<uuid:merge>/undo", merging.undo, name="undo_merge"),
    path("<uuid:id>/<slug:entity>/new", hanging.add, name="add"),
    path("<uuid:id>/<slug:entity>/again", hanging.again, name="again"),
    path("<uuid:id>/<slug:entity>/<uuid:record>", hanging.change, name="change"),
    path("<uuid:id>/<slug:entity>/<uuid:record>/remove", hanging.remove, name="remove"),
]
