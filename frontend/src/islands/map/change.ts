import type { Card, MapData, Value } from '../../lib/map/types.ts';
import { labelOf } from './signs.ts';

/** One write as the server takes it: `{op: 'set', card, attribute, value, …}`. */
export type Op = { op: string } & Record<string, unknown>;

/** The map as it will be once the server has agreed; what only the server can know (new people) stays out. */
export function changed(data: MapData, op: Op): MapData {
  const card = String(op['card'] ?? '');
  switch (op.op) {
    case 'set':
      return withCard(data, card, (one) => setValue(data, one, op));
    case 'manager':
      return withCard(data, card, (one) => ({ ...one, manager: (op['manager'] as string | null) ?? null }));
    case 'unit':
      return withCard(data, card, (one) => ({ ...one, unit: (op['unit'] as string | null) ?? null }));
    case 'remove':
      return without(data, card);
    case 'cut':
      return { ...data, ties: data.ties.filter((tie) => tie.id !== op['tie']) };
    case 'tie':
      return { ...data, ties: [...data.ties, newTie(data, op)] };
    case 'own':
      return withCard(data, card, (one) => setOwn(one, op));
    default:
      return data;
  }
}

function withCard(data: MapData, id: string, work: (card: Card) => Card): MapData {
  return { ...data, cards: data.cards.map((card) => (card.id === id ? work(card) : card)) };
}

function without(data: MapData, id: string): MapData {
  const above = data.cards.find((card) => card.id === id)?.manager ?? null;
  return {
    ...data,
    cards: data.cards
      .filter((card) => card.id !== id)
      .map((card) => (card.manager === id ? { ...card, manager: above } : card)),
    ties: data.ties.filter((tie) => tie.person !== id && tie.other !== id),
  };
}

function setValue(data: MapData, card: Card, op: Op): Card {
  const attribute = String(op['attribute']);
  const rival = op['rival'] as string | undefined;
  const before = rival ? card.rivals[rival] : card.values[attribute];
  const after: Value = {
    ...(before ?? EMPTY),
    value: op['value'],
    label: labelOf(data, attribute, op['value']),
    stale: false,
    fresh: 1,
    inherited: false,
  };
  if (rival) return { ...card, rivals: { ...card.rivals, [rival]: after } };
  return { ...card, values: { ...card.values, [attribute]: after } };
}

const EMPTY: Value = {
  id: '',
  value: null,
  label: '',
  certainty: '',
  reliability: '',
  credibility: '',
  source: '',
  on: '',
  by: '',
  stale: false,
  fresh: 1,
  evidence: '',
  inherited: false,
  account: null,
};

function newTie(data: MapData, op: Op): MapData['ties'][number] {
  const kind = data.tieKinds.find((one) => one.key === op['kind']);
  const basis = kind?.bases.find((one) => one.key === op['basis'])?.label;
  return {
    id: 'new',
    kind: String(op['kind']),
    person: String(op['person']),
    other: (op['other'] as string | null) ?? null,
    weight: Number(op['weight'] ?? 1),
    basis: String(op['basis'] ?? ''),
    label: basis ?? kind?.label ?? '',
    rival: (op['rival'] as string | null) ?? null,
  };
}

function setOwn(card: Card, op: Op): Card {
  const member = String(op['member']);
  const before = card.own.find((one) => one.member === member);
  const after = {
    id: before?.id ?? 'new',
    member,
    level: Number(op['level'] ?? before?.level ?? 0),
    wanted: Number(op['wanted'] ?? before?.wanted ?? 0),
    cadence: (op['cadence'] as number | null | undefined) ?? before?.cadence ?? null,
    last: before?.last ?? null,
  };
  return { ...card, own: [...card.own.filter((one) => one.member !== member), after] };
}

/** What the reader last saw of the thing an op changes; the server refuses where somebody was faster. */
export function seen(data: MapData, op: Op): Op {
  const card = data.cards.find((one) => one.id === op['card']);
  if (op.op === 'set') {
    const rival = op['rival'] as string | undefined;
    const value = rival ? card?.rivals[rival] : card?.values[String(op['attribute'])];
    return { ...op, seen: value && !value.inherited && value.id ? value.id : null };
  }
  return op.op === 'manager' ? { ...op, seen: card?.manager ?? null } : op;
}
