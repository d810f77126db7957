"""Routes of the insiders' pages. Addresses hold ids alone, never a name or a code name."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.insiders import doing, pages

app_name = "insiders"

urlpatterns = [
    path("accounts/<uuid:id>/insiders/", pages.account, name="account"),
    path("accounts/<uuid:id>/insiders/new", doing.begin, name="begin"),
    path("insiders/<uuid:id>/", pages.show, name="show"),
    path("insiders/<uuid:id>/forget", doing.forget_it, name="forget"),
    path("insiders/<uuid:id>/hand-over", doing.hand, name="hand"),
    path("insiders/<uuid:id>/reason", doing.reason, name="reason"),
    path("insiders/<uuid:id>/state/<slug:state>", doing.state, name="state"),
    path("insiders/<uuid:id>/<slug:verb>", doing.panel, name="panel"),
    path("insiders/<uuid:id>/<slug:verb>/<uuid:part>", doing.part, name="part"),
]
