"""What may go wrong, as values: each says what, where and how to mend it, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from keyaccount.base.language import Say, say


@dataclass(frozen=True)
class Problem:
    """One thing wrong: `code` for programs, `message` for people, `field` or `row` says where."""

    code: str
    message: Say
    field: str = ""
    row: int | None = None


class KeyAccountError(Exception):
    """Root of every error the product raises on purpose."""

    code = "error"

    def __init__(self, message: Say, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return str(self.message)


class Invalid(KeyAccountError):
    """The input cannot be taken (HTTP 422). Holds every problem found, not only the first."""

    code = "invalid"

    def __init__(self, *problems: Problem) -> None:
        super().__init__(
            problems[0].message if len(problems) == 1 else say("有 {n} 处需要改正", n=len(problems)), problems
        )


class Refused(KeyAccountError):
    """Seen, but not allowed (HTTP 403). The message says whom to ask."""

    code = "refused"

    def __init__(self, message: Say | None = None) -> None:
        super().__init__(message or say("你没有做这件事的权限，请联系上级或系统管理员"))


class Missing(KeyAccountError):
    """Not there, or not for this person: both look the same (HTTP 404)."""

    code = "missing"

    def __init__(self) -> None:
        super().__init__(say("没有找到，可能已删除，或不在你的可见范围内"))


@dataclass(frozen=True)
class FieldConflict:
    """Two people changed one field: what it was when I began, what it is now, what I want."""

    field: str
    label: Say
    base: Any
    theirs: Any
    mine: Any


class Taken(KeyAccountError):
    """Somebody else wrote the same in the same instant (HTTP 409); nothing was written twice."""

    code = "taken"

    def __init__(self) -> None:
        super().__init__(say("已有同样的记录"))

    @staticmethod
    def is_meant(error: Exception) -> bool:
        """Whether a database's complaint says that what must be unique was there already."""
        return "UNIQUE" in str(error) or getattr(error.__cause__, "sqlstate", "") == "23505"


class Conflict(KeyAccountError):
    """Somebody else changed the same fields meanwhile (HTTP 409); nothing was written, nothing typed is lost."""

    code = "conflict"

    def __init__(self, conflicts: Iterable[FieldConflict], version: int) -> None:
        self.conflicts = tuple(conflicts)
        self.version = version
        super().__init__(
            say("这条记录刚被别人改过，请逐项选择要保留的内容"),
            [Problem("conflict", say("这一项已被别人改成别的内容"), field=c.field) for c in self.conflicts],
        )


class Duplicate(KeyAccountError):
    """Looks like something we already have (HTTP 409). `candidates` are rows the person may see; `hidden` counts others."""

    code = "duplicate"

    def __init__(self, candidates: Iterable[Any], *, hidden: int = 0, certain: bool = False) -> None:
        self.candidates = tuple(candidates)
        self.hidden = hidden
        self.certain = certain
        message = (
            say("统一社会信用代码相同，这个客户已经登记过")
            if certain
            else say("和已有客户很像，请先确认是不是同一家")
        )
        super().__init__(message, [Problem("duplicate", message, field="name")])


class Busy(KeyAccountError):
    """Too much, too fast, or a limit reached (HTTP 429). `wait`: seconds until it may be tried again, 0 if unknown."""

    code = "busy"

    def __init__(self, message: Say, *, wait: int = 0) -> None:
        self.wait = wait
        super().__init__(message)
