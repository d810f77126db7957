"""Taking up a person at a customer; whoever looks the same is shown first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from keyaccount.access import Field, Principal, access_to, opened, policy_of
from keyaccount.actions.people.create_person import POST_FIELDS, create_person
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import page, told
from keyaccount.queries.people.alike import people_alike
from keyaccount.queries.records.names import names_of

FIRST = ("name", "mobile", "email", "wechat", "phone", "is_key")
POST = ("account", "unit", "title", "rank", "reports_to", "started_on")
MORE = ("honorific", "gender", "english_name", "private_phone", "source", "note", "external_id")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?account=` and `?unit=` fill in where the person works."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not access_to(by, "person").may("create"):
        raise Refused()
    fields = _fields(by)
    if request.method != "POST":
        account = request.GET.get("account", "")
        return _form(request, fields, {"account": account, "unit": request.GET.get("unit", "")})
    raw = typed(request.POST, fields.values())
    alike = []
    if request.POST.get("sure") != "1":
        alike = people_alike(
            by,
            name=raw.get("name", ""),
            mobile=raw.get("mobile", ""),
            email=raw.get("email", ""),
            account=raw.get("account", ""),
        )
    if alike:
        return _form(request, fields, raw, alike=alike, status=409)
    try:
        person = create_person(by=by, at=clock.now(), raw=raw)
    except Invalid as error:
        return _form(request, fields, raw, error, status=422)
    told(request, say("已添加 {name}", name=person.name))
    return HttpResponseRedirect(reverse("people:show", args=[person.pk]))


def _fields(by: Principal) -> dict[str, Field]:
    person, post = access_to(by, "person").writable(), policy_of("post").by_name
    return {
        **{name: post[name] for name in POST_FIELDS},
        **{n: f for n, f in person.items() if n in FIRST + MORE},
    }


def _form(
    request: HttpRequest,
    fields: dict[str, Field],
    values: dict[str, Any],
    error: Invalid | None = None,
    *,
    alike: Any = (),
    status: int = 200,
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    problems = error.problems if error else ()
    known = _known(by, values)
    parts = {
        part: controls(
            [fields[name] for name in chosen if name in fields],
            known,
            names_of(by, fields.values(), [known]),
            problems,
        )
        for part, chosen in (("first", FIRST), ("post", POST), ("more", MORE))
    }
    for one in parts["post"]:
        if one["name"] in ("unit", "reports_to") and known.get("account"):
            one["attrs"]["url"] += f"?account={known['account']}"
    if not known.get("account"):
        parts["post"] = [one for one in parts["post"] if one["name"] not in ("unit", "reports_to")]
    opened_more = any(values.get(name) for name in MORE) or any(p.field in MORE for p in problems)
    context = {"parts": parts, "problems": problems, "alike": alike, "more_open": opened_more}
    return page(request, "people/new.html", context, status=status)


def _known(by: Principal, values: dict[str, Any]) -> dict[str, Any]:
    """References the reader may see; what is no id of theirs is left out instead of breaking the page."""
    kept = dict(values)
    for name, entity in (("account", "account"), ("unit", "unit"), ("reports_to", "person")):
        if not _seen(by, entity, str(kept.get(name) or "")):
            kept.pop(name, None)
    return kept


def _seen(by: Principal, entity: str, id: str) -> bool:
    return (
        bool(id)
        and id.replace("-", "").isalnum()
        and len(id) == 36
        and opened(by, entity).filter(pk=id).exists()
    )
