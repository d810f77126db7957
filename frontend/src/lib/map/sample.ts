/** Made-up maps for the tests of the layouts; the same seed gives the same map. */

import type { Card, LayoutOptions, MapData, Scene, Step, Tie, Unit, Value } from './types.ts';

export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const pick = <T>(random: Random, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)] as T;

export function valueOf(value: unknown, label = String(value)): Value {
  const said = {
    certainty: 'assumed',
    reliability: 'C',
    credibility: '3',
    source: '',
    on: '',
    by: '',
  } as const;
  return {
    id: label,
    value,
    label,
    ...said,
    stale: false,
    fresh: 1,
    evidence: '',
    inherited: false,
    account: null,
  };
}

export function cardOf(id: string, more: Partial<Card> = {}): Card {
  const bare = { person: id, name: id, title: '', unit: null, placeholder: false, key: false, post: null };
  const rest = {
    manager: null,
    left: false,
    values: {},
    rivals: {},
    own: [],
    met: null,
    meetings: 0,
    href: '',
  };
  return { id, ...bare, ...rest, ...more };
}

export function mapOf(cards: Card[], more: Partial<MapData> = {}): MapData {
  const map = { kind: 'deal', name: '', day: null, editable: true, version: '' } as const;
  const lists = { attributes: [], rivals: [], members: [], units: [], tieKinds: [], ties: [], steps: [] };
  return { map, ...lists, cards, scores: [], findings: [], ...more };
}

export const optionsOf = (arrangement: LayoutOptions['arrangement'], ...folded: string[]): LayoutOptions => ({
  arrangement,
  folded: new Set(folded),
  rival: null,
});

/** People under earlier people, mostly in the boss's department; `reach` near 1 makes deep chains. */
export function organisation(seed: number, size: number, reach = 8): MapData {
  const random = randomOf(seed);
  const units: Unit[] = Array.from({ length: Math.ceil(size / 9) }, (_, at) => {
    const parent = at > 2 && random() < 0.6 ? `u${Math.floor(random() * at)}` : null;
    return { id: `u${at}`, name: `部门 ${at}`, parent, function: '' };
  });
  const cards: Card[] = [];
  for (let at = 0; at < size; at += 1) {
    const low = reach > 1 ? Math.floor(at / reach) : at - 1;
    const boss = at > 0 && random() > 0.08 ? cards[Math.max(0, low - Math.floor(random() * 3))] : undefined;
    const unit = boss && random() < 0.8 ? boss.unit : random() < 0.2 ? null : pick(random, units).id;
    const values = random() < 0.2 ? {} : described(random);
    cards.push(cardOf(`c${at}`, { unit, manager: boss?.id ?? null, values, key: random() < 0.15 }));
  }
  return mapOf(cards, { units, ties: tiesOf(random, cards), steps: stepsOf(random, cards) });
}

const STANCES = ['strong_support', 'support', 'neutral', 'oppose', 'strong_oppose', 'straddling', 'unknown'];

const described = (random: Random): Record<string, Value> => ({
  power: valueOf(1 + Math.floor(random() * 5)),
  stance: valueOf(pick(random, STANCES)),
});

function tiesOf(random: Random, cards: readonly Card[]): Tie[] {
  return cards.slice(0, 80).map((card, at) => {
    const [kind, other] = [pick(random, ['dotted', 'influences', 'conflict']), pick(random, cards).id];
    return { id: `t${at}`, kind, person: card.id, other, weight: 2, basis: '', label: '', rival: null };
  });
}

function stepsOf(random: Random, cards: readonly Card[]): Step[] {
  return cards.slice(0, 9).map((card, at) => ({
    id: `s${at}`,
    route: at < 6 ? 'sign' : 'pay',
    name: `步骤 ${at}`,
    kind: '',
    unit: null,
    person: random() < 0.7 ? card.id : null,
    due: null,
    done: null,
    state: 'waiting',
    after: at ? [`s${Math.floor(random() * at)}`] : [],
    critical: at < 4,
  }));
}

/** Pairs of cards that share a point; the promise is that there are none. */
export function overlaps({ placed }: Scene): string[] {
  const sorted = [...placed].sort((one, other) => one.x - other.x);
  return sorted.flatMap((one, at) => {
    const found: string[] = [];
    for (const other of sorted.slice(at + 1)) {
      if (other.x >= one.x + one.width) break;
      if (other.y < one.y + one.height && one.y < other.y + other.height)
        found.push(`${one.key} ${other.key}`);
    }
    return found;
  });
}
