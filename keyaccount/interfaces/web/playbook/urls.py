"""Routes of the playbook pages."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.playbook import showing

app_name = "playbook"

urlpatterns = [path("", showing.show, name="show")]
