import { describe, expect, it } from 'vitest';
import { moveOf, nextColumn } from './board.ts';

describe('a card put into another column', () => {
  it('advances by one stage only', () => {
    expect(moveOf(2, 3)).toBe('advance');
    expect(moveOf(2, 4)).toBe('skip');
  });
  it('steps back to any earlier stage', () => {
    expect(moveOf(4, 3)).toBe('back');
    expect(moveOf(4, 0)).toBe('back');
  });
  it('stays where it was taken', () => {
    expect(moveOf(1, 1)).toBe('stay');
  });
});

describe('a lifted card and the arrow keys', () => {
  it('walks the columns and stops at the ends', () => {
    expect(nextColumn('ArrowRight', 0, 9)).toBe(1);
    expect(nextColumn('ArrowRight', 8, 9)).toBe(8);
    expect(nextColumn('ArrowLeft', 0, 9)).toBe(0);
    expect(nextColumn('a', 3, 9)).toBe(3);
  });
});
