import { expect, it } from 'vitest';
import { matching, merged, parts, walked } from './palette.ts';

const commands = [
  {
    label: '前往',
    items: [
      { label: '客户', href: '/accounts', sub: 'g a' },
      { label: '设置', href: '/settings' },
    ],
  },
];
const found = [{ label: '联系人', items: [{ label: '夏明华', href: '/p/1' }] }];

it('keeps the commands that fit and drops empty groups', () => {
  expect(matching(commands, '客')[0]?.items).toHaveLength(1);
  expect(matching(commands, '没有')).toEqual([]);
  expect(matching(commands, '')[0]?.items).toHaveLength(2);
});

it('puts what was found before the commands', () => {
  const groups = merged(found, commands, '');
  expect(groups.map((group) => group.label)).toEqual(['联系人', '前往']);
});

it('marks the query in a label, in any case', () => {
  expect(parts('Pacific Contact', 'con')).toEqual([
    { text: 'Pacific ', hit: false },
    { text: 'Con', hit: true },
    { text: 'tact', hit: false },
  ]);
  expect(parts('华夏', '')).toEqual([{ text: '华夏', hit: false }]);
});

it('walks round the ends', () => {
  expect([walked(0, -1, 3), walked(2, 1, 3), walked(0, 1, 0)]).toEqual([2, 0, -1]);
});
