import { expect, it } from 'vitest';
import { Chosen } from './chosen.ts';

it('extends from the last row touched, in both directions', () => {
  const chosen = new Chosen();
  chosen.toggle(5, true);
  chosen.toggle(2, true, true);
  expect([1, 2, 3, 5, 6].map((row) => chosen.has(row))).toEqual([false, true, true, true, false]);
  chosen.toggle(4, false, true);
  expect(chosen.size).toBe(1);
});

it('chooses all and none', () => {
  const chosen = new Chosen();
  chosen.all(50, true);
  expect(chosen.size).toBe(50);
  chosen.all(50, false);
  expect(chosen.size).toBe(0);
});
