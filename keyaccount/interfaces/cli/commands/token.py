"""`keyaccount token create`: prints the token and nothing else, so that a script can take it."""

from __future__ import annotations

import argparse

from keyaccount.access import Principal
from keyaccount.actions.org.issue_token import issue_token
from keyaccount.base import clock
from keyaccount.interfaces.cli import acting


def run(options: argparse.Namespace) -> int:
    owner = acting.member(options.member)
    plain = issue_token(
        by=Principal(owner),
        at=clock.now(),
        member=owner,
        name=options.name,
        scopes=options.scope,
        days=options.days,
    )
    print(plain)
    return 0
