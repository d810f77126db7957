"""The everyday between the stories: what sellers and the colleagues around them jot down, composed from hand-written parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from keyaccount.interfaces.cli.demo_company.days import Past, moment
from keyaccount.interfaces.cli.demo_company.journal import Journal
from keyaccount.interfaces.cli.demo_company.seasons import Deck
from keyaccount.interfaces.cli.demo_company.shapes import Account, Note
from keyaccount.interfaces.cli.demo_company.sources import stories, table

USERS, BUYERS, ENGINEERS, BOSSES = ("using",), ("finance",), ("technical",), ("executive",)
ANYBODY = ("using", "technical", "finance", "executive")
WEIGHTS = {"active": 6, "prospect": 4, "dormant": 3, "lost": 2}
IN_POOL, IN_STORY = 2, 4
PUBLIC = ("government", "public_institution", "state", "central_soe")
RECENT = 1.6  # how much thicker the notes lie towards today
TRIES = 30


@dataclass(frozen=True)
class Kind:
    """A kind of note: who is met, who writes ("" = the owner), whether it may carry an opening and a closing."""

    key: str
    meets: tuple[str, ...]
    writers: tuple[str, ...] = ()
    framed: bool = False


NEED = Kind("need", USERS + ENGINEERS, framed=True)
SERVICE = Kind("service", USERS + ENGINEERS, framed=True)
RIVAL = Kind("rival", USERS + ENGINEERS)
REORGANISE = Kind("reorganise", ANYBODY)
TENDER = Kind("tender", BUYERS)
EXPAND = Kind("expand", USERS)
LOST = Kind("lost", USERS + BUYERS)
DORMANT = Kind("dormant", USERS)
FINANCE = Kind("finance", BUYERS, ("qianruohua",))
COMPLIANCE = Kind("compliance", (*BUYERS, "other"), ("zhangmingcheng",))
SECURITY = Kind("security", ENGINEERS, ("jiwenyuan",))
OPERATIONS = Kind("operations", ANYBODY, ("suman", "yezhiqiu"))
MARKETING = Kind("marketing", USERS, ("xiachu",))
ADMIN = Kind("admin", ENGINEERS, ("luxiaofeng",))
DELIVERY = Kind("delivery", USERS + ENGINEERS, ("fengli", "yansiqi", "tangguo"))
PRESALES = Kind("presales", ENGINEERS, ("jiangyifan", "bailu"))
EXECUTIVE = Kind("executive", BOSSES, ("manager",))

SELLING = (NEED, NEED, NEED, RIVAL, REORGANISE, PRESALES, OPERATIONS, MARKETING, EXECUTIVE, COMPLIANCE)
SERVING = (SERVICE, SERVICE, EXPAND, FINANCE, DELIVERY, DELIVERY, REORGANISE, RIVAL, SECURITY, OPERATIONS, EXECUTIVE)
BESIDE_SELLING = (PRESALES, COMPLIANCE, SECURITY, OPERATIONS, EXECUTIVE)
BESIDE_SERVING = (FINANCE, FINANCE, DELIVERY, SECURITY, OPERATIONS, COMPLIANCE, EXECUTIVE, ADMIN)
SECRET = (NEED, COMPLIANCE, NEED, SECURITY)


class Daily:
    """Writes as many notes as asked for, shared out over the accounts by how much there is to do with them."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.random = journal.random("daily")
        self._texts: dict[str, Deck] = {key: Deck(texts, self.random) for key, texts in table("texts/general").items()}
        for industry, kinds in table("texts/industry").items():
            for kind, texts in kinds.items():
                self._texts[f"{industry}/{kind}"] = Deck(texts, self.random)
        self._said: set[str] = set()

    def notes(self, count: int) -> list[Note]:
        weights = {account.key: weight(account) for account in self.journal.world.accounts}
        whole = sum(weights.values())
        found = []
        for account in self.journal.world.accounts:
            for number in range(round(count * weights[account.key] / whole)):
                note = self._note(account, number)
                if note:
                    found.append(note)
        return found

    def _note(self, account: Account, number: int) -> Note | None:
        """One note nobody wrote before in these words about this account; none where there is nothing left to say."""
        row = self.journal.rows[account.key]
        for attempt in range(TRIES):
            day = _day(account, row, self.journal.past, self.random)
            kinds = _kinds(account, row, self.journal.past.ago(day))
            kind = kinds[(number + attempt) % len(kinds)]
            text = self._text(kind, account)
            if text is None or f"{account.key}/{text}" in self._said:
                continue
            note = self._framed(kind, text, account, day)
            if note and note.text not in self._said:
                self._said |= {f"{account.key}/{text}", note.text}
                return note
        return None

    def _text(self, kind: Kind, account: Account) -> str | None:
        name = f"{account.industry}/{kind.key}" if kind.framed else kind.key
        return self._texts[name].next()

    def _framed(self, kind: Kind, text: str, account: Account, day: date) -> Note | None:
        random = self.random
        seat = self.journal.met(account.key, kind.meets, day)
        if seat is None and "{who}" in text:
            return None
        by = self._writer(kind, account, day)
        if kind.framed:
            if text.startswith("{who}") and random.random() < 0.55:
                text = str(self._texts["openings"].next()) + text
            if random.random() < 0.75:
                served = kind is SERVICE
                text += str(self._texts["closings_active" if served else "closings_prospect"].next())
        person, said = self.journal.written(text, seat, day, random)
        return Note(account.key, person, by, moment(day, random), said)

    def _writer(self, kind: Kind, account: Account, day: date) -> str:
        owner = self.journal.owner(account.key, day)
        if kind is EXECUTIVE:
            return self._manager(owner)
        seats = [seat.member for seat in account.team if seat.member in kind.writers]
        return self.random.choice(seats or kind.writers or (owner,))

    def _manager(self, login: str) -> str:
        """The manager of the owner's region; the director where there is none."""
        parents = {key: parent for key, _, parent in table("company")["departments"]}
        members = self.journal.world.members
        department = next(member.department for member in members if member.login == login)
        managers = {member.department: member.login for member in members if member.role in ("manager", "director")}
        while department and department not in managers:
            department = parents[department]
        return managers.get(department, "shenzhiyuan")


def weight(account: Account) -> int:
    """How many notes an account draws, next to others; near-duplicates and Traditional-Chinese accounts draw none."""
    if not account.external_id or account.language == "zh-hant":
        return 0
    if account.pool:
        return IN_POOL
    return WEIGHTS[account.status] + (IN_STORY if account.key in stories() else 0)


def _kinds(account: Account, row: dict[str, Any], ago: int) -> tuple[Kind, ...]:
    """What is talked about: selling before the first payment, serving after; beside a story only what colleagues add."""
    money = row.get("money")
    serving = money is not None and money[5] * 30 <= ago <= money[4] * 30
    if account.ownership == "military":
        return SECRET
    if account.key in stories():
        return BESIDE_SERVING if serving else BESIDE_SELLING
    if account.status in ("dormant", "lost") and not serving:
        return (LOST, OPERATIONS) if account.status == "lost" else (DORMANT, REORGANISE, OPERATIONS)
    if serving or account.status == "active":
        return SERVING
    return (*SELLING, TENDER) if account.ownership in PUBLIC else SELLING


def _day(account: Account, row: dict[str, Any], past: Past, random: Random) -> date:
    """A working day while somebody held the account, the nearer the likelier."""
    oldest = past.ago(account.created_on) - 2
    newest = row["released"][1] + 4 if "released" in row else 2
    if account.status in ("dormant", "lost"):
        newest = max(newest, 45)
    return max(account.created_on, past.day(newest + int(max(oldest - newest, 0) * random.random() ** RECENT)))
