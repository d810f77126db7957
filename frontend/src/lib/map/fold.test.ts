import { expect, test } from 'vitest';
import { foldByDefault } from './fold.ts';
import { layout } from './layout.ts';
import { cardOf, mapOf, optionsOf, organisation, valueOf } from './sample.ts';
import { search } from './search.ts';

test('a map of up to 120 people is not folded', () => {
  expect(foldByDefault(organisation(1, 120))).toEqual(new Set());
});

test('500 people become at most about 120 cards, departments without key players first', () => {
  const units = Array.from({ length: 50 }, (_, at) => ({
    ...{ id: `u${at}`, name: `部门 ${at}`, function: '' },
    parent: at ? `u${Math.floor((at - 1) / 7)}` : null,
  }));
  const cards = Array.from({ length: 500 }, (_, at) =>
    cardOf(`c${at}`, { unit: `u${at % 50}`, key: at % 50 < 9 && at < 100 }),
  );
  const data = mapOf(cards, { units });
  const folded = foldByDefault(data);
  const { placed } = layout(data, optionsOf('tree', ...folded));
  expect(placed.length).toBeLessThanOrEqual(120);
  expect(placed.length).toBeGreaterThan(40);
  const keys = cards.filter((card) => card.key).length;
  const shown = cards.filter((card) => card.key && placed.some((one) => one.card === card.id)).length;
  expect(shown / keys).toBeGreaterThan(0.4);
});

test('people of no department stay; nothing hangs on circles of departments', () => {
  const units = ['a', 'b'].map((id) => ({ id, name: id, parent: id === 'a' ? 'b' : 'a', function: '' }));
  const cards = Array.from({ length: 200 }, (_, at) => cardOf(`c${at}`, { unit: at < 50 ? 'a' : null }));
  const data = mapOf(cards, { units });
  const scene = layout(data, optionsOf('tree', ...foldByDefault(data)));
  expect(scene.placed).toHaveLength(150);
});

test('a filter keeps cards with every word, in name, title, department or what is said of them', () => {
  const units = [{ id: 'u', name: '财务部', parent: null, function: 'finance' }];
  const cards = [
    cardOf('a', { name: '王磊', title: 'IT 总监', values: { stance: valueOf('support', '支持') } }),
    cardOf('b', { name: '李娜', title: '会计', unit: 'u', rivals: { r: valueOf('oppose', '反对') } }),
  ];
  const data = mapOf(cards, { units });
  const found = (filter: string): string[] => [...search(data, filter)];
  expect(found('')).toEqual(['a', 'b']);
  expect(found('王')).toEqual(['a']);
  expect(found('ｉｔ 支持')).toEqual(['a']);
  expect(found('财务 反对')).toEqual(['b']);
  expect(found('王 会计')).toEqual([]);
});
