/** What putting a card into another column asks for. `skip`: more than one stage ahead, which no move may do. */
export type Move = 'stay' | 'advance' | 'back' | 'skip';

export function moveOf(from: number, to: number): Move {
  if (from === to) return 'stay';
  if (to < from) return 'back';
  return to === from + 1 ? 'advance' : 'skip';
}

/** The column that a lifted card would go to after a key press: one further, never beyond the ends. */
export function nextColumn(key: string, current: number, count: number): number {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0;
  return Math.max(0, Math.min(count - 1, current + step));
}
