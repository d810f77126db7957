import type { Card, MapData, Value } from '../../lib/map/types.ts';

export type Tone = 'with' | 'against' | 'split' | 'plain' | 'unknown';
const STANCE: Record<string, [glyph: string, tone: Tone]> = {
  strong_support: ['++', 'with'],
  support: ['+', 'with'],
  neutral: ['○', 'plain'],
  oppose: ['−', 'against'],
  strong_oppose: ['−−', 'against'],
  straddling: ['⇄', 'split'],
  unknown: ['?', 'unknown'],
};
const COVERAGE = ['none', 'brief', 'multiple', 'deep'];

export const stanceOf = (card: Card): string => plain(card.values['stance']) || 'unknown';
export const glyphOf = (stance: string): string => (STANCE[stance] ?? ['?'])[0];
export const toneOf = (stance: string): Tone => STANCE[stance]?.[1] ?? 'unknown';
export const plain = (value: Value | undefined): string =>
  typeof value?.value === 'string' ? value.value : '';

/** 1–5; 0 while nobody has said. */
export function powerOf(card: Card): number {
  const power = card.values['power']?.value;
  return typeof power === 'number' ? power : 0;
}

export const hasVeto = (card: Card): boolean => card.values['veto']?.value === true;

/** Share of the way to a deep relation, 0…1; null while unknown. */
export function coverageOf(card: Card): number | null {
  const at = COVERAGE.indexOf(plain(card.values['coverage']));
  return at < 0 ? null : at / (COVERAGE.length - 1);
}

/** What the card is drawn from and has outlived its half-life. */
export function staleOf(card: Card): string[] {
  return ['stance', 'power', 'coverage', 'veto'].filter((key) => card.values[key]?.stale);
}

/** Where the deal says otherwise than the account. */
export function differsOf(card: Card): string[] {
  return Object.keys(card.values).filter((key) => card.values[key]?.account != null);
}

/** The rivals this person supports; only `rival` where one is chosen. */
export function rivalsOf(card: Card, rival: string | null): string[] {
  return Object.keys(card.rivals).filter(
    (id) => (rival === null || id === rival) && toneOf(plain(card.rivals[id])) === 'with',
  );
}

/** Toward a rival support is what stands against us, and the other way round. */
export const rivalTone = (stance: string): Tone =>
  ({ with: 'against', against: 'with', split: 'split', plain: 'plain', unknown: 'unknown' })[
    toneOf(stance)
  ] as Tone;

interface LineLook {
  tone: 'plain' | 'strong' | 'good' | 'bad' | 'warn' | 'info' | 'accent' | 'split';
  dash: string;
  head: 'arrow' | 'dot' | 'bar' | 'none';
}
const LINES: Record<string, LineLook> = {
  reports: { tone: 'strong', dash: '', head: 'none' },
  dotted: { tone: 'strong', dash: '2 5', head: 'none' },
  influences: { tone: 'accent', dash: '', head: 'arrow' },
  trusts: { tone: 'good', dash: '', head: 'dot' },
  conflict: { tone: 'bad', dash: '9 4', head: 'bar' },
  gatekeeper: { tone: 'warn', dash: '12 4 2 4', head: 'bar' },
  introduced: { tone: 'info', dash: '6 3', head: 'arrow' },
  handler: { tone: 'bad', dash: '3 3', head: 'arrow' },
  kin: { tone: 'split', dash: '', head: 'dot' },
  after: { tone: 'strong', dash: '', head: 'arrow' },
  own: { tone: 'accent', dash: '4 3', head: 'dot' },
};

export const lookOf = (kind: string): LineLook => LINES[kind] ?? { tone: 'plain', dash: '', head: 'none' };

export function labelOf(data: MapData, attribute: string, value: unknown): string {
  const known = data.attributes.find((one) => one.key === attribute);
  return known?.options.find((option) => option.key === String(value))?.label ?? '';
}

export const cardOf = (data: MapData, id: string | null | undefined): Card | undefined =>
  data.cards.find((card) => card.id === id);

/** On an account's map somebody of whom nothing was said yet is `person:…`; the first word said gives the card its id. */
export function cardNow(data: MapData, id: string | null | undefined): Card | undefined {
  const person = id?.startsWith('person:') ? id.slice('person:'.length) : null;
  return cardOf(data, id) ?? data.cards.find((card) => person !== null && card.person === person);
}
