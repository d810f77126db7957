"""`keyaccount reindex`: the search index anew, from the records."""

from __future__ import annotations

import argparse
import sys

from keyaccount.actions.shared.indexing import rebuild
from keyaccount.base.language import say


def run(options: argparse.Namespace) -> int:
    rows: dict[str, int] = {}
    for entity, done in rebuild():
        rows[entity] = done
        print(f"{entity}: {done}", file=sys.stderr, flush=True)
    print(say("搜索索引已重建，共 {n} 条记录", n=sum(rows.values())))
    return 0
