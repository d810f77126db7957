/** Cards in a grid and blocks in rows, in the shape that shows most on a wide screen. */

import { type Block, emptyBlock, GAP, type Inlet, type Point, reach, move } from './block.ts';

/** Left of every column of a grid and of rows that follow another: the way down for the lines. */
const BUS = 14;

/** Cards without people below them, hanging from lines on their left; a few in at most four columns. */
export function gridOf(leaves: readonly Block[], aspect?: number): Block {
  const most = leaves.length <= 16 ? Math.min(4, leaves.length) : Math.ceil(Math.sqrt(leaves.length));
  const tried = Array.from({ length: most }, (_, at) => gridWith(leaves, at + 1));
  return best(tried, aspect);
}

/** `bus` is the room for lines left of each column. */
export function gridWith(leaves: readonly Block[], columns: number, bus = BUS): Block {
  const widths = Array.from({ length: columns }, () => 0);
  for (const [at, leaf] of leaves.entries())
    widths[at % columns] = Math.max(widths[at % columns] ?? 0, leaf.width);
  const lefts: number[] = [];
  const grid = emptyBlock();
  for (const width of widths) {
    lefts.push(grid.width + bus);
    grid.width += bus + width + GAP.x;
  }
  grid.width -= GAP.x;
  for (let at = 0, y = 0; at < leaves.length; at += columns) {
    const row = leaves.slice(at, at + columns);
    const height = Math.max(...row.map((leaf) => leaf.height));
    for (const [column, leaf] of row.entries()) {
      const x = lefts[column] ?? 0;
      grid.parts.push({ block: leaf, x, y });
      for (const { to } of leaf.inlets) grid.inlets.push({ to, path: fromLeft(x, y + leaf.height / 2) });
    }
    grid.height = y + height;
    y += height + GAP.row;
  }
  return grid;
}

const fromLeft = (x: number, y: number): Point[] => [
  { x: x - BUS, y: 0 },
  { x: x - BUS, y },
  { x, y },
];

/** Blocks in rows: the width is tried in steps from the widest block to all of them side by side. */
export function rowsOf(blocks: readonly Block[], aspect?: number): Block {
  const all = sum(blocks.map((block) => block.width)) + GAP.x * (blocks.length - 1);
  const widest = Math.max(0, ...blocks.map((block) => block.width));
  let found = rowsWithin(blocks, all);
  let least = reach(sizeOfRows(found), aspect);
  for (let width = all / 1.2; blocks.length > 1 && width > widest / 1.2; width /= 1.2) {
    const rows = rowsWithin(blocks, Math.max(width, widest + BUS));
    const here = reach(sizeOfRows(rows), aspect);
    if (here < least) [found, least] = [rows, here];
  }
  return stack(found);
}

/** One after the other into rows of at most this width; small ones one under the other beside a tall one. */
function rowsWithin(blocks: readonly Block[], width: number): Block[][][] {
  const rows: Block[][][] = [];
  let [used, room] = [0, 0];
  for (const block of blocks) {
    const [row, column] = [rows.at(-1), rows.at(-1)?.at(-1)];
    const first = column?.[0];
    if (
      row &&
      column &&
      first &&
      row.length > 1 &&
      block.height <= room &&
      block.width <= first.width * 1.2
    ) {
      column.push(block);
      used += Math.max(0, block.width - first.width);
      room -= block.height + GAP.y;
      continue;
    }
    if (row && used + GAP.x + BUS + block.width <= width + BUS) {
      row.push([block]);
      used += GAP.x + BUS + block.width;
    } else {
      rows.push([[block]]);
      used = block.width;
    }
    room = (rows.at(-1)?.[0]?.[0]?.height ?? 0) - block.height - GAP.y;
  }
  return rows;
}

const columnWidth = (column: readonly Block[]): number =>
  Math.max(...column.map((block) => block.width)) + (column.length > 1 ? BUS : 0);

const columnHeight = (column: readonly Block[]): number =>
  sum(column.map((block) => block.height)) + GAP.y * (column.length - 1);

function sizeOfRows(rows: readonly Block[][][]): { width: number; height: number } {
  const widths = rows.map((row) => sum(row.map(columnWidth)) + GAP.x * (row.length - 1));
  const heights = rows.map((row) => Math.max(...row.map(columnHeight)));
  return {
    width: Math.max(...widths) + (rows.length > 1 ? BUS : 0),
    height: sum(heights) + GAP.y * (rows.length - 1),
  };
}

function stack(rows: readonly Block[][][]): Block {
  const whole = emptyBlock();
  const left = rows.length > 1 ? BUS : 0;
  let y = 0;
  for (const [at, row] of rows.entries()) {
    let x = left;
    for (const column of row) {
      const [only] = column;
      const block = only && column.length === 1 ? only : stack(column.map((one) => [[one]]));
      whole.parts.push({ block, x, y });
      for (const inlet of block.inlets) whole.inlets.push(at ? fromSide(inlet, x, y) : shifted(inlet, x, y));
      x += block.width + GAP.x;
    }
    whole.width = Math.max(whole.width, x - GAP.x);
    whole.height = y + Math.max(...row.map(columnHeight));
    y = whole.height + GAP.y;
  }
  return whole;
}

const shifted = ({ to, path }: Inlet, x: number, y: number): Inlet => ({ to, path: move(path, x, y) });

function fromSide(inlet: Inlet, x: number, y: number): Inlet {
  const path = move(inlet.path, x, y);
  const above = y - GAP.y / 2;
  const side = [
    { x: 0, y: 0 },
    { x: 0, y: above },
    { x: path[0]?.x ?? x, y: above },
  ];
  return { to: inlet.to, path: [...side, ...path] };
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function best(blocks: readonly Block[], aspect?: number): Block {
  return blocks.reduce((first, block) => (reach(block, aspect) < reach(first, aspect) ? block : first));
}
