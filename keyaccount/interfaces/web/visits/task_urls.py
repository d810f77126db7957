"""Routes of the tasks pages."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.list_panels import routes
from keyaccount.interfaces.web.visits import tasks

app_name = "tasks"

urlpatterns = [
    path("", tasks.listing, name="list"),
    *routes(tasks.SPEC),
    path("add", tasks.add, name="add"),
    path("<uuid:id>/", tasks.show, name="show"),
    path("<uuid:id>/finish", tasks.finish, name="finish"),
    path("<uuid:id>/reopen", tasks.reopen, name="reopen"),
]
