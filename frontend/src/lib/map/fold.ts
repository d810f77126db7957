/** Which departments of a big map are drawn as one box at first. */

import { lineageOf } from './nodes.ts';
import type { MapData } from './types.ts';

interface Department {
  id: string;
  depth: number;
  people: Set<string>;
  keys: number;
}

/** Folds until about `most` cards are left: first whole departments without key players, the largest first,
 * then those with the fewest. People of no department cannot be folded away. */
export function foldByDefault(data: MapData, most = 120): Set<string> {
  const folded = new Set<string>();
  const seen = new Set(data.cards.map((card) => card.id));
  for (const { id, people } of candidates(data)) {
    if (seen.size <= most) break;
    if (![...people].some((card) => seen.has(card))) continue;
    folded.add(id);
    for (const card of people) seen.delete(card);
  }
  return folded;
}

/** A department stands before those above it only if it has fewer key players. */
function candidates(data: MapData): Department[] {
  const lineage = lineageOf(data.units);
  const all = new Map<string, Department>();
  for (const [id, above] of lineage) all.set(id, { id, depth: above.length, people: new Set(), keys: 0 });
  for (const card of data.cards)
    for (const unit of lineage.get(card.unit ?? '') ?? []) {
      const department = all.get(unit);
      department?.people.add(card.id);
      if (department && card.key) department.keys += 1;
    }
  return [...all.values()]
    .filter((department) => department.people.size > 1)
    .sort(
      (one, other) => one.keys - other.keys || other.people.size - one.people.size || one.depth - other.depth,
    );
}
