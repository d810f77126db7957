"""Routes of the deals pages."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.deals import (
    answering,
    board,
    calendar,
    calibration,
    changing,
    coaching,
    creating,
    deciding,
    edition,
    ending,
    funnel,
    gate,
    listing,
    radar,
    room,
)
from keyaccount.interfaces.web.list_panels import routes

app_name = "deals"

urlpatterns = [
    path("", board.show, name="board"),
    path("list/", listing.deals, name="list"),
    *routes(listing.SPEC),
    path("calendar/", calendar.show, name="calendar"),
    path("funnel/", funnel.show, name="funnel"),
    path("radar/", radar.show, name="radar"),
    path("calibration/", calibration.show, name="calibration"),
    path("coach/", coaching.show, name="coach"),
    path("new", creating.new, name="new"),
    path("bulk/transfer", ending.transfer, name="transfer"),
    path("<uuid:id>/", room.show, name="show"),
    path("<uuid:id>/details/", room.details, name="details"),
    path("<uuid:id>/history/", room.history, name="history"),
    path("<uuid:id>/advance", gate.advance, name="advance"),
    path("<uuid:id>/back", gate.back, name="back"),
    path("<uuid:id>/gate/<slug:item>/waive", gate.waive, name="waive"),
    path("<uuid:id>/waivers/<uuid:waiver>/revoke", gate.revoke, name="revoke"),
    path("<uuid:id>/answers/<slug:question>", answering.answer, name="answer"),
    path("<uuid:id>/shelve", ending.shelve, name="shelve"),
    path("<uuid:id>/wake", ending.wake, name="wake"),
    path("<uuid:id>/lose", ending.lose, name="lose"),
    path("<uuid:id>/reopen", ending.reopen, name="reopen"),
    path("<uuid:id>/archive", ending.archive, name="archive"),
    path("<uuid:id>/restore", ending.restore, name="restore"),
    path("<uuid:id>/edition", edition.move, name="edition"),
    path("<uuid:id>/edit/<slug:group>", changing.edit, name="edit"),
    path("<uuid:id>/steps/new", deciding.add, name="add_step"),
    path("<uuid:id>/steps/usual", deciding.usual, name="usual_steps"),
    path("<uuid:id>/steps/<uuid:record>", deciding.change, name="change_step"),
    path("<uuid:id>/parts/<slug:entity>/new", changing.add, name="add"),
    path("<uuid:id>/parts/<slug:entity>/again", changing.again, name="again"),
    path("<uuid:id>/parts/<slug:entity>/<uuid:record>", changing.change, name="change"),
    path("<uuid:id>/parts/<slug:entity>/<uuid:record>/remove", changing.remove, name="remove"),
]
