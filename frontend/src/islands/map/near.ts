import type { Box } from '../../lib/map/types.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const middle = (box: Box): { x: number; y: number } => ({
  x: box.x + box.width / 2,
  y: box.y + box.height / 2,
});

/** The nearest box in that direction: as straight ahead as possible, sideways distance counts double. */
export function nearest<B extends Box>(from: Box, boxes: readonly B[], direction: Direction): B | undefined {
  const start = middle(from);
  let best: B | undefined;
  let least = Infinity;
  for (const box of boxes) {
    const end = middle(box);
    const [x, y] = [end.x - start.x, end.y - start.y];
    const ahead = { left: -x, right: x, up: -y, down: y }[direction];
    const aside = Math.abs(direction === 'left' || direction === 'right' ? y : x);
    if (ahead < 4 || aside > ahead * 6) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [box, cost];
  }
  return best;
}

/** The topmost box under a point; the last drawn lies on top. */
export function boxAt<B extends Box>(boxes: readonly B[], x: number, y: number): B | undefined {
  return boxes.findLast(
    (box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
  );
}
