/** What a tree is made of: people, and folded departments in place of theirs. */

import { type Forest, downwards, forestOf } from './forest.ts';
import { type Size, sizeOf } from './size.ts';
import type { Card, LayoutOptions, MapData, Unit } from './types.ts';

export interface Node extends Size {
  id: string;
  /** Its department; a folded department stands in the one above it. */
  unit: string | null;
  card: Card | null;
  fold: { unit: Unit; count: number } | null;
}

export interface Nodes {
  nodes: Map<string, Node>;
  forest: Forest;
  /** Departments from each one up to the top, itself first. */
  lineage: Map<string, string[]>;
  /** People without manager drawn in the box of their department, with no line. */
  guests: Set<string>;
  /** The key of what is drawn for a card: itself or its folded department. */
  drawnAs: Map<string, string>;
}

interface Link {
  id: string;
  parent: string | null;
}

const FOLDED: Size = { width: 208, height: 64 };

export function lineageOf(units: readonly Unit[]): Map<string, string[]> {
  const forest = forestOf(units);
  const parents = new Map(
    [...forest].flatMap(([parent, children]) => children.map((child) => [child, parent])),
  );
  const lineage = new Map<string, string[]>();
  for (const unit of downwards(forest))
    lineage.set(unit, [unit, ...(lineage.get(parents.get(unit) ?? '') ?? [])]);
  return lineage;
}

export function nodesOf(data: MapData, options: Pick<LayoutOptions, 'folded'>): Nodes {
  const lineage = lineageOf(data.units);
  const units = new Map(data.units.map((unit) => [unit.id, unit]));
  const nodes = new Map<string, Node>();
  const drawnAs = new Map<string, string>();
  for (const card of data.cards) {
    const above = lineage.get(card.unit ?? '') ?? [];
    const unit = units.get(above.findLast((one) => options.folded.has(one)) ?? '');
    const id = unit ? `unit:${unit.id}` : card.id;
    drawnAs.set(card.id, id);
    const fold = nodes.get(id)?.fold;
    if (fold) fold.count += 1;
    else if (unit)
      nodes.set(id, {
        id,
        ...FOLDED,
        unit: lineage.get(unit.id)?.[1] ?? null,
        card: null,
        fold: { unit, count: 1 },
      });
    else nodes.set(id, { id, ...sizeOf(card), unit: above[0] ?? null, card, fold: null });
  }
  const links = linksOf(data, nodes, drawnAs);
  const guests = takeIn(links, nodes);
  return { nodes, forest: forestOf(links), lineage, guests, drawnAs };
}

/** A folded department hangs where the first of its people with a manager outside hangs. */
function linksOf(data: MapData, nodes: Nodes['nodes'], drawnAs: Nodes['drawnAs']): Link[] {
  const parents = new Map<string, string | null>([...nodes.keys()].map((id) => [id, null]));
  for (const card of data.cards) {
    const id = drawnAs.get(card.id) ?? card.id;
    const boss = drawnAs.get(card.manager ?? '') ?? null;
    if (boss !== id && !parents.get(id)) parents.set(id, boss);
  }
  return [...parents].map(([id, parent]) => ({ id, parent }));
}

/** Whoever has a department but neither manager nor reports stands beside that department's head. */
function takeIn(links: readonly Link[], nodes: Nodes['nodes']): Set<string> {
  const bosses = new Set(links.map((link) => link.parent));
  const unitOf = (id: string): string | null => nodes.get(id)?.unit ?? null;
  const over = new Map<string, string>();
  for (const { id, parent } of links) {
    const unit = unitOf(id);
    if (unit && parent && unitOf(parent) !== unit && !over.has(unit)) over.set(unit, parent);
  }
  const guests = new Set<string>();
  for (const link of links) {
    const host = over.get(unitOf(link.id) ?? '');
    if (link.parent || bosses.has(link.id) || !host) continue;
    link.parent = host;
    guests.add(link.id);
  }
  return guests;
}
