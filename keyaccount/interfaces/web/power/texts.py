"""What the map's island says, in the reader's language; the page hands it over as JSON."""

from __future__ import annotations

from keyaccount.base.language import say

TEXTS = {
    "map.label": say("关系地图"),
}


def texts() -> dict[str, str]:
    """{key: text with `{name}` places}."""
    return {key: str(text) for key, text in TEXTS.items()}
