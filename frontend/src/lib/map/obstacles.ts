/** The cards lines should not run through, in cells, so that a line asks only the cards near it. */

import type { Point } from './block.ts';
import type { Box } from './types.ts';

const CELL = { x: 320, y: 160 } as const;
const ROW = 4096;

export class Obstacles {
  private readonly cells = new Map<number, Box[]>();
  readonly boxes: readonly Box[];

  constructor(boxes: readonly Box[]) {
    this.boxes = boxes;
    for (const box of boxes)
      for (const cell of cellsOf(box.x, box.y, box.x + box.width, box.y + box.height)) {
        const there = this.cells.get(cell);
        if (there) there.push(box);
        else this.cells.set(cell, [box]);
      }
  }

  /** How many cards the way runs through; at its own two only the first and the last bit may touch.
   *
   * Stops at `enough`. A card at the edge of a cell may count twice. */
  hits(points: readonly Point[], from: Box, to: Box, enough: number): number {
    let count = 0;
    const last = points.length - 1;
    for (let at = 1; at <= last && count <= enough; at += 1) {
      const [a, b] = [points[at - 1], points[at]];
      if (!a || !b) continue;
      const own = at === 1 ? from : null;
      const end = at === last ? to : null;
      const [left, top] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
      for (const cell of cellsOf(left, top, Math.max(a.x, b.x), Math.max(a.y, b.y)))
        for (const box of this.cells.get(cell) ?? [])
          if (box !== own && box !== end && crosses(a, b, box)) count += 1;
    }
    return count;
  }
}

function cellsOf(left: number, top: number, right: number, bottom: number): number[] {
  const cells: number[] = [];
  for (let y = Math.floor(top / CELL.y); y <= Math.floor(bottom / CELL.y); y += 1)
    for (let x = Math.floor(left / CELL.x); x <= Math.floor(right / CELL.x); x += 1) cells.push(y * ROW + x);
  return cells;
}

export function crosses(a: Point, b: Point, box: Box): boolean {
  return (
    Math.max(a.x, b.x) > box.x &&
    Math.min(a.x, b.x) < box.x + box.width &&
    Math.max(a.y, b.y) > box.y &&
    Math.min(a.y, b.y) < box.y + box.height
  );
}
