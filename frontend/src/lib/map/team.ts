/** Who of us faces whom: the people in rows, our members in columns, the relation as it is and as wanted. */

import { named } from './route.ts';
import { powerOf, sizeOf } from './size.ts';
import type { MapData, Scene } from './types.ts';

const SIDE = 232;
const HEAD = 52;
const COLUMN = 112;
const PAD = 12;

export function layoutTeam(data: MapData): Scene {
  const cards = [...data.cards].sort((one, other) => (powerOf(other) ?? 0) - (powerOf(one) ?? 0));
  const width = SIDE + COLUMN * data.members.length;
  const scene: Scene = { placed: [], groups: [], lines: [], width, height: HEAD };
  const columns = data.members.map((member, at) => {
    const box = { x: SIDE + at * COLUMN, y: 0, width: COLUMN, height: HEAD };
    return { ...named(`column:${member.id}`, member.name, 'column'), ...box, sub: member.role };
  });
  for (const card of cards) {
    const size = sizeOf(card);
    const row = { y: scene.height, height: size.height + 2 * PAD };
    scene.groups.push({ ...named(`row:${card.id}`, '', 'row'), x: 0, width, ...row });
    scene.placed.push({ key: card.id, card: card.id, x: PAD, y: row.y + PAD, ...size });
    for (const { key, x } of columns) {
      const member = key.slice('column:'.length);
      const own = card.own.find((one) => one.member === member);
      const title = own ? `${own.level} → ${own.wanted}` : '';
      const cell = { ...named(`cell:${card.id}:${member}`, title, 'cell'), sub: own?.last ?? '' };
      scene.groups.push({ ...cell, x, width: COLUMN, ...row, count: own ? 1 : 0 });
    }
    scene.height += row.height;
  }
  for (const column of columns) {
    column.height = scene.height;
    column.count = cards.filter((card) => card.own.some((own) => `column:${own.member}` === column.key)).length;
  }
  return { ...scene, groups: [...columns, ...scene.groups] };
}
