"""Routes of the contacts pages."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.visits import logging

app_name = "contacts"

urlpatterns = [path("new", logging.new, name="new")]
