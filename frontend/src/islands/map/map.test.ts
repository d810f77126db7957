import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MapData } from '../../lib/map/types.ts';
import { changed, type Op, seen } from './change.ts';
import { nameAndTitle } from './commands.ts';
import { describe as inWords } from './describe.ts';
import { fixture } from './fixture.ts';
import { boxAt, nearest } from './near.ts';
import { cut, middle, rounded } from './svg.ts';
import type { PowerMap } from '../map.ts';

vi.mock('htmx.org', () => ({ default: {} })); // needs more of a browser than the tests have

const sources = import.meta.glob<string>(['./*.ts', '../map.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const listed = readFileSync(
  join(import.meta.dirname, '../../../../keyaccount/interfaces/web/power/texts.py'),
  'utf8',
);
const texts = Object.fromEntries(
  [...listed.matchAll(/"([\w.]+)": say\(\s*"(.*?)",?\s*\)/g)].map(([, key, text]) => [key, text]),
) as Record<string, string>;

let data: MapData;
let opened = 0;
let posts: Op[];
let refuse: { status: number; body: unknown } | null;

async function open(count: number): Promise<PowerMap> {
  data = fixture(count);
  posts = [];
  refuse = null;
  vi.stubGlobal('fetch', (_url: URL, init?: RequestInit) => {
    if (init?.method !== 'POST') return Promise.resolve(Response.json(data));
    const op = JSON.parse(String(init.body)) as Op;
    posts.push(op);
    if (refuse) return Promise.resolve(Response.json(refuse.body, { status: refuse.status }));
    data = changed(data, op);
    return Promise.resolve(Response.json({ undo: { op: 'undo', value: posts.length } }));
  });
  document.body.innerHTML = `<ka-toasts></ka-toasts>
    <template id="ka-toast-bad"><div class="ka-toast"><span></span></div></template>
    <ka-map data-url="/map.json" data-do="/do/${++opened}" data-since="2026-01-01" data-today="2026-06-30">
      <script type="application/json" data-texts>${JSON.stringify(texts)}</script></ka-map>`;
  await import('../map.ts');
  await settled();
  return document.querySelector<PowerMap>('ka-map')!;
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 12));
const cardOf = (id: string): HTMLElement => document.querySelector<HTMLElement>(`[data-card="${id}"]`)!;

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await settled();
}

beforeEach(() => vi.stubGlobal('scrollTo', () => {}));
afterEach(() => {
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

it('draws everybody once, says in words what it draws, and is one tab stop', async () => {
  await open(60);
  const cards = [...document.querySelectorAll('[data-card]')];
  expect(cards).toHaveLength(60);
  expect(cards.filter((card) => card.getAttribute('tabindex') === '0')).toHaveLength(1);
  expect(cardOf('c3').getAttribute('aria-label')).toBe(
    '刘磊，财务负责人，财务部，态度 中立，实权 2，否决权，覆盖 深，上级 王国栋',
  );
});

it('writes what the keyboard asks, with what was seen, and shows it at once', async () => {
  await open(12);
  cardOf('c2').focus();
  await press('1');
  await press('-');
  await press('v');
  expect(posts.map(({ attribute, value, seen }) => [attribute, value, seen])).toEqual([
    ['stance', 'strong_support', 's2'],
    ['power', 4, 'w2'],
    ['veto', true, 'v2'],
  ]);
  expect(cardOf('c2').dataset['tone']).toBe('with');
  expect(document.activeElement).toBe(cardOf('c2'));
});

it('takes back what the server refuses and says why', async () => {
  await open(12);
  cardOf('c2').focus();
  refuse = { status: 409, body: { message: '许阳刚改过' } };
  await press('1');
  expect(cardOf('c2').dataset['tone']).toBe('against');
  expect(document.querySelector('ka-toasts')?.textContent).toContain('许阳刚改过');
});

it('says each thing that is wrong, not only how many there are', async () => {
  await open(12);
  cardOf('c2').focus();
  const wrong = ['没有这种部门职能', '请从列表中选择', '请从列表中选择'];
  refuse = {
    status: 422,
    body: { message: '有 3 处需要改正', problems: wrong.map((message) => ({ field: 'unit', message })) },
  };
  await press('1');
  expect(document.querySelector('ka-toasts')?.textContent).toContain('没有这种部门职能；请从列表中选择');
  expect(document.querySelector('ka-toasts')?.textContent).not.toContain('有 3 处');
});

it('tells in words what was done, and what was taken back', async () => {
  const map = await open(12);
  const told: string[] = [];
  map.store.addEventListener('said', (event) => told.push((event as CustomEvent<string>).detail));
  cardOf('c2').focus();
  await press('1');
  await press('z', { ctrlKey: true });
  expect(told).toEqual([expect.stringContaining('坚定支持'), texts['said.undone']]);
});

it('undoes sixty steps one after the other', async () => {
  const map = await open(12);
  cardOf('c2').focus();
  for (let step = 0; step < 60; step++) await press('v');
  expect(map.store.undos).toHaveLength(60);
  for (let step = 0; step < 60; step++) await press('z', { ctrlKey: true });
  expect(posts.filter((op) => op.op === 'undo').map((op) => op['value'])).toEqual(
    Array.from({ length: 60 }, (_, at) => 60 - at),
  );
}, 30_000);

it('cannot be written on a past day', async () => {
  const map = await open(12);
  map.store.show({ day: '2026-03-01' });
  await map.store.load();
  cardOf('c2').focus();
  await press('1');
  expect(posts).toEqual([]);
  expect(map.hasAttribute('data-fixed')).toBe(true);
});

it('shows on the map what a score is made of', async () => {
  await open(12);
  document.querySelector<HTMLElement>('[data-k="score-support"]')!.click();
  expect([...document.querySelectorAll('[data-card].is-lit')]).toEqual([cardOf('c1')]);
  expect(cardOf('c5').classList.contains('is-faded')).toBe(true);
});

it('has every text it asks for, and asks for every text it has', () => {
  const source = Object.entries(sources)
    .filter(([name]) => !name.includes('test'))
    .map(([, text]) => text)
    .join('\n');
  const group =
    /^(keys|source|reliability|credibility|certainty|level|weight|severity|arrange|export|ground|tool)\.|^panel\.(level|wanted)/;
  const asked = new Set([...source.matchAll(/'([a-z]+\.[a-zA-Z]+)'/g)].map(([, key]) => key ?? ''));
  expect(
    [...asked].filter((key) => /^[a-z]+\./.test(key) && !texts[key] && !/\.(ts|org)$/.test(key)),
  ).toEqual([]);
  expect(Object.keys(texts).filter((key) => !asked.has(key) && !group.test(key))).toEqual([]);
});

it('finds the nearest card in a direction, and the card under a point', () => {
  const box = (x: number, y: number): { x: number; y: number; width: number; height: number } => ({
    x,
    y,
    width: 100,
    height: 50,
  });
  const boxes = [box(0, 0), box(200, 10), box(0, 200), box(400, 0)];
  expect(nearest(boxes[0]!, boxes, 'right')).toBe(boxes[1]);
  expect(nearest(boxes[1]!, boxes, 'down')).toBe(boxes[2]);
  expect(nearest(boxes[0]!, boxes, 'up')).toBeUndefined();
  expect(boxAt(boxes, 210, 20)).toBe(boxes[1]);
});

it('reads a name and a title, keeps Latin names whole', () => {
  expect(nameAndTitle('王强 采购部长')).toEqual(['王强', '采购部长']);
  expect(nameAndTitle('王强，采购部长')).toEqual(['王强', '采购部长']);
  expect(nameAndTitle('John Smith')).toEqual(['John Smith', '']);
});

it('closes the gap a removed manager leaves', () => {
  const before = fixture(12);
  const after = changed(before, { op: 'remove', card: 'c1' });
  expect(after.cards.find((card) => card.id === 'c5')?.manager).toBe('c0');
  expect(seen(before, { op: 'manager', card: 'c5', manager: null })['seen']).toBe('c1');
});

it('names the friends of a rival only where that rival is meant', () => {
  const map = fixture(12);
  expect(inWords(map, map.cards[6]!, null)).toContain('支持友商 海拓软件');
  expect(inWords(map, map.cards[6]!, 'r2')).not.toContain('海拓');
});

it('cuts texts to their room and rounds the corners of lines', () => {
  expect(cut('信息技术部副部长', 50, 10)).toBe('信息技术…');
  expect(cut('王强', 50, 10)).toBe('王强');
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 40 },
    { x: 60, y: 40 },
  ];
  expect(rounded(points)).toBe('M0 0L0 32Q0 40 8 40L60 40');
  expect(middle(points)).toEqual({ x: 10, y: 40 });
});
