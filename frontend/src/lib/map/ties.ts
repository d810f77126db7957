/** Lines of the other ties, from edge to edge and round the cards between. */

import { type Point, straightened } from './block.ts';
import type { Box, Line, MapData, Scene, Tie } from './types.ts';

type Side = 'top' | 'right' | 'bottom' | 'left';

const SIDES: readonly Side[] = ['right', 'left', 'bottom', 'top'];
const OUT: Record<Side, Point> = {
  top: { x: 0, y: -1 },
  right: { x: 1, y: 0 },
  bottom: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
};
/** What a line through a card and a bend count, in points of length. */
const HIT = 600;
const BEND = 30;

export function tieLines(data: MapData, scene: Scene, drawnAs: ReadonlyMap<string, string>): Line[] {
  const folded = scene.groups.filter((group) => group.folded);
  const boxes = new Map<string, Box>([...scene.placed, ...folded].map((one) => [one.key, one]));
  const obstacles = [...boxes.values()];
  const used = new Map<string, number>();
  return data.ties.flatMap((tie) => {
    const [from, to] = [drawnAs.get(tie.person), drawnAs.get(tie.other ?? '')];
    const [one, other] = [boxes.get(from ?? ''), boxes.get(to ?? '')];
    if (!from || !to || from === to || !one || !other) return [];
    const turn = Math.max(used.get(from) ?? 0, used.get(to) ?? 0);
    used.set(from, turn + 1);
    used.set(to, turn + 1);
    return [lineOf(tie, from, to, route(one, other, turn, obstacles))];
  });
}

function lineOf(tie: Tie, from: string, to: string, points: Point[]): Line {
  const { id, kind, weight, label } = tie;
  return { key: `tie:${id}`, from, to, kind, tie: id, weight, points, label, critical: false };
}

/** The cheapest of the ways round: short, few bends, through no card. */
export function route(from: Box, to: Box, turn: number, obstacles: readonly Box[]): Point[] {
  const ways = waysBetween(from, to, turn)
    .map((points) => ({ points, cost: costOf(points) }))
    .sort((one, other) => one.cost - other.cost);
  let found = { points: [] as Point[], cost: Number.POSITIVE_INFINITY };
  for (const { points, cost } of ways) {
    if (cost >= found.cost) break;
    const whole = cost + HIT * hits(points, from, to, obstacles);
    if (whole < found.cost) found = { points, cost: whole };
  }
  return found.points;
}

/** Every pair of sides, and for each both ways to turn; `turn` keeps the ties of a card apart. */
function waysBetween(from: Box, to: Box, turn: number): Point[][] {
  const shift = (turn % 2 ? -1 : 1) * 9 * (Math.ceil(turn / 2) % 3);
  const stub = 8 + 4 * (turn % 3);
  return SIDES.flatMap((out) =>
    SIDES.flatMap((into) => {
      const [start, end] = [port(from, out, shift), port(to, into, shift)];
      const [first, last] = [step(start, out, stub), step(end, into, stub)];
      return turnsOf(first, last, stub).map((turns) => straightened([start, first, ...turns, last, end]));
    }),
  );
}

function turnsOf(first: Point, last: Point, stub: number): Point[][] {
  const [y, x] = [(first.y + last.y) / 2 + stub, (first.x + last.x) / 2 + stub];
  return [
    [{ x: first.x, y: last.y }],
    [{ x: last.x, y: first.y }],
    [{ x: first.x, y }, { x: last.x, y }],
    [{ x, y: first.y }, { x, y: last.y }],
  ];
}

function port(box: Box, side: Side, shift: number): Point {
  const { x, y } = OUT[side];
  const [across, down] = [x === 0 ? shift : 0, y === 0 ? shift : 0];
  return {
    x: box.x + (box.width * (1 + x)) / 2 + across,
    y: box.y + (box.height * (1 + y)) / 2 + down,
  };
}

const step = (point: Point, side: Side, by: number): Point => ({
  x: point.x + OUT[side].x * by,
  y: point.y + OUT[side].y * by,
});

function costOf(points: readonly Point[]): number {
  let length = BEND * points.length;
  for (const [at, point] of points.entries()) {
    const before = points[at - 1] ?? point;
    length += Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
  }
  return length;
}

/** How many cards the way runs through; at its own two only the first and the last bit may touch. */
function hits(points: readonly Point[], from: Box, to: Box, obstacles: readonly Box[]): number {
  let count = 0;
  const last = points.length - 1;
  for (let at = 1; at <= last; at += 1) {
    const [a, b] = [points[at - 1], points[at]];
    if (!a || !b) continue;
    for (const box of obstacles) {
      if ((at === 1 && box === from) || (at === last && box === to)) continue;
      if (crosses(a, b, box)) count += 1;
    }
  }
  return count;
}

export function crosses(a: Point, b: Point, box: Box): boolean {
  return (
    Math.max(a.x, b.x) > box.x &&
    Math.min(a.x, b.x) < box.x + box.width &&
    Math.max(a.y, b.y) > box.y &&
    Math.min(a.y, b.y) < box.y + box.height
  );
}
