"""The head of every page of one deal: name, figures, stages, tabs, and what the reader may do with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from keyaccount.access import Principal
from keyaccount.base import clock
from keyaccount.base.errors import Refused
from keyaccount.base.language import Say, say, sense
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.deals.parts import contact
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.deals.deal_room import DealRoom, deal_room

TABS = (
    ("deals:show", say("作战室")),
    ("power:map", say("关系地图")),
    ("deals:details", say("资料")),
    ("intelligence:deal", say("情报")),
    ("offering:proposals", say("方案")),
    ("offering:quotes", say("报价")),
    ("offering:points", say("谈判")),
    ("offering:contracts", say("合同")),
    ("deals:history", say("过程")),
)


def opened_room(request: HttpRequest, id: UUID) -> DealRoom:
    """Everything of the deal, judged. Raises `Missing` where the reader may not know of it."""
    return deal_room(request.principal, id, today=clock.day_of(clock.now()))  # type: ignore[attr-defined]


def room_for(request: HttpRequest, id: UUID, verb: str) -> DealRoom:
    """The same for who may use the verb on it; `Refused` for others who see it."""
    room = opened_room(request, id)
    if not room.may[verb]:
        raise Refused()
    return room


def head(room: DealRoom, by: Principal, tab: str) -> dict[str, Any]:
    """Context of `deals/deal.html`."""
    deal, row = room.shown, room.shown.row
    said = {n: words(f, v, deal.names, currency=row.currency, unit=by.member.money_unit)
            for n, f in deal.fields.items() if (v := deal.values[n]) is not None}  # fmt: skip
    noted = row.archived_at is None and by.may("contact.edit")
    allowed = {**may(room), "contact": noted}
    return {
        "room": room,
        "row": row,
        "said": {name: said.get(name, "") for name in deal.fields},
        "may": allowed,
        "next": str(room.gate.next.label) if room.gate.next else "",
        "stages": _stages(room),
        "figures": _figures(room, said),
        "sub": _sub(said),
        "crumbs": [(str(sense("many", "商机")), route("deals:board")), (said.get("account", ""), route("accounts:show", row.account_id))],
        "notices": _notices(room, said),
        "menu_items": _menu(row, allowed),
        "tabs": [
            {"label": str(label), "href": route(name, row.pk), "active": name.endswith(f":{tab}")}
            for name, label in TABS
        ],
    }  # fmt: skip


def may(room: DealRoom) -> dict[str, bool]:
    """What the reader may do with this deal as it stands; the actions ask again."""
    row, allows = room.shown.row, room.may
    there = row.archived_at is None
    edit = there and allows["edit"]
    return {
        "edit": edit,
        "move": edit and row.state == "open",
        "back": edit and row.state == "open" and row.stage_rank > 1,
        "wake": edit and row.state == "shelved",
        "reopen": edit and row.state == "lost",
        "waive": there and row.state == "open" and allows["waive"],
        "transfer": there and allows["transfer"],
        "archive": there and allows["archive"],
        "edition": there
        and bool(room.newer_edition)
        and row.state in ("open", "shelved")
        and allows["move_edition"],
        "restore": not there and allows["archive"],
    }


def _stages(room: DealRoom) -> list[dict[str, Any]]:
    """The bar: passed, standing, to come; the present stage says for how long."""
    row, here = room.shown.row, room.pipeline.rank(room.gate.stage.key)
    days = max(0, (clock.day_of(clock.now()) - clock.day_of(row.stage_since)).days)
    note = str(say("第 {n} 天，一般 {usual} 天", n=days, usual=room.gate.stage.usual_days))
    found = []
    for rank, stage in enumerate(room.pipeline.stages, 1):
        state = "done" if rank < here or row.state == "won" else "now" if rank == here else "todo"
        told = note if state == "now" and row.state == "open" else ""
        found.append({"label": str(stage.label), "state": state, "note": told})
    return found


def _figures(room: DealRoom, said: dict[str, str]) -> list[dict[str, Any]]:
    row = room.shown.row
    late = row.state == "open" and row.sign_on and row.sign_on < clock.day_of(clock.now()) and not row.signed
    unknown = str(say("未知"))
    rows: list[tuple[Say, str, bool]] = [
        (say("预计金额"), said.get("amount") or unknown, row.amount is None),
        (say("赢单把握"), f"{room.chance.percent}%", False),
        (say("预计签订"), said.get("sign_on") or unknown, bool(late) or not row.sign_on),
        (say("预计回款"), said.get("pay_on") or "–", False),
        (say("最近联系"), shown.ago(row.contacted_at) or str(say("从未")), False),
    ]
    found: list[dict[str, Any]] = [
        {"label": str(label), "value": value, "tone": "warn" if warns and row.state == "open" else ""}
        for label, value, warns in rows
    ]
    if row.signed and "signed" in said:
        for name, label in (
            ("signed", say("已签")),
            ("invoiced", say("已开票")),
            ("received", say("已到账")),
        ):
            found.append({"label": str(label), "value": said.get(name, "")})
    return found


def _sub(said: dict[str, str]) -> str:
    owner = str(say("负责人 {name}", name=said["owner"])) if said.get("owner") else ""
    return " · ".join(part for part in (said.get("account", ""), owner, said.get("source", "")) if part)


def _notices(room: DealRoom, said: dict[str, str]) -> list[dict[str, str]]:
    """What the reader must know before anything else."""
    row = room.shown.row
    told: list[tuple[Say, str]] = []
    labels = {one.key: one.label for one in (*room.edition.loss_reasons, *room.edition.shelve_reasons)}
    reason = labels.get(row.close_reason, row.close_reason)
    if row.archived_at:
        told.append((say("这个商机在 {day} 归档，只能查看。", day=shown.day(row.archived_at)), "warn"))
    if row.state == "shelved":
        until = (
            say("到 {day} 自动回来。", day=said["park_until"]) if row.park_until else say("等人来重新启动。")
        )
        told.append((say("已搁置：{reason}。{until}", reason=reason, until=until), "warn"))
    if row.state == "lost":
        told.append((say("已输单：{reason}。{to}", reason=reason, to=_to(row)), "bad"))
    if row.state == "won":
        told.append((say("已赢单：款项全部到账。"), "good"))
    return [{"text": str(text), "tone": tone} for text, tone in told]


def _to(row: Any) -> Say | str:
    return say("输给 {name}。", name=row.lost_to) if row.lost_to else ""


def _menu(row: Any, may: dict[str, bool]) -> list[dict[str, Any]]:
    """The verbs that are not the next step."""
    id, panel = row.pk, {"hx-target": "#panel"}
    rows: list[tuple[bool, Say, str, str]] = [
        (may["contact"], say("记一次跟进"), "message", contact(id, row.account_id)),
        (may["edit"], say("修改商机资料"), "edit", route("deals:edit", id, "deal")),
        (may["back"], say("退回阶段"), "arrow-back-up", route("deals:back", id)),
        (may["edition"], say("改用新版打法"), "versions", route("deals:edition", id)),
        (may["transfer"], say("转移给同事"), "arrows-exchange", f"{route('deals:transfer')}?ids={id}"),
        (may["move"], say("搁置"), "player-pause", route("deals:shelve", id)),
        (may["move"], say("记为输单"), "thumb-down", route("deals:lose", id)),
    ]
    found: list[dict[str, Any]] = [
        {"label": str(label), "icon": icon, "attrs": {**panel, "hx-get": href}}
        for allowed, label, icon, href in rows
        if allowed
    ]
    for verb, label, icon in (("archive", say("归档"), "archive"), ("restore", say("恢复"), "restore")):
        if may[verb]:
            attrs = {"hx-post": route(f"deals:{verb}", id), "hx-swap": "none"}
            found.append({"label": str(label), "icon": icon, "danger": verb == "archive", "attrs": attrs})
    return found
