import { expect, it } from 'vitest';
import { cumulative, vital } from './pareto.ts';

const rows = [60, 25, 10, 5].map((value) => ({ label: String(value), value }));

it('adds the shares up to the whole', () => expect(cumulative(rows)).toEqual([60, 85, 95, 100]));
it('finds the few that make up 80 %', () =>
  expect([vital(rows), vital(rows, 60), vital([])]).toEqual([2, 1, 0]));
it('survives an empty book and a refund', () => {
  expect(cumulative([{ label: 'a', value: 0 }])).toEqual([0]);
  expect(
    cumulative([
      { label: 'a', value: 10 },
      { label: 'b', value: -5 },
    ]),
  ).toEqual([100, 100]);
});
