/** Cards in a grid and blocks in rows, in the shape that shows most on a wide screen. */

import { type Block, emptyBlock, GAP, type Inlet, type Point, reach, move } from './block.ts';

/** Left of every column of a grid and of rows that follow another: the way down for the lines. */
const BUS = 14;

/** Cards without people below them, hanging from lines on their left; a few in at most four columns. */
export function gridOf(leaves: readonly Block[]): Block {
  const most = leaves.length <= 16 ? Math.min(4, leaves.length) : Math.ceil(Math.sqrt(leaves.length));
  const tried = Array.from({ length: most }, (_, at) => gridWith(leaves, at + 1));
  return best(tried);
}

export function gridWith(leaves: readonly Block[], columns: number): Block {
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...leaves.filter((_leaf, at) => at % columns === column).map((leaf) => leaf.width)),
  );
  const lefts = widths.map((_, column) => sum(widths.slice(0, column)) + column * (GAP.x + BUS) + BUS);
  const grid = emptyBlock();
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
  grid.width = (lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0);
  return grid;
}

const fromLeft = (x: number, y: number): Point[] => [
  { x: x - BUS, y: 0 },
  { x: x - BUS, y },
  { x, y },
];

/** Blocks in rows: the width is tried in steps from the widest block to all of them side by side. */
export function rowsOf(blocks: readonly Block[]): Block {
  const all = sum(blocks.map((block) => block.width)) + GAP.x * (blocks.length - 1);
  const widest = Math.max(0, ...blocks.map((block) => block.width));
  const tried = [rowsWithin(blocks, all)];
  for (let width = all / 1.2; blocks.length > 1 && width > widest / 1.2; width /= 1.2)
    tried.push(rowsWithin(blocks, Math.max(width, widest)));
  return best(tried);
}

function rowsWithin(blocks: readonly Block[], width: number): Block {
  const rows: Block[][] = [[]];
  let used = 0;
  for (const block of blocks) {
    if (used > 0 && used + block.width > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(block);
    used += block.width + GAP.x;
  }
  return stack(rows);
}

function stack(rows: readonly Block[][]): Block {
  const whole = emptyBlock();
  const left = rows.length > 1 ? BUS : 0;
  let y = 0;
  for (const [at, row] of rows.entries()) {
    let x = left;
    for (const block of row) {
      whole.parts.push({ block, x, y });
      for (const inlet of block.inlets) whole.inlets.push(at ? fromSide(inlet, x, y) : shifted(inlet, x, y));
      x += block.width + GAP.x;
    }
    whole.width = Math.max(whole.width, x - GAP.x);
    whole.height = y + Math.max(...row.map((block) => block.height));
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

export function best(blocks: readonly Block[]): Block {
  return blocks.reduce((first, block) => (reach(block) < reach(first) ? block : first));
}
