import { expect, test } from 'vitest';
import { layout, sizeOf } from './layout.ts';
import { stanceScore } from './matrix.ts';
import { columnsOf } from './route.ts';
import { cardOf, mapOf, optionsOf, organisation, overlaps, valueOf } from './sample.ts';
import type { Arrangement, MapData, Scene, Step } from './types.ts';

const ARRANGEMENTS: Arrangement[] = ['tree', 'route', 'matrix', 'team', 'rivals'];
const SIZES = [0, 1, 12, 60, 200, 500];

const keys = (scene: Scene): string[] => [...scene.placed, ...scene.groups].map((one) => one.key);
const boxOf = (scene: Scene, key: string) =>
  [...scene.placed, ...scene.groups].find((one) => one.key === key) ?? { x: -1, y: -1, width: 0, height: 0 };

const CASES = ARRANGEMENTS.flatMap((arrangement) => SIZES.map((size) => ({ arrangement, size })));

test.each(CASES)('$arrangement of $size: everybody there, none over another, all keys once', (one) => {
  const data = organisation(one.size, one.size);
  const scene = layout(data, optionsOf(one.arrangement));
  expect(overlaps(scene)).toEqual([]);
  expect(new Set(scene.placed.map((placed) => placed.card)).size).toBe(one.size);
  expect(new Set(keys(scene)).size).toBe(keys(scene).length);
  for (const { x, y, width, height } of [...scene.placed, ...scene.groups]) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(scene.width + 0.01);
    expect(y + height).toBeLessThanOrEqual(scene.height + 0.01);
  }
  const drawn = new Set(keys(scene));
  expect(scene.lines.filter((line) => !drawn.has(line.from) || !drawn.has(line.to))).toEqual([]);
});

test('a card grows with power; unknown power counts 2', () => {
  const sizes = [1, 2, 3, 4, 5].map((power) => sizeOf(cardOf('c', { values: { power: valueOf(power) } })));
  expect(sizes[0]).toEqual({ width: 160, height: 64 });
  expect(sizes[4]).toEqual({ width: 208, height: 84 });
  expect(sizes.map((size) => size.width)).toEqual([...sizes.map((size) => size.width)].sort());
  expect(sizeOf(cardOf('c'))).toEqual(sizes[1]);
});

const step = (id: string, after: string[], more: Partial<Step> = {}): Step => ({
  ...{ id, route: 'sign', name: id, kind: '', unit: null, person: null, due: null, done: null },
  ...{ state: 'waiting', after, critical: false },
  ...more,
});

test('steps stand right of all they wait for, circles or not; paying below signing', () => {
  const steps = [
    step('c', ['a', 'b'], { person: 'boss', critical: true }),
    step('a', [], { person: 'boss' }),
    step('b', ['a'], { critical: true }),
    step('pay', ['c'], { route: 'pay' }),
  ];
  const data = mapOf([cardOf('boss'), cardOf('other')], { steps });
  const scene = layout(data, optionsOf('route'));
  const [a, b, c] = ['a', 'b', 'c'].map((id) => boxOf(scene, `step:${id}`).x);
  expect([a, b, c]).toEqual([a, b, c].sort((one, other) => Number(one) - Number(other)));
  expect(boxOf(scene, 'step:pay').y).toBeGreaterThan(boxOf(scene, 'step:c').y);
  expect(scene.placed.map((placed) => placed.key)).toEqual(['c:boss', 'a:boss', 'other']);
  expect(boxOf(scene, 'column:outside')).toMatchObject({ title: '不在流程里', count: 1 });
  expect(scene.lines.filter((line) => line.critical).map((line) => line.key)).toEqual(['after:b:c']);
  const circle = columnsOf([step('x', ['y']), step('y', ['x']), step('z', ['y', 'gone'])]);
  expect([...circle]).toEqual([['x', 0], ['y', 1], ['z', 2]]); // prettier-ignore
});

test('the matrix puts support right, power up, and the unknown apart', () => {
  const said = { a: ['strong_support', 5], b: ['straddling', 3], c: ['strong_oppose', 1], d: ['unknown', 5] };
  const cards = Object.entries(said).map(([id, [stance, power]]) =>
    cardOf(id, { values: { stance: valueOf(stance), power: valueOf(power) } }),
  );
  expect(cards.map(stanceScore)).toEqual([2, 0, -2, null]);
  const scene = layout(mapOf(cards), optionsOf('matrix'));
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => boxOf(scene, id));
  expect([c?.x, b?.x, a?.x, d?.x]).toEqual([c, b, a, d].map((box) => box?.x ?? 0).sort((x, y) => x - y));
  expect(a?.y).toBeLessThan(b?.y ?? 0);
  expect(b?.y).toBeLessThan(c?.y ?? 0);
  expect(scene.groups.some((group) => group.key === 'row:0')).toBe(false);
});

test('the team grid says the relation as it is and as wanted', () => {
  const own = { id: 'o', member: 'm', level: 2, wanted: 3, cadence: 30, last: '2026-11-01' };
  const members = [
    { id: 'm', name: '甲' },
    { id: 'n', name: '乙' },
  ];
  const cards = [cardOf('low'), cardOf('high', { values: { power: valueOf(5) }, own: [own] })];
  const scene = layout(mapOf(cards, { members }), optionsOf('team'));
  expect(scene.placed.map((placed) => placed.card)).toEqual(['high', 'low']);
  expect(boxOf(scene, 'cell:high:m')).toMatchObject({ title: '2 → 3', sub: '2026-11-01' });
  expect(boxOf(scene, 'cell:low:m')).toMatchObject({ title: '' });
  expect(boxOf(scene, 'column:m')).toMatchObject({ title: '甲', count: 1 });
});

test('words come from the page', () => {
  const words = { sign: 'Sign', pay: 'Pay', outside: 'Outside', unknown: 'Unknown' };
  const data: MapData = mapOf([cardOf('a')], { steps: [step('s', [])] });
  const titles = (arrangement: Arrangement): string[] =>
    layout(data, { ...optionsOf(arrangement), words }).groups.map((group) => group.title);
  expect(titles('route')).toEqual(['Sign', 's', 'Outside']);
  expect(titles('matrix')).toContain('Unknown');
});
