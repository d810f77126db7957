/** Which department a person and all below belong to, and the boxes drawn round them. */

import { type Block, emptyBlock, GAP, move } from './block.ts';
import { downwards } from './forest.ts';
import type { Nodes } from './nodes.ts';
import type { Group, Unit } from './types.ts';

/** The department that holds a person with everybody below; null where they belong to several or to none.
 *
 * Whoever has no department counts to the boss's. */
export function homesOf({ nodes, forest, lineage }: Nodes): Map<string, string | null> {
  const homes = new Map<string, string | null>();
  const mixed = new Set<string>();
  for (const id of downwards(forest).reverse()) {
    const children = forest.get(id) ?? [];
    const unit = nodes.get(id)?.unit ?? null;
    const fits = (child: string): boolean => {
      const home = homes.get(child);
      return !mixed.has(child) && (!home || (unit !== null && (lineage.get(home) ?? []).includes(unit)));
    };
    const one = children.every(fits);
    if (!one) mixed.add(id);
    homes.set(id, one ? unit : null);
  }
  return homes;
}

/** Children by the next department below the one whose box is open; under null those that need no box. */
export function byUnit(
  children: readonly string[],
  open: string | null,
  homes: ReadonlyMap<string, string | null>,
  lineage: ReadonlyMap<string, string[]>,
): Map<string | null, string[]> {
  const parts = new Map<string | null, string[]>();
  for (const child of children) {
    const above = lineage.get(homes.get(child) ?? '') ?? [];
    const at = open === null ? above.length : above.indexOf(open);
    const unit = at < 0 ? (above[0] ?? null) : (above[at - 1] ?? null);
    const part = parts.get(unit);
    if (part) part.push(child);
    else parts.set(unit, [child]);
  }
  return parts;
}

/** A box with the department's name round a block; the lines come in beside the name. */
export function boxed(unit: Unit, key: string, inner: Block, count: number): Block {
  const name = titleWidth(unit.name);
  const width = Math.max(inner.width + 2 * GAP.box, name + 48);
  const box = emptyBlock(width, inner.height + GAP.title + GAP.box);
  box.parts.push({ block: inner, x: (width - inner.width) / 2, y: GAP.title });
  box.groups.push({ ...groupOf(unit, key, count), x: 0, y: 0, width, height: box.height });
  for (const { to, path } of inner.inlets) {
    const way = move(path, (width - inner.width) / 2, GAP.title);
    const start = way[0]?.x ?? 0;
    const x = Math.min(width - GAP.box, Math.max(start, name + 24));
    const beside =
      x === start
        ? []
        : [
            { x, y: GAP.title - 4 },
            { x: start, y: GAP.title - 4 },
          ];
    box.inlets.push({ to, path: [{ x, y: 0 }, ...beside, ...way] });
  }
  return box;
}

export function groupOf(unit: Unit, key: string, count: number): Omit<Group, 'x' | 'y' | 'width' | 'height'> {
  return { key, title: unit.name, sub: '', kind: 'unit', folded: false, count };
}

/** About as wide as the text is drawn: Chinese characters take a whole em. */
function titleWidth(text: string): number {
  return [...text].reduce((width, letter) => width + (letter > '\u2e7f' ? 12.5 : 7), 0);
}
