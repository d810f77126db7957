"""The everyday between the stories: what sellers and the colleagues around them jot down, composed from hand-written parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from keyaccount.interfaces.cli.demo_company.days import Past, is_working, moment
from keyaccount.interfaces.cli.demo_company.journal import Journal
from keyaccount.interfaces.cli.demo_company.seasons import Deck
from keyaccount.interfaces.cli.demo_company.shapes import Account, Note
from keyaccount.interfaces.cli.demo_company.sources import stories, table

USERS, BUYERS, ENGINEERS, BOSSES = ("using",), ("finance",), ("technical",), ("executive",)
ANYBODY = ("using", "technical", "finance", "executive")
WEIGHTS = {"active": 8, "prospect": 5, "dormant": 4, "lost": 3}
IN_POOL, IN_STORY = 2, 5
PUBLIC = ("government", "public_institution", "state", "central_soe")
DIRECTOR = 0.25  # how often the one above the region's manager steps in
MOST, MOST_FRAMED = 4, 2  # no text is used oftener, with whatever names and numbers
FRAMES = ("openings", "closings_prospect", "closings_active")
RECENT = 1.35  # how much thicker the notes lie towards today
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

Weighted = tuple[tuple[Kind, int], ...]
SELLING: Weighted = (
    (NEED, 9),
    (PRESALES, 2),
    (REORGANISE, 1),
    (RIVAL, 1),
    (MARKETING, 1),
    (EXECUTIVE, 1),
    (OPERATIONS, 1),
)
SERVING: Weighted = (
    *((SERVICE, 9), (DELIVERY, 2), (EXPAND, 2), (FINANCE, 2), (REORGANISE, 1), (RIVAL, 1)),
    *((SECURITY, 1), (OPERATIONS, 1), (EXECUTIVE, 1), (MARKETING, 1), (COMPLIANCE, 1), (ADMIN, 1)),
)
SERVING_PUBLIC: Weighted = tuple(entry for entry in SERVING if entry[0] not in (EXPAND, MARKETING))
BESIDE_SELLING: Weighted = ((PRESALES, 2), (COMPLIANCE, 1), (OPERATIONS, 1), (EXECUTIVE, 1))
BESIDE_SERVING: Weighted = (
    (SERVICE, 4),
    (FINANCE, 1),
    (DELIVERY, 1),
    (OPERATIONS, 1),
    (SECURITY, 1),
    (COMPLIANCE, 1),
    (ADMIN, 1),
)
SECRET: Weighted = ((NEED, 2), (COMPLIANCE, 1))
LEFT: Weighted = ((LOST, 2), (OPERATIONS, 1))
ASLEEP: Weighted = ((DORMANT, 2), (REORGANISE, 1), (OPERATIONS, 1))
GREETING: Weighted = ((Kind("greeting", ANYBODY), 1),)
BIDDING: Weighted = (*SELLING, (TENDER, 2))


class Daily:
    """Writes as many notes as asked for, shared out over the accounts by how much there is to do with them."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.random = journal.random("daily")
        self._texts: dict[str, list[str]] = dict(table("texts/general"))
        for industry, kinds in table("texts/industry").items():
            self._texts |= {f"{industry}/{kind}": texts for kind, texts in kinds.items()}
        self._frames = {name: Deck(self._texts[name], self.random) for name in FRAMES}
        self._times: Counter[str] = Counter()
        self._said: set[str] = set()

    def notes(self, count: int) -> list[Note]:
        weights = {account.key: weight(account) for account in self.journal.world.accounts}
        whole = sum(weights.values())
        found = []
        for account in self.journal.world.accounts:
            for _ in range(round(count * weights[account.key] / whole)):
                note = self.note(account)
                if note:
                    found.append(note)
        return found

    def note(self, account: Account, on: date | None = None) -> Note | None:
        """One note in words nobody used before, none twice about one account; None where nothing is left to say.

        `on` a day of one's choosing somebody is only greeted.
        """
        row = self.journal.rows[account.key]
        for _ in range(TRIES):
            day = on or _day(account, row, self.journal.past, self.random)
            kinds = _kinds(account, row, self.journal.past.ago(day)) if on is None else GREETING
            kind = self.random.choices([kind for kind, _ in kinds], [share for _, share in kinds])[0]
            text = self._text(kind, account)
            note = self._framed(kind, text, account, day) if text else None
            if note and note.text not in self._said:
                self._said |= {f"{account.key}/{text}", note.text}
                self._times[text] += 1
                return note
        return None

    def _text(self, kind: Kind, account: Account) -> str:
        """The least used text of that kind not yet said of the account; "" when each has been used often enough."""
        name = f"{account.industry}/{kind.key}" if kind.framed else kind.key
        fresh = [text for text in self._texts[name] if f"{account.key}/{text}" not in self._said]
        least = min((self._times[text] for text in fresh), default=MOST)
        if least >= (MOST_FRAMED if kind.framed else MOST):
            return ""
        return self.random.choice([text for text in fresh if self._times[text] == least])

    def _framed(self, kind: Kind, text: str, account: Account, day: date) -> Note | None:
        random = self.random
        seat = self.journal.met(account.key, kind.meets, day)
        if seat is None and "{who}" in text:
            return None
        by = self._writer(kind, account, day)
        if kind.framed:
            if text.startswith("{who}") and random.random() < 0.55:
                text = self._frames["openings"].next() + text
            if account.ownership != "military" and random.random() < 0.75:
                text += self._frames["closings_active" if kind is SERVICE else "closings_prospect"].next()
        person, said = self.journal.written(text, seat, day, random)
        return Note(account.key, person, by, moment(day, random), said)

    def _writer(self, kind: Kind, account: Account, day: date) -> str:
        owner = self.journal.owner(account.key, day)
        if kind is EXECUTIVE:
            return self._manager(owner)
        seats = [seat.member for seat in account.team if seat.member in kind.writers]
        return self.random.choice(seats or kind.writers or (owner,))

    def _manager(self, login: str) -> str:
        """The manager of the owner's region, now and then the director above."""
        parents = {key: parent for key, _, parent in table("company")["departments"]}
        members = self.journal.world.members
        department = next(member.department for member in members if member.login == login)
        managers = {
            member.department: member.login for member in members if member.role in ("manager", "director")
        }
        while department not in managers or (department != "sales" and self.random.random() < DIRECTOR):
            department = parents[department]
        return managers[department]


def weight(account: Account) -> int:
    """How many notes an account draws, next to others; near-duplicates and accounts told whole draw none."""
    if not account.external_id or account.language == "zh-hant":
        return 0
    if account.pool:
        return IN_POOL
    if account.ownership == "military" and account.key in stories():
        return 0
    return IN_STORY if account.key in stories() else WEIGHTS[account.status]


def _kinds(account: Account, row: dict[str, Any], ago: int) -> Weighted:
    """What is talked about: selling before the first payment, serving after; beside a story what colleagues add."""
    money = row.get("money")
    serving = money is not None and money[5] * 30 <= ago <= money[4] * 30
    if account.ownership == "military":
        return SECRET
    if account.key in stories():
        return BESIDE_SERVING if serving else BESIDE_SELLING
    if serving:
        return SERVING_PUBLIC if account.ownership in PUBLIC[:2] else SERVING
    if account.status in ("dormant", "lost"):
        return LEFT if account.status == "lost" else ASLEEP
    return BIDDING if account.ownership in PUBLIC else SELLING


def _day(account: Account, row: dict[str, Any], past: Past, random: Random) -> date:
    """A working day while somebody held the account, the nearer the likelier."""
    oldest = past.ago(account.created_on) - 2
    newest = row["released"][1] + 4 if "released" in row else 2
    if account.status in ("dormant", "lost"):
        newest = max(newest, 45)
    for _ in range(TRIES):
        ago = newest + int(max(oldest - newest, 0) * random.random() ** RECENT)
        if is_working(day := past.today - timedelta(days=ago)):
            return day
    return account.created_on
