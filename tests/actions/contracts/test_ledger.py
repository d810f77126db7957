"""账本的算术：十万串随机的到账、退款、核销、撤销和冲回，每一步之后每一个合计都对得上；同样的规则动作里也在用。"""

from __future__ import annotations

import os
import random

from keyaccount.facts.ledger import Unbalanced, grown, kept, line_amount, room_of, sum_faults

SEQUENCES = int(os.environ.get("KEYACCOUNT_LEDGER_SEQUENCES", "100000"))
SEED = 20261122


class Refused(Exception):
    pass


class Book:
    """One customer's money in whole cents: instalments, receipts and the lines between them, in memory."""

    def __init__(self, amounts):
        self.due = amounts
        self.paid = [0] * len(amounts)
        self.money = []  # [kind, amount, matched, reversed]
        self.lines = []  # [receipt, instalment, amount, taken back by or itself taking back]

    def free(self, kind):
        return sum(m[1] - m[2] for m in self.money if m[0] == kind and not m[3])

    def match(self, at, parts):
        kind, amount, matched, gone = self.money[at]
        if gone or any(not 0 < much <= room_of(kind, self.due[i], self.paid[i]) for i, much in parts):
            raise Refused
        total = sum(much for _, much in parts)
        if sum_faults(kind, amount - matched, total, self.free("receipt"), self.free("refund")):
            raise Refused
        self.lines += [[at, i, line_amount(kind, much), False] for i, much in parts]
        self.keep(at, [i for i, _ in parts])

    def take_back(self, at, lines, *, reverse=False):
        if self.money[at][3] or not (lines or reverse):
            raise Refused
        held = [self.paid[:], self.money[at][:], len(self.lines)]
        for line in lines:
            line[3] = True
            self.lines.append([line[0], line[1], -line[2], True])
        try:
            self.keep(at, [line[1] for line in lines])
        except Unbalanced:
            self.paid, self.money[at] = held[0], held[1]
            del self.lines[held[2] :]
            for line in lines:
                line[3] = False
            raise Refused from None
        self.money[at][3] = reverse

    def keep(self, at, touched):
        for i in touched:
            self.paid[i] = kept([line[2] for line in self.lines if line[1] == i], self.due[i])
        own = [line_amount(self.money[at][0], line[2]) for line in self.lines if line[0] == at]
        self.money[at][2] = kept(own, self.money[at][1])

    def live(self, at):
        return [line for line in self.lines if line[0] == at and not line[3]]

    def agrees(self):
        """Every sum anew from the lines: nothing lost, nothing made."""
        by_part, by_money = [0] * len(self.due), [0] * len(self.money)
        for at, i, much, _ in self.lines:
            by_part[i] += much
            by_money[at] += much
        assert by_part == self.paid
        for amount, paid in zip(self.due, self.paid, strict=True):
            assert 0 <= paid <= amount
        came = 0
        for (kind, amount, matched, gone), own in zip(self.money, by_money, strict=True):
            assert matched == abs(own) <= amount and not (gone and own)
            assert own >= 0 if kind == "receipt" else own <= 0
            came += 0 if gone else line_amount(kind, amount)
        assert came == sum(self.paid) + self.free("receipt") - self.free("refund")


def one_step(book, chosen):
    """A random verb; sometimes one that must be refused. What a taking back must restore is compared."""
    turn = chosen.random()
    if not book.money or turn < 0.3:
        book.money.append(["refund" if turn < 0.07 else "receipt", int(chosen.random() * 500) + 1, 0, False])
        return
    at = int(chosen.random() * len(book.money))
    if turn < 0.72:
        parts = [(int(chosen.random() * len(book.due)), int(chosen.random() * 220))]
        if turn < 0.45 and (other := int(chosen.random() * len(book.due))) != parts[0][0]:
            parts.append((other, int(chosen.random() * 220)))
        book.match(at, parts)
        return
    lines, before = book.live(at), book.paid[:]
    if turn < 0.88:
        lines = lines[:1]
    book.take_back(at, lines, reverse=turn >= 0.88)
    for i in range(len(before)):
        assert book.paid[i] == before[i] - sum(line[2] for line in lines if line[1] == i), (
            "撤销恰好退回原来的数"
        )


def test_a_hundred_thousand_histories_balance_at_every_step():
    chosen, taken, refused = random.Random(SEED), 0, 0
    for _ in range(SEQUENCES):
        book = Book([int(chosen.random() * 300) + 1 for _ in range(1 + int(chosen.random() * 3))])
        for _ in range(4 + int(chosen.random() * 9)):
            try:
                one_step(book, chosen)
                taken += 1
            except Refused:
                refused += 1
            book.agrees()
    assert taken > 3 * SEQUENCES and refused > SEQUENCES // 2, "两边都要真的试到"


def test_a_sum_stops_at_its_bounds():
    assert grown(5, 5, 10) == 10 and grown(5, -5, 10) == 0
    for change in (6, -6):
        try:
            grown(5, change, 10)
        except Unbalanced as bad:
            assert bad.total == 5 + change
        else:
            raise AssertionError("超出了却没有拒绝")
