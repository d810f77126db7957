import type { Card, MapData, Value } from '../../lib/map/types.ts';
import {
  coverageOf,
  differsOf,
  labelOf,
  powerOf,
  cardOf,
  plain,
  rivalsOf,
  staleOf,
  stanceOf,
} from './signs.ts';
import { say } from './texts.ts';

/** A card in words: all that its drawing shows, in the order a reader asks for it. */
export function describe(data: MapData, card: Card, rival: string | null): string {
  const unit = data.units.find((one) => one.id === card.unit)?.name;
  const above = cardOf(data, card.manager)?.name;
  const power = powerOf(card);
  const said = [
    card.placeholder ? say('is.placeholder', { name: card.name }) : card.name,
    card.title,
    unit,
    card.left ? say('is.left') : '',
    valued('stance', stanceText(data, card)),
    valued('power', power ? String(power) : ''),
    hasVeto(card) ? attributeName(data, 'veto') : '',
    card.key ? say('is.key') : '',
    coverageOf(card) === null ? say('is.uncovered') : say('is.coverage', { coverage: coverage(data, card) }),
    listed(
      'is.rival',
      rivalsOf(card, rival).map((id) => rivalName(data, id)),
    ),
    listed(
      'is.stale',
      staleOf(card).map((key) => attributeName(data, key)),
    ),
    listed(
      'is.differs',
      differsOf(card).map((key) => attributeName(data, key)),
    ),
    above ? say('is.under', { name: above }) : '',
  ];
  return said.filter(Boolean).join(say('is.join'));
}

export function stanceText(data: MapData, card: Card): string {
  return card.values['stance']?.label || labelOf(data, 'stance', stanceOf(card)) || say('is.unknown');
}

function coverage(data: MapData, card: Card): string {
  const value = card.values['coverage'];
  return value?.label || labelOf(data, 'coverage', plain(value));
}

function listed(key: string, names: string[]): string {
  return names.length ? say(key, { names: names.join(say('is.and')) }) : '';
}

export const rivalName = (data: MapData, id: string): string =>
  data.rivals.find((rival) => rival.id === id)?.name ?? '';
export const attributeName = (data: MapData, key: string): string =>
  data.attributes.find((one) => one.key === key)?.label ?? key;

/** Where a value comes from: who, when, how sure; "" where nothing is known of it. */
export function ground(value: Value | undefined): string {
  if (!value?.id) return '';
  const grade = value.reliability && value.credibility ? `${value.reliability}${value.credibility}` : '';
  const known = [
    value.inherited ? say('ground.account') : '',
    value.certainty ? say(`certainty.${value.certainty}`) : '',
    value.source ? say(`source.${value.source}`) : '',
    grade,
    value.on,
    value.by,
    value.stale ? say('ground.stale') : '',
  ];
  return known.filter(Boolean).join(' · ');
}

/** The words a filter looks into. */
export function haystack(data: MapData, card: Card): string {
  const values = Object.values(card.values).map((value) => value.label);
  const unit = data.units.find((one) => one.id === card.unit)?.name ?? '';
  const own = card.own.map((tie) => data.members.find((member) => member.id === tie.member)?.name ?? '');
  const rivals = rivalsOf(card, null).map((id) => rivalName(data, id));
  return [card.name, card.title, unit, ...values, ...own, ...rivals].join('\n').toLowerCase();
}

/** Every word of the filter stands somewhere on the card. */
export function matches(data: MapData, card: Card, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const text = words.length ? haystack(data, card) : '';
  return words.every((word) => text.includes(word));
}
