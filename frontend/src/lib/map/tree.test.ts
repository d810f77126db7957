import { expect, test } from 'vitest';
import { layout } from './layout.ts';
import { cardOf, mapOf, optionsOf, organisation, overlaps } from './sample.ts';
import { crosses } from './obstacles.ts';
import type { Box, Line, MapData, Scene } from './types.ts';

const chain = (size: number): MapData =>
  mapOf(Array.from({ length: size }, (_, at) => cardOf(`c${at}`, { manager: at ? `c${at - 1}` : null })));
const star = (size: number): MapData =>
  mapOf(Array.from({ length: size + 1 }, (_, at) => cardOf(`c${at}`, { manager: at ? 'c0' : null })));
const circle = (size: number): MapData =>
  mapOf(Array.from({ length: size }, (_, at) => cardOf(`c${at}`, { manager: `c${(at + 1) % size}` })));
const alone = (size: number): MapData => mapOf(Array.from({ length: size }, (_, at) => cardOf(`c${at}`)));

const MAPS: [string, MapData][] = [
  ...[12, 60, 200, 500].flatMap((size): [string, MapData][] =>
    [1, 2, 3].map((seed) => [`${size} people, seed ${seed}`, organisation(seed, size)]),
  ),
  ['60 in deep chains', organisation(4, 60, 1.2)],
  ['500 in deep chains', organisation(5, 500, 1.5)],
  ['a chain of 40', chain(40)],
  ['a chain of 500', chain(500)],
  ['a boss with 60', star(60)],
  ['a boss with 500', star(500)],
  ['a circle of 30', circle(30)],
  ['200 nobody placed', alone(200)],
];

const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width + 0.01 &&
  inner.y + inner.height <= outer.y + outer.height + 0.01;

const sheet = (scene: Scene): Box => ({ x: 0, y: 0, width: scene.width, height: scene.height });

const cardsUnder = (scene: Scene, line: Line): string[] =>
  scene.placed
    .filter((box) =>
      line.points.some((point, at) => at > 0 && crosses(line.points[at - 1] ?? point, point, box)),
    )
    .map((box) => `${line.key} ${box.key}`);

test.each(MAPS)('%s: all drawn once, none over another, in a shape that fits a screen', (_name, data) => {
  const scene = layout(data, optionsOf('tree'));
  expect(scene.placed.map((one) => one.key).sort()).toEqual(data.cards.map((card) => card.id).sort());
  expect(overlaps(scene)).toEqual([]);
  expect(scene.placed.filter((one) => !inside(one, sheet(scene)))).toEqual([]);
  if (data.cards.length < 30) return;
  expect(scene.width / scene.height).toBeGreaterThan(0.6);
  expect(scene.width / scene.height).toBeLessThan(4);
});

test.each(MAPS)('%s: manager lines run at right angles and under no card', (_name, data) => {
  const scene = layout(data, optionsOf('tree'));
  const lines = scene.lines.filter((line) => line.kind === 'reports');
  const slanting = lines.filter(({ points }) =>
    points.some((point, at) => {
      const before = points[at - 1] ?? point;
      return Math.abs(before.x - point.x) > 0.01 && Math.abs(before.y - point.y) > 0.01;
    }),
  );
  expect(slanting).toEqual([]);
  expect(lines.flatMap((line) => cardsUnder(scene, line))).toEqual([]);
});

test('a circle of managers is cut at one place', () => {
  const scene = layout(circle(5), optionsOf('tree'));
  expect(scene.lines).toHaveLength(4);
});

test('a department is one box round its people, in the box of the one above it', () => {
  const units = [
    { id: 'big', name: '集团', parent: null, function: '' },
    { id: 'it', name: '信息部', parent: 'big', function: 'it' },
  ];
  const cards = [
    cardOf('head', { unit: 'big' }),
    cardOf('chief', { unit: 'it', manager: 'head' }),
    cardOf('one', { unit: 'it', manager: 'chief' }),
    cardOf('two', { unit: 'it' }),
    cardOf('stranger'),
  ];
  const scene = layout(mapOf(cards, { units }), optionsOf('tree'));
  const boxes = scene.groups.map((group) => [group.key, group.count]);
  expect(boxes).toEqual([
    ['unit:big', 4],
    ['unit:it', 3],
  ]);
  const [big] = scene.groups;
  const held = scene.placed.filter((one) => big && inside(one, big)).map((one) => one.key);
  expect(held.sort()).toEqual(['chief', 'head', 'one', 'two']);
});

test('a folded department is one box with its count; lines lead to it', () => {
  const data = organisation(7, 60);
  const unit = data.cards.find((card) => card.manager && card.unit)?.unit ?? '';
  const whole = layout(data, optionsOf('tree'));
  const scene = layout(data, optionsOf('tree', unit));
  const [box] = scene.groups.filter((group) => group.folded);
  expect(box?.key).toBe(`unit:${unit}`);
  expect(scene.placed.length + (box?.count ?? 0)).toBe(whole.placed.length);
  expect(scene.lines.some((line) => line.to === box?.key || line.from === box?.key)).toBe(true);
  expect(overlaps(scene)).toEqual([]);
});

test('other ties mostly run round the cards; two between the same people run apart', () => {
  const data = organisation(3, 200);
  const scene = layout(data, optionsOf('tree'));
  const ties = scene.lines.filter((line) => line.tie);
  const through = ties.flatMap((line) => cardsUnder(scene, line));
  console.log(`${ties.length} ties, ${through.length} cards run through`);
  expect(through.length).toBeLessThan(ties.length / 3);
  const twice = mapOf(data.cards, { ties: ['a', 'b'].map((id) => ({ ...data.ties[0], id }) as never) });
  const ways = layout(twice, optionsOf('tree')).lines.filter((line) => line.tie);
  expect(ways[0]?.points).not.toEqual(ways[1]?.points);
});

test('time and shape of the big ones, to read', () => {
  for (const [name, data] of MAPS) {
    const start = performance.now();
    const { width, height, placed } = layout(data, optionsOf('tree'));
    const filled = placed.reduce((all, one) => all + one.width * one.height, 0) / (width * height);
    const time = (performance.now() - start).toFixed(1);
    console.log(
      `${name}: ${time} ms, ${Math.round(width)}×${Math.round(height)}, filled ${filled.toFixed(2)}`,
    );
  }
});
