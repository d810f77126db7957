/** How large a card is drawn: by the power of its person, 1–5; unknown counts as 2. */

import type { Card } from './types.ts';

const SIZES = [
  { width: 160, height: 64 },
  { width: 172, height: 68 },
  { width: 184, height: 72 },
  { width: 196, height: 78 },
  { width: 208, height: 84 },
] as const;

export interface Size {
  width: number;
  height: number;
}

/** 1–5, or null where nobody said so yet. */
export function powerOf(card: Pick<Card, 'values'>): number | null {
  const power = Number(card.values.power?.value ?? Number.NaN);
  return Number.isFinite(power) ? Math.min(5, Math.max(1, Math.round(power))) : null;
}

export function sizeOf(card: Pick<Card, 'values'>): Size {
  return SIZES[(powerOf(card) ?? 2) - 1] ?? SIZES[1];
}
