/** How they stand against what they can do: support from left to right, power from above. */

import { type Block, flatten } from './block.ts';
import { gridWith, sum } from './pack.ts';
import { blockOf, named } from './route.ts';
import { powerOf } from './size.ts';
import type { Card, LayoutWords, MapData, Scene } from './types.ts';

const SCORES: Readonly<Record<string, number>> = {
  strong_support: 2,
  support: 1,
  neutral: 0,
  straddling: 0,
  oppose: -1,
  strong_oppose: -2,
};
const COLUMNS = ['strong_oppose', 'oppose', 'neutral', 'support', 'strong_support', 'unknown'] as const;
const HEAD = 40;
const SIDE = 96;
const PAD = 10;
const LEAST = { width: 120, height: 56 };

interface Cell {
  column: number;
  row: number;
  cards: Card[];
  block: Block | null;
}

/** +2 … −2; null where nobody knows. Whoever straddles counts 0. */
export function stanceScore(card: Pick<Card, 'values'>): number | null {
  const stance = card.values['stance']?.value;
  return typeof stance === 'string' ? (SCORES[stance] ?? null) : null;
}

export function layoutMatrix(data: MapData, words: LayoutWords): Scene {
  const rows = rowsOf(data.cards);
  const cells = cellsOf(data.cards, rows);
  const widths = COLUMNS.map((_, column) => span(cells, 'column', column, 'width'));
  const heights = rows.map((_, row) => span(cells, 'row', row, 'height'));
  const left = (column: number): number => SIDE + sum(widths.slice(0, column));
  const top = (row: number): number => HEAD + sum(heights.slice(0, row));
  const scene: Scene = {
    placed: [],
    groups: [],
    lines: [],
    width: left(COLUMNS.length),
    height: top(rows.length),
  };
  for (const [at, title] of columnTitles(data, words).entries()) {
    const count = cells.reduce((all, cell) => all + (cell.column === at ? cell.cards.length : 0), 0);
    const box = { x: left(at), y: 0, width: widths[at] ?? 0, height: scene.height };
    scene.groups.push({ ...named(`column:${COLUMNS[at]}`, title, 'column'), ...box, count });
  }
  for (const [at, power] of rows.entries()) {
    const count = cells.reduce((all, cell) => all + (cell.row === at ? cell.cards.length : 0), 0);
    const box = { x: 0, y: top(at), width: scene.width, height: heights[at] ?? 0 };
    scene.groups.push({ ...named(`row:${power ?? 0}`, rowTitle(data, power, words), 'row'), ...box, count });
  }
  for (const { column, row, cards, block } of cells) {
    const at = { x: left(column), y: top(row) };
    const box = { ...at, width: widths[column] ?? 0, height: heights[row] ?? 0 };
    const key = `cell:${COLUMNS[column]}:${rows[row] ?? 0}`;
    scene.groups.push({ ...named(key, '', 'cell'), ...box, count: cards.length });
    if (!block) continue;
    for (const placed of flatten(block).placed)
      scene.placed.push({ ...placed, x: placed.x + at.x + PAD, y: placed.y + at.y + PAD });
  }
  return scene;
}

/** 5 … 1, and a row for those whose power nobody knows, if there are any. */
function rowsOf(cards: readonly Card[]): (number | null)[] {
  const known: (number | null)[] = [5, 4, 3, 2, 1];
  return cards.some((card) => powerOf(card) === null) ? [...known, null] : known;
}

function cellsOf(cards: readonly Card[], rows: readonly (number | null)[]): Cell[] {
  const cells = rows.flatMap((_, row) =>
    COLUMNS.map((_name, column): Cell => ({ column, row, cards: [], block: null })),
  );
  for (const card of cards) {
    const score = stanceScore(card);
    const column = score === null ? COLUMNS.length - 1 : score + 2;
    cells[rows.indexOf(powerOf(card)) * COLUMNS.length + column]?.cards.push(card);
  }
  for (const cell of cells)
    if (cell.cards.length)
      cell.block = gridWith(cell.cards.map(blockOf), Math.ceil(Math.sqrt(cell.cards.length / 2)), 0);
  return cells;
}

function span(cells: readonly Cell[], line: 'column' | 'row', at: number, side: 'width' | 'height'): number {
  const sizes = cells.map((cell) => (cell[line] === at && cell.block ? cell.block[side] + 2 * PAD : 0));
  return Math.max(LEAST[side], ...sizes);
}

function columnTitles(data: MapData, words: LayoutWords): string[] {
  const options = data.attributes.find((one) => one.key === 'stance')?.options ?? [];
  return COLUMNS.map(
    (key) => options.find((option) => option.key === key)?.label ?? (key === 'unknown' ? words.unknown : key),
  );
}

function rowTitle(data: MapData, power: number | null, words: LayoutWords): string {
  const attribute = data.attributes.find((one) => one.key === 'power');
  if (power === null) return words.unknown;
  const option = attribute?.options.find((one) => one.key === String(power));
  return option?.label ?? `${attribute?.label ?? ''} ${power}`.trim();
}
