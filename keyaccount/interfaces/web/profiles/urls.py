"""Routes of the personal profile and of what somebody may ask of us by law."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.profiles import kin, profile, rights

app_name = "profiles"

urlpatterns = [
    path("<uuid:id>/profile/new", profile.new, name="new"),
    path("<uuid:id>/profile/kin", kin.draw, name="draw_kin"),
    path("<uuid:id>/profile/kin/<uuid:tie>/cut", kin.cut, name="cut_kin"),
    path("<uuid:id>/profile/<uuid:entry>", profile.edit, name="edit"),
    path("<uuid:id>/profile/<uuid:entry>/reveal", profile.reveal, name="reveal"),
    path("<uuid:id>/profile/<uuid:entry>/remove", profile.remove, name="remove"),
    path("<uuid:id>/report", rights.report, name="report"),
    path("<uuid:id>/erase", rights.erase, name="erase"),
]
