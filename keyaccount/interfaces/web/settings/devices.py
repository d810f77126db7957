"""What a browser calls itself, in the words of its user."""

from __future__ import annotations

from keyaccount.base.language import say

BROWSERS = (
    ("MicroMessenger", say("微信")),
    ("DingTalk", say("钉钉")),
    ("Lark", say("飞书")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", say("鸿蒙")),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> str:
    """`Edge · Windows`; the text itself when it is none we know."""
    found = [str(next((said for mark, said in known if mark in agent), "")) for known in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in found if part) or agent[:60]
