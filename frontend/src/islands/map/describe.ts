import type { Card, MapData, Value } from '../../lib/map/types.ts';
import {
  coverageOf,
  differsOf,
  hasVeto,
  labelOf,
  powerOf,
  cardOf,
  plain,
  rivalsOf,
  staleOf,
  stanceOf,
} from './signs.ts';
import { say } from './texts.ts';

/** The stance toward one rival, in words. */
export function towards(data: MapData, card: Card, rival: string): string {
  const stance = labelOf(data, 'stance', plain(card.rivals[rival]) || 'unknown');
  return say('is.towards', { rival: rivalName(data, rival), stance });
}

/** A card in words: all that its drawing shows, in the order a reader asks for it. */
export function describe(data: MapData, card: Card, rival: string | null): string {
  const unit = data.units.find((one) => one.id === card.unit)?.name;
  const above = cardOf(data, card.manager)?.name;
  const power = powerOf(card);
  const valued = (key: string, value: string): string => {
    const label = attributeName(data, key);
    return value ? say('is.value', { label, value }) : say('is.unsaid', { label });
  };
  const said = [
    card.placeholder ? say('is.placeholder', { name: card.name }) : card.name,
    card.title,
    unit,
    card.left ? say('is.left') : '',
    valued('stance', stanceText(data, card)),
    valued('power', power ? String(power) : ''),
    hasVeto(card) ? attributeName(data, 'veto') : '',
    card.key ? say('is.key') : '',
    valued('coverage', coverageOf(card) === null ? '' : coverage(data, card)),
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
    value.source,
    grade,
    value.on,
    value.by,
    value.stale ? say('ground.stale') : '',
  ];
  return known.filter(Boolean).join(' · ');
}
