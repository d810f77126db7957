"""Routes of the people pages."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.list_panels import routes
from keyaccount.interfaces.web.people import fields, listing, making, posts, showing

app_name = "people"

urlpatterns = [
    path("", listing.people, name="list"),
    *routes(listing.SPEC),
    path("new", making.new, name="new"),
    path("<uuid:id>/", showing.show, name="show"),
    path("<uuid:id>/timeline", showing.timeline, name="timeline"),
    path("<uuid:id>/card.vcf", showing.card, name="card"),
    path("<uuid:id>/archive", showing.archive, name="archive"),
    path("<uuid:id>/restore", showing.restore, name="restore"),
    path("<uuid:id>/reveal", showing.reveal, name="reveal"),
    path("<uuid:id>/fields/<slug:name>", fields.field, name="field"),
    path("<uuid:id>/posts/new", posts.new, name="new_post"),
    path("<uuid:id>/posts/<uuid:post>", posts.edit, name="edit_post"),
    path("<uuid:id>/posts/<uuid:post>/end", posts.end, name="end_post"),
    path("<uuid:id>/posts/<uuid:post>/remove", posts.remove, name="remove_post"),
]
