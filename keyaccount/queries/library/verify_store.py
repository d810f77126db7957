"""Is everything where the records say it is? Stored files by their hash, and columns that are copied from elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import F, Q

from keyaccount.access import everything
from keyaccount.records.accounts.models import Account
from keyaccount.records.library.models import Document
from keyaccount.records.people.models import Person, Post
from keyaccount.records.search.models import SearchDoc

_WHY = "verification looks at everything and shows only what does not fit"
PART = 1 << 20


@dataclass
class FilesCheck:
    """`sound` files hold what their name says; `orphans` are no document's (harmless, swept after a day)."""

    sound: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


def check_files(root: Path) -> FilesCheck:
    """Read every stored file."""
    check = FilesCheck()
    on_disk = {path.name: path for path in root.glob("??/*") if path.is_file()}
    known = dict(everything(Document, why=_WHY).exclude(digest="").values_list("digest", "name"))
    for digest, name in sorted(known.items()):
        path = on_disk.pop(digest, None)
        if path is None:
            check.missing.append(f"{name} ({digest[:12]})")
        elif _hash(path) != digest:
            check.damaged.append(f"{name} ({digest[:12]})")
        else:
            check.sound += 1
    check.orphans = sorted(on_disk)
    return check


def check_copies() -> dict[str, int]:
    """How many rows carry a copied column that differs from its source; a wrong scope would show too much or too little."""
    drift = ~Q(owner_id=F("account__owner_id")) | ~Q(department_id=F("account__department_id"))
    nobody = Q(account__owner_id=None, owner_id=None, department_id=None)
    accounts = everything(Account, why=_WHY)
    live = accounts.filter(archived_at=None)
    indexed = everything(SearchDoc, why=_WHY).filter(entity="account").values("object_id")
    found = {
        "person scope": everything(Person, why=_WHY)
        .exclude(account=None)
        .exclude(nobody)
        .filter(drift)
        .count(),
        "post scope": everything(Post, why=_WHY).exclude(nobody).filter(drift).count(),
        "account department": live.exclude(owner=None).exclude(_same_department()).count(),
        "group root": accounts.exclude(group_root_id=None)
        .exclude(group_root_id__in=accounts.values("id"))
        .count(),
        "merged into": accounts.exclude(merged_into=None)
        .exclude(merged_into__in=accounts.values("id"))
        .count(),
        "not in the search index": live.exclude(pk__in=indexed).count(),
    }
    return {name: count for name, count in found.items() if count}


def _same_department() -> Q:
    return Q(department_id=F("owner__department_id")) | Q(department=None, owner__department=None)


def _hash(path: Path) -> str:
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(PART):
            hasher.update(part)
    return hasher.hexdigest()
