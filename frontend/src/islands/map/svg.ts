const SPACE = 'http://www.w3.org/2000/svg';
type Attributes = Record<string, string | number | null | undefined>;

/** An SVG element; `null` leaves an attribute or a child out. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string | null)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes))
    if (value != null) element.setAttribute(name, typeof value === 'number' ? String(round(value)) : value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

const round = (value: number): number => Math.round(value * 100) / 100;
const WIDE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\u3000-\u303f]/;

/** Width in px as near as needed to cut a text: a Han character is as wide as high, a capital three quarters, other
 * letters a bit over half. */
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, sign) => sum + size * (WIDE.test(sign) ? 1 : /[A-Zm]/.test(sign) ? 0.8 : 0.63), 0);

/** The text cut to `width` px, with an ellipsis where something is left out. */
export function cut(text: string, width: number, size: number): string {
  if (widthOf(text, size) <= width) return text;
  let kept = '';
  for (const sign of text) {
    if (widthOf(kept + sign, size) > width - size * 0.7) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

interface Point {
  x: number;
  y: number;
}

/** A polyline with round corners of at most `radius`. */
export function rounded(points: Point[], radius = 8): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const steps = rest.map((point, index) => {
    const next = rest[index + 1];
    if (!next) return `L${at(point)}`;
    const before = index ? rest[index - 1]! : first;
    const room = Math.min(radius, far(before, point) / 2, far(point, next) / 2);
    return `L${at(toward(point, before, room))}Q${at(point)} ${at(toward(point, next, room))}`;
  });
  return `M${at(first)}${steps.join('')}`;
}

const at = (point: Point): string => `${round(point.x)} ${round(point.y)}`;
const far = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function toward(from: Point, to: Point, length: number): Point {
  const whole = far(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}

/** The point half-way along the line, where its label stands. */
export function middle(points: Point[]): Point {
  const parts = points.slice(1).map((point, index) => far(points[index]!, point));
  let left = parts.reduce((sum, part) => sum + part, 0) / 2;
  for (const [index, part] of parts.entries()) {
    if (left <= part) return toward(points[index]!, points[index + 1]!, left);
    left -= part;
  }
  return points[0] ?? { x: 0, y: 0 };
}
