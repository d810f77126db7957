"""`GET /healthz`: 200 when the database can be written, else 503."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from keyaccount.actions.shared.heartbeat import beat
from keyaccount.base import clock
from keyaccount.interfaces.api.answers import answer

LOG = logging.getLogger(__name__)
RETRY_AFTER = "5"


@csrf_exempt
def healthz(request: HttpRequest) -> HttpResponse:
    """For load balancers and monitors: no sign-in, nothing told but whether we can work."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    try:
        beat(at=clock.now())
    except (DatabaseError, OSError):
        LOG.exception("healthz: the database cannot be written")
        return answer(
            {"status": "unavailable"},
            status=503,
            headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"},
        )
    return answer({"status": "ok"}, headers={"Cache-Control": "no-store"})
