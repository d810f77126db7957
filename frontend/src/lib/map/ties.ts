/** Lines of the other ties, from edge to edge and round the cards between. */

import { type Point, straightened } from './block.ts';
import { Obstacles } from './obstacles.ts';
import type { Box, Line, MapData, Scene, Tie } from './types.ts';

type Side = 'top' | 'right' | 'bottom' | 'left';

const SIDES: readonly Side[] = ['right', 'left', 'bottom', 'top'];
const UPRIGHT: readonly Side[] = ['bottom', 'top'];
const OUT: Record<Side, Point> = {
  top: { x: 0, y: -1 },
  right: { x: 1, y: 0 },
  bottom: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
};
/** What a line through a card and a bend count, in points of length. */
const HIT = 600;
const BEND = 30;
/** How far beside its two cards a way may turn aside. */
const NEAR = 240;
/** How many such turns are tried. */
const MOST = 24;

export function tieLines(data: MapData, scene: Scene, drawnAs: ReadonlyMap<string, string>): Line[] {
  const folded = scene.groups.filter((group) => group.folded);
  const boxes = new Map<string, Box>([...scene.placed, ...folded].map((one) => [one.key, one]));
  const obstacles = new Obstacles([...boxes.values()]);
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
export function route(from: Box, to: Box, turn: number, obstacles: Obstacles): Point[] {
  const near = cheapest(waysBetween(from, to, turn), from, to, obstacles);
  if (near.cost < HIT + costOf(near.points)) return near.points;
  const far = cheapest(waysAlong(from, to, turn, obstacles), from, to, obstacles);
  return far.cost < near.cost ? far.points : near.points;
}

function cheapest(
  ways: readonly Point[][],
  from: Box,
  to: Box,
  obstacles: Obstacles,
): { points: Point[]; cost: number } {
  const sorted = ways
    .map((points) => ({ points, cost: costOf(points) }))
    .sort((one, other) => one.cost - other.cost);
  let found = { points: [] as Point[], cost: Number.POSITIVE_INFINITY };
  for (const { points, cost } of sorted) {
    if (cost >= found.cost) break;
    const whole = cost + HIT * obstacles.hits(points, from, to, (found.cost - cost) / HIT);
    if (whole < found.cost) found = { points, cost: whole };
  }
  return found;
}

/** Out above or below, along the gap between two rows, then beside some card up or down. */
function waysAlong(from: Box, to: Box, turn: number, obstacles: Obstacles): Point[][] {
  const stub = 4 + 3 * (turn % 3);
  const shift = shiftOf(turn);
  const near = obstacles.boxes
    .filter((box) => within(box.x, from, to))
    .map((box) => Math.round(box.x) - stub);
  const all = [...new Set(near)];
  const free = all.filter((_, at) => at % Math.ceil(all.length / MOST) === 0);
  return UPRIGHT.flatMap((out) =>
    UPRIGHT.flatMap((into) => {
      const [start, end] = [port(from, out, shift), port(to, into, shift)];
      const [first, last] = [step(start, out, stub), step(end, into, stub)];
      return free.map((x) => straightened([start, first, { x, y: first.y }, { x, y: last.y }, last, end]));
    }),
  );
}

const within = (x: number, from: Box, to: Box): boolean =>
  x > Math.min(from.x, to.x) - NEAR && x < Math.max(from.x, to.x) + NEAR;

const shiftOf = (turn: number): number => (turn % 2 ? -1 : 1) * 9 * (Math.ceil(turn / 2) % 3);

/** Every pair of sides, and for each both ways to turn; `turn` keeps the ties of a card apart. */
function waysBetween(from: Box, to: Box, turn: number): Point[][] {
  const shift = shiftOf(turn);
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
    [
      { x: first.x, y },
      { x: last.x, y },
    ],
    [
      { x, y: first.y },
      { x, y: last.y },
    ],
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
