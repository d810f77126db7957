"""Routes of the power map: the same pages under a deal and under an account."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.power import doing, muting, page, panels

app_name = "power"

urlpatterns = [
    path("deals/<uuid:id>/map/", page.deal, name="map"),
    path("accounts/<uuid:id>/map/", page.account, name="account"),
    path("deals/<uuid:id>/map/mute/<slug:rule>", muting.mute, name="mute"),
    path("deals/<uuid:id>/map/muted/<uuid:mute>/revoke", muting.revoke, name="revoke"),
]
for kind in ("deal", "account"):
    at = f"{kind}s/<uuid:id>/map"
    urlpatterns += [
        path(f"{at}.json", page.data, {"kind": kind}, name=f"{kind}_data"),
        path(f"{at}/do", doing.do, {"kind": kind}, name=f"{kind}_do"),
        path(f"{at}/add", panels.add, {"kind": kind}, name=f"{kind}_add"),
        path(f"{at}/cards/<str:card>/", panels.card, {"kind": kind}, name=f"{kind}_card"),
        path(f"{at}/cards/<str:card>/lines", panels.lines, {"kind": kind}, name=f"{kind}_lines"),
        path(f"{at}/undo", doing.again, {"kind": kind}, name=f"{kind}_again"),
    ]
