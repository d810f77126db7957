/** The organisation by manager lines. */

import { downwards, forestOf } from './forest.ts';
import { sizeOf } from './size.ts';
import type { LayoutOptions, Line, MapData, Placed, Scene } from './types.ts';

export function layoutTree(data: MapData, _options: LayoutOptions): Scene {
  const forest = forestOf(data.cards.map((card) => ({ id: card.id, parent: card.manager })));
  const cards = new Map(data.cards.map((card) => [card.id, card]));
  const depth = new Map<string, number>();
  const filled: number[] = [];
  const placed = new Map<string, Placed>();
  const lines: Line[] = [];
  for (const id of downwards(forest)) {
    const card = cards.get(id);
    if (!card) continue;
    const boss = card.manager ? placed.get(card.manager) : undefined;
    const level = boss ? (depth.get(boss.card) ?? 0) + 1 : 0;
    depth.set(id, level);
    const x = filled[level] ?? 24;
    placed.set(id, { key: id, card: id, x, y: 24 + level * 140, ...sizeOf(card) });
    filled[level] = x + 232;
    const here = placed.get(id);
    if (boss && here)
      lines.push({
        key: `reports:${id}`,
        from: boss.key,
        to: id,
        kind: 'reports',
        tie: null,
        weight: 1,
        points: [
          { x: boss.x + boss.width / 2, y: boss.y + boss.height },
          { x: here.x + here.width / 2, y: here.y },
        ],
        label: '',
        critical: false,
      });
  }
  const width = Math.max(0, ...filled) + 24;
  return { placed: [...placed.values()], groups: [], lines, width, height: filled.length * 140 + 24 };
}
