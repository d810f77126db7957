"""File names a person recognises: 报价单_华东示例制造有限公司_Q-2026-0001.pdf."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from keyaccount.papers.plans import PLANS

_BAD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
MOST = 60


def file_name(kind: str, values: Mapping[str, Any], ending: str) -> str:
    """Kind and what tells the paper apart; nothing a file system takes amiss."""
    plan = PLANS[kind]
    parts = [str(plan.heading), *(str(values.get(slot) or "") for slot in plan.name)]
    clean = (_BAD.sub(" ", part).strip(" .")[:MOST].strip() for part in parts)
    return "_".join(part for part in clean if part) + f".{ending}"
