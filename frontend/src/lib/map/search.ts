/** The cards a filter leaves bright. */

import type { Card, MapData } from './types.ts';

/** Ids of the cards that carry every word: in name, title, department or what is said of them. */
export function search(data: MapData, filter: string): Set<string> {
  const words = plain(filter).split(/\s+/).filter(Boolean);
  const units = new Map(data.units.map((unit) => [unit.id, unit.name]));
  const found = data.cards.filter((card) => {
    const text = words.length ? plain(textOf(card, units.get(card.unit ?? '') ?? '')) : '';
    return words.every((word) => text.includes(word));
  });
  return new Set(found.map((card) => card.id));
}

function textOf(card: Card, unit: string): string {
  const values = [...Object.values(card.values), ...Object.values(card.rivals)].map((value) => value.label);
  return [card.name, card.title, unit, ...values].join('\n');
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
