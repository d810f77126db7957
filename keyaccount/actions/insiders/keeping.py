"""What the verbs about insiders share: whose record it is, how they write its own log, and what nobody may enter (INS-3).

Nothing here touches the shared journal, the search index, a count, or the rows of the account or person.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, everything, found
from keyaccount.actions.shared.verbs import invalid, refusals, written
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import Say, say
from keyaccount.playbook.refusing import plain
from keyaccount.records.people.models import Insider, InsiderLog

_WHY = "an insider that was opened for who is named"
# Words by which a benefit for the person gives itself away, both scripts and English (INS-2: professional ways only).
# In the ledger some of them may stand, as what others offer; the words that stand nowhere are the edition's `refusals`.
INDECENT = (
    "现金 現金 礼品 禮品 礼物 禮物 礼金 禮金 礼券 禮券 充值卡 储值卡 儲值卡 返点 返點 返利 提成 送钱 送錢 给钱 給錢 打钱 打錢 "
    "个人账户 個人帳戶 微信转 烟酒 菸酒 茅台 名表 名錶 贿 賄 介紹費 劳务费 勞務費 干股 私下给 私下給 bribe kickback gift"
).split()
_HARMLESS = ("现金流", "现金管理", "現金流", "現金管理")


def opened_by(by: Principal, id: UUID | str) -> Insider:
    """The record, locked, of somebody who is named. Raises `Missing`."""
    row: Insider = found(by, "insider", id, lock=True)
    return row


def owned(by: Principal, id: UUID | str) -> Insider:
    """The record, locked, for who keeps it. Raises `Missing`, or `Refused` for others who are named."""
    row = opened_by(by, id)
    if row.owner_id != by.id:
        raise Refused(say("只有负责人可以做这件事"))
    return row


def tell(row: Insider, kind: str, *, by: UUID | None, at: datetime, **data: Any) -> None:
    """One line of the record's own log."""
    said = {name: str(value) for name, value in data.items()}
    InsiderLog(insider=row, kind=kind, at=at, by=by, data=said).save(force_insert=True)


def log_of(row: Insider) -> Any:
    """The record's own log."""
    return everything(InsiderLog, why=_WHY).filter(insider=row)


def words(field: str, label: Say, raw: Any, *, most: int = 2000, needed: bool = False) -> str:
    """A text that fits and that the edition doesn't refuse; `Invalid` says what is wrong with it."""
    missing = say("请填写{label}", label=label) if needed else None
    said = written(field, raw, most=most, lines=most > 200, missing=missing)
    if problems := refusals({field: said}):
        raise Invalid(*problems)
    return said


def decent(field: str, label: Say, raw: Any, *, most: int = 2000, needed: bool = False) -> str:
    """`words` about what we do for them: whatever smells of money or gifts is refused, with the reason."""
    said = words(field, label, raw, most=most, needed=needed)
    told = plain(said)
    for harmless in _HARMLESS:
        told = told.replace(harmless, "")
    word = next((one for one in INDECENT if one in told), None)
    if word:
        raise invalid(
            field,
            say(
                "“{word}”不能写在这里：对内线只用专业的办法，不给个人任何好处。请从清单里选一种办法",
                word=word,
            ),
            "indecent",
        )
    return said
