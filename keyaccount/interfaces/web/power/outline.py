"""The outline twin of the map: the same cards as a tree of reporting lines, for screen readers and phones."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

GLYPH = {
    "strong_support": "++",
    "support": "+",
    "neutral": "○",
    "oppose": "−",
    "strong_oppose": "−−",
    "straddling": "⇄",
    "unknown": "?",
}
TONE = {
    "strong_support": "good",
    "support": "good",
    "neutral": "mute",
    "oppose": "bad",
    "strong_oppose": "bad",
    "straddling": "warn",
    "unknown": "",
}


def outline(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Top cards with what is below them, and beside each what the drawing says by place, size and line."""
    below: defaultdict[str | None, list[dict[str, Any]]] = defaultdict(list)
    known = {card["id"] for card in told["cards"]}
    for card in told["cards"]:
        below[card["manager"] if card["manager"] in known else None].append(card)
    names = {card["id"]: card["name"] for card in told["cards"]}
    ties: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for tie in told["ties"]:
        ties[tie["person"]].append({**tie, "to": names.get(tie["other"], "")})
    shared = {
        "units": {unit["id"]: unit["name"] for unit in told["units"]},
        "members": {one["id"]: one["name"] for one in told["members"]},
        "rivals": {one["id"]: one["name"] for one in told["rivals"]},
        "ties": ties,
        "below": below,
        "shown": set(),
    }
    tops = [_node(card, shared) for card in _sorted(below[None])]
    rest = [card for card in told["cards"] if card["id"] not in shared["shown"]]
    return tops + [_node(card, shared) for card in rest if card["id"] not in shared["shown"]]


def _sorted(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The weightiest first."""
    return sorted(cards, key=lambda card: -(_value(card, "power") or 0))


def _value(card: dict[str, Any], name: str) -> Any:
    said = card["values"].get(name)
    return said["value"] if said else None


def _node(card: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    shared["shown"].add(card["id"])
    stance = card["values"].get("stance")
    key = stance["value"] if stance else "unknown"
    children = [c for c in shared["below"][card["id"]] if c["id"] not in shared["shown"]]
    return {
        "card": card,
        "glyph": GLYPH.get(key, "?"),
        "tone": TONE.get(key, ""),
        "stance": stance["label"] if stance else "",
        "unit": shared["units"].get(card["unit"], ""),
        "power": _value(card, "power"),
        "roles": card["values"]["roles"]["label"] if "roles" in card["values"] else "",
        "veto": bool(_value(card, "veto")),
        "stale": [said for said in card["values"].values() if said["stale"]],
        "ties": shared["ties"].get(card["id"], []),
        "own": [{**tie, "name": shared["members"].get(tie["member"], "")} for tie in card["own"]],
        "rivals": [
            {"name": shared["rivals"].get(rival, ""), **said} for rival, said in card["rivals"].items()
        ],
        "children": [_node(child, shared) for child in _sorted(children)],
    }
