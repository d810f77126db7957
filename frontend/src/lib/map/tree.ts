/** The organisation by manager lines and departments; folded departments are one box each. */

import { ASPECT, type Block, emptyBlock, flatten, GAP, lineTo, type Point } from './block.ts';
import { boxed, byUnit, groupOf, homesOf } from './boxes.ts';
import { downwards } from './forest.ts';
import { type Node, type Nodes, nodesOf } from './nodes.ts';
import { best, gridOf, gridWith, rowsOf } from './pack.ts';
import { tieLines } from './ties.ts';
import type { LayoutOptions, MapData, Scene, Unit } from './types.ts';

/** A part higher than this and than it is wide stands to the right of its boss: long chains must not grow endless. */
const TALL = 700;

/** Parts stacked under bosses grow high: what fits the screen as a whole is found by laying the parts out wider. */
const ASPECTS = [1, 1.15, 1.3, 1.45, 1.6, 1.8, 2, 2.3].map((times) => times * ASPECT);

export function layoutTree(data: MapData, options: LayoutOptions): Scene {
  const nodes = nodesOf(data, options);
  const scene = flatten(best(ASPECTS.map((aspect) => new Tree(data, nodes, aspect).whole())));
  return { ...scene, lines: [...scene.lines, ...tieLines(data, scene, nodes.drawnAs)] };
}

class Tree {
  private readonly made: Nodes;
  private readonly aspect: number;
  private readonly homes: Map<string, string | null>;
  private readonly units: Map<string, Unit>;
  private readonly blocks = new Map<string, Block>();
  private readonly drawn = new Map<string, number>();

  constructor(data: MapData, made: Nodes, aspect: number) {
    this.made = made;
    this.aspect = aspect;
    this.homes = homesOf(this.made);
    this.units = new Map(data.units.map((unit) => [unit.id, unit]));
  }

  whole(): Block {
    const { forest, nodes } = this.made;
    for (const id of downwards(forest).reverse()) {
      const node = nodes.get(id);
      if (node) this.blocks.set(id, this.under(node));
    }
    const tops = forest.get(null) ?? [];
    const alone = tops.filter((id) => !forest.has(id) && !nodes.get(id)?.unit);
    const apart = new Set(alone);
    const linked = tops.filter((id) => !apart.has(id));
    const main = linked.length ? this.together(linked, null) : emptyBlock();
    return alone.length ? withStrip(main, this.blocksOf(alone)) : main;
  }

  /** A boss with everybody below. */
  private under(node: Node): Block {
    const head = headOf(node);
    if (this.made.guests.has(node.id)) head.inlets = [];
    const children = this.made.forest.get(node.id);
    if (!children) return head;
    const open = this.homes.get(node.id) ?? null;
    const below = this.together(children, open);
    const tried = [above(head, node, below)];
    if (below.height > Math.max(TALL, below.width)) tried.push(beside(head, node, below));
    return best(tried, this.aspect);
  }

  /** Leaves in a grid, sub-trees beside it, each department in its box. */
  private together(children: readonly string[], open: string | null): Block {
    const { forest, lineage } = this.made;
    const parts = byUnit(children, open, this.homes, lineage);
    const plain = parts.get(null) ?? [];
    const leaves = plain.filter((id) => !forest.has(id));
    const blocks = this.blocksOf(plain.filter((id) => forest.has(id)));
    for (const [unit, ids] of parts) if (unit !== null) blocks.push(this.box(unit, ids));
    if (leaves.length) blocks.unshift(gridOf(this.blocksOf(leaves), this.aspect));
    return rowsOf(
      blocks.sort((one, other) => other.height - one.height),
      this.aspect,
    );
  }

  /** The box of the lowest department that holds them all. */
  private box(above: string, ids: readonly string[]): Block {
    let id = above;
    for (let deeper = this.onlyPart(ids, id); deeper !== null; deeper = this.onlyPart(ids, id)) id = deeper;
    const inner = this.together(ids, id);
    const unit = this.units.get(id);
    if (!unit) return inner;
    const times = (this.drawn.get(id) ?? 0) + 1;
    this.drawn.set(id, times);
    return boxed(unit, times > 1 ? `unit:${times}:${id}` : `unit:${id}`, inner, count(inner));
  }

  private onlyPart(ids: readonly string[], unit: string): string | null {
    const parts = byUnit(ids, unit, this.homes, this.made.lineage);
    return parts.size === 1 ? ([...parts.keys()][0] ?? null) : null;
  }

  private blocksOf(ids: readonly string[]): Block[] {
    return ids.flatMap((id) => this.blocks.get(id) ?? []);
  }
}

function headOf(node: Node): Block {
  const { id, width, height, card, fold } = node;
  const head = emptyBlock(width, height);
  head.inlets.push({ to: id, path: [{ x: width / 2, y: 0 }] });
  const box = { x: 0, y: 0, width, height };
  if (card) head.placed.push({ ...box, key: id, card: id });
  if (fold) head.groups.push({ ...box, ...groupOf(fold.unit, id, fold.count), folded: true });
  return head;
}

/** The boss in the middle over the people below. */
function above(head: Block, node: Node, below: Block): Block {
  const width = Math.max(head.width, below.width);
  const block = emptyBlock(width, head.height + GAP.y + below.height);
  const [x, left] = [(width - head.width) / 2, (width - below.width) / 2];
  const start = { x: width / 2, y: head.height };
  const trunk = head.height + GAP.y / 2;
  block.inlets.push({ to: node.id, path: [{ x: width / 2, y: 0 }] });
  hang(block, node, below, { x: left, y: head.height + GAP.y }, (to) => [
    start,
    { x: start.x, y: trunk },
    { x: to, y: trunk },
  ]);
  block.parts.push({ block: { ...head, inlets: [] }, x, y: 0 });
  return block;
}

/** The boss at the upper left, the people below to the right. */
function beside(head: Block, node: Node, below: Block): Block {
  const [left, top] = [head.width + GAP.x, head.height / 2 + GAP.y / 2];
  const block = emptyBlock(left + below.width, Math.max(head.height, top + below.height));
  const start = { x: head.width, y: head.height / 2 };
  block.inlets.push({ to: node.id, path: [{ x: head.width / 2, y: 0 }] });
  hang(block, node, below, { x: left, y: top }, (to) => [start, { x: to, y: start.y }]);
  block.parts.push({ block: { ...head, inlets: [] }, x: 0, y: 0 });
  return block;
}

function hang(block: Block, boss: Node, below: Block, at: Point, way: (x: number) => Point[]): void {
  block.parts.push({ block: { ...below, inlets: [] }, ...at });
  for (const { to, path } of below.inlets) {
    const rest = path.map((point) => ({ x: point.x + at.x, y: point.y + at.y }));
    block.lines.push(lineTo(boss.id, to, [...way(rest[0]?.x ?? at.x), ...rest]));
  }
}

/** People nobody has placed yet, in rows under the rest and as wide as it. */
function withStrip(main: Block, alone: readonly Block[]): Block {
  const top = main.height ? main.height + GAP.y : 0;
  const tried = Array.from({ length: Math.min(24, alone.length) }, (_, at) => {
    const strip = gridWith(alone, at + 1, 0);
    const whole = emptyBlock(Math.max(main.width, strip.width), top + strip.height);
    whole.parts.push({ block: main, x: 0, y: 0 }, { block: strip, x: 0, y: top });
    return whole;
  });
  return best(tried);
}

/** How many people stand in a block. */
function count(block: Block): number {
  let people = 0;
  const open = [block];
  for (const here of open) {
    people +=
      here.placed.length + here.groups.reduce((all, group) => all + (group.folded ? group.count : 0), 0);
    open.push(...here.parts.map((part) => part.block));
  }
  return people;
}
