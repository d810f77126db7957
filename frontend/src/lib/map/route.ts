/** The decision as a path from left to right: signing above, paying below, those outside it at the end. */

import { type Block, emptyBlock, flatten, GAP, type Point, reach, straightened } from './block.ts';
import { gridWith } from './pack.ts';
import { powerOf, sizeOf } from './size.ts';
import type { Box, Card, Group, LayoutWords, Line, MapData, Placed, Scene, Step } from './types.ts';

const HEAD = 48;
const PAD = 12;
const EMPTY = { width: 160, height: 40 };
const BETWEEN = 56;
const STACKED = 20;
/** Room above the steps of a lane: its name, and lines that pass over columns. */
const LANE = 72;

export function layoutRoute(data: MapData, words: LayoutWords): Scene {
  const cards = new Map(data.cards.map((card) => [card.id, card]));
  const columns = columnsOf(data.steps);
  const edges = edgesOf(data.steps, columns, cards);
  const last = edges.at(-1);
  const width = last ? last.x + last.width + PAD : 0;
  const scene: Scene = { placed: [], groups: [], lines: [], width, height: 0 };
  const boxes = new Map<string, Box>();
  for (const lane of ['sign', 'pay'] as const) {
    const steps = data.steps.filter((step) => step.route === lane);
    if (!steps.length) continue;
    const top = scene.height ? scene.height + GAP.y : 0;
    const group = { ...named(`row:${lane}`, words[lane], 'row'), x: 0, y: top, width, height: 0 };
    scene.groups.push(group);
    const bottoms: number[] = [];
    for (const step of steps) {
      const column = columns.get(step.id) ?? 0;
      const at = { ...(edges[column] ?? { x: 0, width: 0 }), y: bottoms[column] ?? top + LANE };
      const box = placeStep(scene, step, cards.get(step.person ?? ''), at);
      boxes.set(step.id, box);
      bottoms[column] = box.y + box.height + STACKED;
      scene.height = Math.max(scene.height, box.y + box.height + PAD);
    }
    group.height = scene.height - top;
  }
  scene.lines.push(...linesOf(data.steps, columns, boxes, scene.groups));
  placeOthers(data, scene, words.outside);
  return scene;
}

/** The column of each step: one further than the last step it waits for; circles are cut where they close. */
export function columnsOf(steps: readonly Step[]): Map<string, number> {
  const waiting = new Map(steps.map((step) => [step.id, step]));
  const columns = new Map<string, number>();
  while (waiting.size) {
    const free = [...waiting.values()].filter((step) => !step.after.some((id) => waiting.has(id)));
    const next = free.length ? free : [...waiting.values()].slice(0, 1);
    for (const step of next)
      columns.set(step.id, 1 + Math.max(-1, ...step.after.map((id) => columns.get(id) ?? -1)));
    for (const step of next) waiting.delete(step.id);
  }
  return columns;
}

interface Column {
  x: number;
  width: number;
}

function edgesOf(
  steps: readonly Step[],
  columns: ReadonlyMap<string, number>,
  cards: ReadonlyMap<string, Card>,
): Column[] {
  const edges: Column[] = [];
  for (const step of steps) {
    const edge = (edges[columns.get(step.id) ?? 0] ??= { x: 0, width: 0 });
    edge.width = Math.max(edge.width, sizeIn(cards.get(step.person ?? '')).width + 2 * PAD);
  }
  let x = PAD;
  for (const edge of edges) {
    edge.x = x;
    x += edge.width + BETWEEN;
  }
  return edges;
}

const sizeIn = (card: Card | undefined): { width: number; height: number } => (card ? sizeOf(card) : EMPTY);

function placeStep(scene: Scene, step: Step, card: Card | undefined, at: Omit<Box, 'height'>): Box {
  const size = sizeIn(card);
  const box = { ...at, height: HEAD + size.height + PAD };
  const sub = step.done ?? step.due ?? '';
  scene.groups.push({ ...named(`step:${step.id}`, step.name, 'step'), ...box, sub, count: card ? 1 : 0 });
  if (card)
    scene.placed.push({
      key: `${step.id}:${card.id}`,
      card: card.id,
      x: at.x + PAD,
      y: at.y + HEAD,
      ...size,
    });
  return box;
}

/** From the right edge to the left one; over columns between them through the free room of the lane. */
function linesOf(
  steps: readonly Step[],
  columns: ReadonlyMap<string, number>,
  boxes: ReadonlyMap<string, Box>,
  lanes: readonly Group[],
): Line[] {
  const critical = new Set(steps.filter((step) => step.critical).map((step) => step.id));
  let passing = 0;
  return steps.flatMap((step) =>
    step.after.flatMap((before) => {
      const [from, to] = [boxes.get(before), boxes.get(step.id)];
      if (!from || !to || before === step.id) return [];
      const far = (columns.get(step.id) ?? 0) - (columns.get(before) ?? 0) !== 1;
      const lane = lanes.find((group) => group.key === `row:${step.route}`)?.y ?? 0;
      const over = far ? lane + 34 + 8 * (passing++ % 4) : null;
      return [lineOf(before, step.id, wayTo(from, to, over), critical.has(before) && critical.has(step.id))];
    }),
  );
}

function lineOf(from: string, to: string, points: Point[], critical: boolean): Line {
  const key = `after:${from}:${to}`;
  const ends = { from: `step:${from}`, to: `step:${to}` };
  return { key, ...ends, kind: 'after', tie: null, weight: 1, points, label: '', critical };
}

function wayTo(from: Box, to: Box, over: number | null): Point[] {
  const start = { x: from.x + from.width, y: from.y + HEAD / 2 };
  const end = { x: to.x, y: to.y + HEAD / 2 };
  const [out, into] = over === null ? [end.x - BETWEEN / 2, end.x - BETWEEN / 2] : [start.x + 14, end.x - 18];
  const turns = [
    { x: out, y: start.y },
    ...(over === null
      ? []
      : [
          { x: out, y: over },
          { x: into, y: over },
        ]),
  ];
  return straightened([start, ...turns, { x: into, y: end.y }, end]);
}

function placeOthers(data: MapData, scene: Scene, title: string): void {
  const there = new Set(scene.placed.map((placed) => placed.card));
  const others = data.cards.filter((card) => !there.has(card.id));
  if (!others.length) return;
  others.sort((one, other) => (powerOf(other) ?? 0) - (powerOf(one) ?? 0));
  const x = scene.width ? scene.width + GAP.y : 0;
  const grid = gridBeside(others.map(blockOf), x, scene.height);
  const box = { x, y: 0, width: grid.width + 2 * PAD, height: Math.max(scene.height, grid.height + HEAD) };
  scene.groups.push({ ...named('column:outside', title, 'column'), ...box, count: others.length });
  const inside = flatten({ ...grid, inlets: [] }).placed;
  scene.placed.push(...inside.map((one) => ({ ...one, x: one.x + x + PAD, y: one.y + GAP.title + 4 })));
  scene.width = box.x + box.width;
  scene.height = box.height;
}

/** In as many columns as the whole with the lanes is best seen. */
function gridBeside(blocks: readonly Block[], left: number, height: number): Block {
  const tried = Array.from({ length: Math.min(30, blocks.length) }, (_, at) => gridWith(blocks, at + 1, 0));
  const whole = (grid: Block): number =>
    reach({ width: left + grid.width, height: Math.max(height, grid.height) });
  return tried.reduce((first, grid) => (whole(grid) < whole(first) ? grid : first));
}

export function blockOf(card: Card): Block {
  const size = sizeOf(card);
  const placed: Placed = { key: card.id, card: card.id, x: 0, y: 0, ...size };
  return { ...emptyBlock(size.width, size.height), placed: [placed] };
}

export function named(key: string, title: string, kind: Group['kind']): Omit<Group, keyof Box> {
  return { key, title, sub: '', kind, folded: false, count: 0 };
}
