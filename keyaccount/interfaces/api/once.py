"""`Idempotency-Key`: the same request sent again gets the first answer again and has no second effect."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from keyaccount.access import Principal
from keyaccount.actions.shared import replaying
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say

HEADER = "Idempotency-Key"
MOST_LENGTH = 200
KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Content-Language")


def once(request: HttpRequest, by: Principal, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the work, or give the kept answer. Work and answer are stored in one transaction, so neither is there alone.

    An answer of 500 and above is not kept and nothing it did stays: the caller may send the request again.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return work()
    if len(key) > MOST_LENGTH or not key.isprintable():
        raise Invalid(
            Problem(
                "too_long", say("{header} 最多 {n} 个可见字符", header=HEADER, n=MOST_LENGTH), field=HEADER
            )
        )
    with transaction.atomic():
        mark = fingerprint(request, by)
        kept = replaying.begin(member=by.id, key=key, fingerprint=mark, at=clock.now())
        if kept.fingerprint != mark:
            message = say("这个 {header} 已用于另一个请求", header=HEADER)
            raise Mismatch(Problem("idempotency_mismatch", message, field=HEADER))
        if kept.status:
            headers = {**kept.headers, "Idempotency-Replayed": "true"}
            return HttpResponse(bytes(kept.body), status=kept.status, headers=headers)
        response = work()
        if response.status_code >= 500:
            transaction.set_rollback(True)
            return response
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        replaying.finish(kept, status=response.status_code, headers=headers, body=response.content)
        return response


class Mismatch(Invalid):
    """The key was used for another request (HTTP 422)."""

    code = "idempotency_mismatch"


def fingerprint(request: HttpRequest, by: Principal) -> str:
    """What makes two requests the same: method, address, precondition, content, and what the asker may see of the answer
    (a narrower token never gets what a wider one was told). A multipart boundary does not count."""
    digest = hashlib.sha256()
    scopes = "page" if by.token_scopes is None else " ".join(sorted(by.token_scopes))
    head = (request.method, request.get_full_path(), request.headers.get("If-Match", ""), scopes)
    digest.update("\n".join(str(part) for part in head).encode())
    if request.content_type == "multipart/form-data":
        for name in sorted(request.POST):
            digest.update(f"\n{name}={request.POST.getlist(name)}".encode())
        files: dict[str, UploadedFile] = request.FILES.dict()  # type: ignore[assignment]
        for name, file in sorted(files.items()):
            digest.update(f"\n{name}:{file.name}:".encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    else:
        digest.update(b"\n" + request.body)
    return digest.hexdigest()
