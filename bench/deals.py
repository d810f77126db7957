"""Deals of the generated company: answers, steps, contacts, tasks, contracts, instalments, invoices and receipts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench import words
from bench.world import MEMBERS, World, id_of
from keyaccount.base.pinyin import sort_key

DEALS = {"S": 2_000, "M": 20_000, "L": 100_000, "B": 68_000}
TODAY = date(2026, 11, 20)
STAGES = "seek judge need draft present settle negotiate sign collect".split()
QUESTIONS = "need_clear need_documented need_technical need_business budget_clear time_plan process_known process_payment".split()
REASONS = "price competitor budget_cut no_decision".split()
SUBJECTS = "呼叫中心 智能质检 外呼机器人 工单系统 数据中台 统一门户 视频客服 知识库 营销平台 录音存储".split()
FACTS = {f"answer.{key}": "yes" for key in QUESTIONS} | {"needs_count": 4, "people_met": 3, "days_open": 90}
Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True)
class Deals:
    """Rows by model, as `World` gives its own. Three of four deals are open; one in four has a contract."""

    world: World

    @property
    def count(self) -> int:
        return DEALS[self.world.size]

    def deals(self) -> Rows:
        for number in range(self.count):
            yield self.deal(number)

    def deal(self, number: int) -> dict[str, Any]:
        account, seller = self._place(number)
        holder = self.world.owner(account)
        rank, state, since = self._standing(number)
        name = f"{words.pick(SUBJECTS, number, 41)}{number % 7 + 1} 期"
        amount = Decimal(int(5_000 / (1 - words.dice(number, 42)) ** 0.8))
        sign = TODAY + timedelta(days=int(words.dice(number, 43) * 300) - 100)
        closed = since if state in ("won", "lost") else None
        return {
            "id": id_of(20, number),
            "account_id": id_of(3, account),
            "owner_id": id_of(2, seller),
            "department_id": World._place(seller)[1],
            "holder_id": id_of(2, holder),
            "holder_department_id": World._place(holder)[1],
            "name": name,
            "name_sort": sort_key(name)[:300],
            "pipeline": "ka",
            "stage": STAGES[rank - 1],
            "stage_rank": rank,
            "stage_since": since,
            "state": state,
            "closed_at": closed,
            "park_until": sign if state == "shelved" else None,
            "close_reason": REASONS[number % 4] if state == "lost" else "",
            "amount": amount if number % 11 else None,
            "currency": "USD" if number % 20 == 7 else "CNY",
            "sign_on": sign,
            "verdict": ("standing", "standing", "pending", "not_standing")[number % 4 if rank < 5 else 0],
            "chance": min(95, rank * 10 + number % 10),
            "contacted_at": since + timedelta(days=number % 5),
            "signed": amount if self.contracted(number) else Decimal(0),
            "created_at": since - timedelta(days=120),
            "updated_at": since,
        }

    def _place(self, number: int) -> tuple[int, int]:
        """Account and seller; one deal in ten is worked by a colleague of who holds the account."""
        account = int(self.world.counts[0] * words.dice(number, 44) ** 1.5)
        account += account % 20 == 0
        held = self.world.owner(account)
        return account, 25 + (held * 7) % (MEMBERS - 25) if number % 10 == 3 else held

    def _standing(self, number: int) -> tuple[int, str, datetime]:
        state = "open" if number % 4 != 3 else ("lost", "won", "shelved", "lost")[number // 4 % 4]
        rank = 9 if state == "won" or self.contracted(number) else 1 + int(8 * words.dice(number, 45) ** 1.3)
        since = datetime(2026, 11, 19, 2, tzinfo=UTC) - timedelta(
            minutes=int(words.dice(number, 46) * 150_000)
        )
        return rank, state, since

    @staticmethod
    def contracted(number: int) -> bool:
        return number % 16 in (5, 6, 7, 9)

    def answers(self) -> Rows:
        for number in range(self.count):
            at = self._standing(number)[2]
            for place, question in enumerate(QUESTIONS):
                yield {
                    **_times(at),
                    "id": id_of(21, number * 8 + place),
                    "opportunity_id": id_of(20, number),
                    "question": question,
                    "answer": ("yes", "yes", "unknown", "no")[(number + place) % 4],
                    "evidence": "会上说的",
                    "observed_on": at.date(),
                }

    def passages(self) -> Rows:
        """Opened, each stage passed, and how it ended."""
        for number in range(self.count):
            rank, state, since = self._standing(number)
            steps = [("open", "", STAGES[0])]
            steps += [("advance", STAGES[n - 1], STAGES[n]) for n in range(1, rank)]
            last = {"won": "win", "lost": "lose", "shelved": "shelve"}.get(state)
            steps += [(last, STAGES[rank - 1], STAGES[rank - 1])] if last else []
            for place, (kind, start, end) in enumerate(steps):
                yield {
                    "id": id_of(22, number * 12 + place),
                    "opportunity_id": id_of(20, number),
                    "kind": kind,
                    "from_stage": start,
                    "to_stage": end,
                    "days": (number + place * 5) % 40,
                    "edition_number": 1,
                    "edition_digest": "0" * 64,
                    "facts": FACTS,
                    "items": [{"item": "contact_made", "state": "met", "waived": False, "known": []}],
                    "at": since - timedelta(days=15 * (len(steps) - place)),
                    "by": id_of(2, self._place(number)[1]),
                }

    def contacts(self) -> Rows:
        for number in range(self.count * 3):
            account, seller = self._place(number // 3)
            at = self._standing(number // 3)[2] - timedelta(days=number % 3 * 9)
            yield {
                **_times(at),
                "id": id_of(23, number),
                "account_id": id_of(3, account),
                "opportunity_id": id_of(20, number // 3),
                "owner_id": id_of(2, seller),
                "channel": ("meeting", "call", "message")[number % 3],
                "happened_at": at,
                "text": "谈了范围和下一步",
            }

    def tasks(self) -> Rows:
        for number in range(self.count):
            account, seller = self._place(number)
            at = self._standing(number)[2]
            due = TODAY + timedelta(days=number % 60 - 20)
            yield {
                **_times(at),
                "id": id_of(24, number),
                "account_id": id_of(3, account),
                "opportunity_id": id_of(20, number),
                "owner_id": id_of(2, seller),
                "department_id": World._place(seller)[1],
                "title": "送方案，约下一次会",
                "due_on": due,
                "done_at": at if number % 3 == 0 else None,
            }

    def contracts(self) -> Rows:
        for number in filter(self.contracted, range(self.count)):
            deal = self.deal(number)
            amount = _amount(deal)
            kept = "account_id owner_id department_id holder_id holder_department_id currency created_at updated_at"
            paid = amount if deal["state"] == "won" else _parts(amount)[0] if number % 3 else Decimal(0)
            yield {name: deal[name] for name in kept.split()} | {
                "id": id_of(25, number),
                "opportunity_id": deal["id"],
                "number": f"KA-2026-{number:06d}",
                "title": f"{deal['name']}采购合同",
                "state": "signed",
                "amount": amount,
                "rate": Decimal(1),
                "signed_on": deal["stage_since"].date(),
                "ends_on": deal["stage_since"].date() + timedelta(days=365),
                "their_party": words.company(self._place(number)[0]),
                "received": paid,
            }

    def instalments(self) -> Rows:
        """Three a contract; of a won deal all are paid, of two in three others the first."""
        for number in filter(self.contracted, range(self.count)):
            deal = self.deal(number)
            for place, part in enumerate(_parts(_amount(deal))):
                paid = deal["state"] == "won" or (place == 0 and number % 3)
                yield {
                    **_times(deal["created_at"]),
                    "id": id_of(26, number * 3 + place),
                    "contract_id": id_of(25, number),
                    "sort": place,
                    "label": f"第 {place + 1} 期",
                    "amount": part,
                    "due_on": TODAY + timedelta(days=place * 60 + number % 150 - 130),
                    "paid": part if paid else Decimal(0),
                }

    def receipts(self) -> Rows:
        for part in self.instalments():
            if part["paid"]:
                number = part["id"].int & (1 << 62) - 1
                yield {
                    **_times(part["created_at"]),
                    "id": id_of(27, number),
                    "account_id": id_of(3, self._place(number // 3)[0]),
                    "amount": part["paid"],
                    "rate": Decimal(1),
                    "received_on": min(part["due_on"], TODAY - timedelta(days=number % 60)),
                    "bank_reference": f"B{number:08d}",
                    "matched": part["paid"],
                }

    def allocations(self) -> Rows:
        for part in self.instalments():
            if part["paid"]:
                number = part["id"].int & (1 << 62) - 1
                made = {"receipt_id": id_of(27, number), "instalment_id": part["id"], "amount": part["paid"]}
                yield {**made, "at": part["created_at"]}

    def invoices(self) -> Rows:
        for part in self.instalments():
            if part["sort"] == 0:
                number = part["id"].int & (1 << 62) - 1
                yield {
                    **_times(part["created_at"]),
                    "id": id_of(28, number),
                    "contract_id": part["contract_id"],
                    "instalment_id": part["id"],
                    "number": f"{44_000_000 + number:08d}",
                    "amount": part["amount"],
                    "state": "issued",
                    "applied_on": part["due_on"],
                    "issued_on": part["due_on"],
                    "due_on": part["due_on"],
                    "settled_on": part["due_on"] if part["paid"] else None,
                }


def _amount(deal: dict[str, Any]) -> Decimal:
    return deal["amount"] or Decimal(50_000)


def _parts(amount: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    first = (amount * Decimal("0.3")).quantize(Decimal("0.01"))
    return first, first, amount - first - first


def _times(at: datetime) -> dict[str, datetime]:
    return {"created_at": at, "updated_at": at}
