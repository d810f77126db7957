import { describe, expect, it } from 'vitest';
import { reader } from './keys.ts';

const press = (key: string, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
});

describe('keyboard', () => {
  it('opens the palette by Ctrl K, ⌘ K and /', () => {
    const read = reader();
    expect(read(press('k', { ctrlKey: true }), true)).toBe('palette');
    expect(read(press('K', { metaKey: true }), false)).toBe('palette');
    expect(read(press('/'), false)).toBe('palette');
  });

  it('leaves keys to the text being written and to an input method', () => {
    const read = reader();
    expect(read(press('/'), true)).toBeNull();
    expect(read(press('j', { isComposing: true }), false)).toBeNull();
    expect(read(press('e', { altKey: true }), false)).toBeNull();
  });

  it('goes by g and a letter, for a moment only', () => {
    let now = 0;
    const read = reader(() => now);
    expect(read(press('g'), false)).toBeNull();
    expect(read(press('a'), false)).toBe('go:a');
    expect(read(press('e'), false)).toBe('edit');
    read(press('g'), false);
    now = 5000;
    expect(read(press('j'), false)).toBe('row:j');
  });
});
