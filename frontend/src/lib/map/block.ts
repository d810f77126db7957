/** Parts of a drawing in their own coordinates, put together and at the end laid flat. */

import type { Box, Group, Line, Placed, Scene } from './types.ts';

export interface Point {
  x: number;
  y: number;
}

/** The way down to a card that still waits for its boss; it starts on the upper edge of the block. */
export interface Inlet {
  to: string;
  path: Point[];
}

export interface Block {
  width: number;
  height: number;
  placed: Placed[];
  groups: Group[];
  lines: Line[];
  parts: { block: Block; x: number; y: number }[];
  inlets: Inlet[];
}

/** Between cards side by side, between a boss and the people below, and round the people of a department. */
export const GAP = { x: 24, y: 36, row: 16, box: 14, title: 32 } as const;

/** Width by height of the room a map is shown in. */
export const ASPECT = 1.7;

export function emptyBlock(width = 0, height = 0): Block {
  return { width, height, placed: [], groups: [], lines: [], parts: [], inlets: [] };
}

/** How far one must step back to see it all in a room of this aspect; smaller is better. */
export function reach({ width, height }: { width: number; height: number }, aspect = ASPECT): number {
  return Math.max(width / aspect, height) + (width * height) / 1e6;
}

export const move = (points: readonly Point[], x: number, y: number): Point[] =>
  points.map((point) => ({ x: point.x + x, y: point.y + y }));

const moveBox = <T extends Box>(box: T, x: number, y: number): T => ({ ...box, x: box.x + x, y: box.y + y });

/** Everything of a block and its parts in the coordinates of the whole; outer boxes before inner ones. */
export function flatten(block: Block): Scene {
  const scene: Scene = { placed: [], groups: [], lines: [], width: block.width, height: block.height };
  const open = [{ block, x: 0, y: 0 }];
  for (const { block: here, x, y } of open) {
    for (const placed of here.placed) scene.placed.push(moveBox(placed, x, y));
    for (const group of here.groups) scene.groups.push(moveBox(group, x, y));
    for (const line of here.lines) scene.lines.push({ ...line, points: move(line.points, x, y) });
    for (const part of here.parts) open.push({ block: part.block, x: x + part.x, y: y + part.y });
  }
  return scene;
}

/** Points without doubles and without those in the middle of a straight run. */
export function straightened(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last && last.x === point.x && last.y === point.y) continue;
    const along =
      before && last && (sameLine(before.x, last.x, point.x) || sameLine(before.y, last.y, point.y));
    if (along) kept.pop();
    kept.push(point);
  }
  return kept;
}

const sameLine = (a: number, b: number, c: number): boolean => a === b && b === c;

export function lineTo(from: string, to: string, points: readonly Point[]): Line {
  const key = `reports:${from}:${to}`;
  const bare = { tie: null, weight: 1, label: '', critical: false };
  return { key, from, to, kind: 'reports', points: straightened(points), ...bare };
}
