import type { MapData } from '../../lib/map/types.ts';
import type { Op } from './change.ts';
import { attributeName } from './describe.ts';
import { cardOf, labelOf } from './signs.ts';
import { say } from './texts.ts';

/** What an op did, for those who hear the map instead of seeing it. */
export function spoken(data: MapData, op: Op): string {
  const name = cardOf(data, String(op['card'] ?? op['person'] ?? ''))?.name ?? '';
  switch (op.op) {
    case 'set':
      return set(data, op, name);
    case 'manager': {
      const other = cardOf(data, op['manager'] as string | null)?.name;
      return other ? say('said.manager', { name, other }) : say('said.top', { name });
    }
    case 'add':
    case 'placeholder':
      return say('said.added', { name: String(op['name'] ?? op['label']) });
    case 'remove':
      return say('said.removed', { name });
    case 'tie':
      return say('said.tie', { name });
    case 'cut':
      return say('said.cut');
    default:
      return say('said.done');
  }
}

function set(data: MapData, op: Op, name: string): string {
  const key = String(op['attribute']);
  const given = op['value'];
  const attribute = attributeName(data, key);
  const words = (Array.isArray(given) ? given : [given]).map((one) => said(data, key, one)).filter(Boolean);
  if (words.length === 0) return say('said.cleared', { name, attribute });
  return say('said.set', { name, attribute, value: words.join(say('is.and')) });
}

function said(data: MapData, key: string, value: unknown): string {
  if (typeof value === 'boolean') return say(value ? 'panel.yes' : 'panel.no');
  return labelOf(data, key, value) || String(value ?? '');
}
