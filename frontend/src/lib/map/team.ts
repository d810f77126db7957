/** Who of us faces whom: the people in rows, our members in columns, the relation as it is and as wanted. */

import { reach } from './block.ts';
import { sum } from './pack.ts';
import { named } from './route.ts';
import { powerOf, sizeOf } from './size.ts';
import type { Card, Group, MapData, Scene } from './types.ts';

const SIDE = 232;
const HEAD = 52;
const COLUMN = 112;
const PAD = 12;
const BETWEEN = 40;

export function layoutTeam(data: MapData): Scene {
  const cards = [...data.cards].sort((one, other) => (powerOf(other) ?? 0) - (powerOf(one) ?? 0));
  const width = SIDE + COLUMN * data.members.length;
  const scene: Scene = { placed: [], groups: [], lines: [], width: 0, height: 0 };
  for (const [at, bank] of banksOf(cards, width).entries()) {
    const left = at * (width + BETWEEN);
    const height = heightOf(bank);
    scene.groups.push(...columnsOf(data, bank, at, { x: left + SIDE, height }));
    placeRows(scene, data, bank, left, width);
    scene.width = left + width;
    scene.height = Math.max(scene.height, height);
  }
  return scene;
}

const rowHeight = (card: Card): number => sizeOf(card).height + 2 * PAD;
const heightOf = (bank: readonly Card[]): number => HEAD + sum(bank.map(rowHeight));

/** The people one under the other, and where they are many in several grids side by side. */
function banksOf(cards: readonly Card[], width: number): Card[][] {
  const tried = Array.from({ length: 8 }, (_, at) => {
    const rows = Math.max(1, Math.ceil(cards.length / (at + 1)));
    const banks = [cards.slice(0, rows)];
    for (let from = rows; from < cards.length; from += rows) banks.push(cards.slice(from, from + rows));
    const size = { width: banks.length * (width + BETWEEN), height: Math.max(...banks.map(heightOf)) };
    return { banks, reach: reach(size) };
  });
  return tried.reduce((first, one) => (one.reach < first.reach ? one : first)).banks;
}

function columnsOf(
  data: MapData,
  bank: readonly Card[],
  at: number,
  { x, height }: { x: number; height: number },
): Group[] {
  return data.members.map(({ id, name }, index) => {
    const key = at ? `column:${at + 1}:${id}` : `column:${id}`;
    const count = bank.filter((card) => card.own.some((own) => own.member === id)).length;
    const box = { x: x + index * COLUMN, y: 0, width: COLUMN, height };
    return { ...named(key, name, 'column'), ...box, count };
  });
}

function placeRows(scene: Scene, data: MapData, bank: readonly Card[], left: number, width: number): void {
  let y = HEAD;
  for (const card of bank) {
    const row = { y, height: rowHeight(card) };
    scene.groups.push({ ...named(`row:${card.id}`, '', 'row'), ...row, x: left, width });
    scene.placed.push({ key: card.id, card: card.id, x: left + PAD, y: y + PAD, ...sizeOf(card) });
    for (const [index, member] of data.members.entries()) {
      const own = card.own.find((one) => one.member === member.id);
      const title = own ? `${own.level} → ${own.wanted}` : '';
      const cell = { ...named(`cell:${card.id}:${member.id}`, title, 'cell'), ...row };
      const x = left + SIDE + index * COLUMN;
      scene.groups.push({ ...cell, x, width: COLUMN, sub: own?.last ?? '', count: own ? 1 : 0 });
    }
    y += row.height;
  }
}
