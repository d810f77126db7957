import type { Box } from '../../lib/map/types.ts';
import { later } from '../../lib/dom.ts';
import { MARGIN } from './scene.ts';

const LEAST = 0.08;
/** The box for a new name lies over the top of the view. */
const HEAD = 44;
/** The room the folded legend takes below. */
const FOOT = 48;
const MOST = 2.5;
const READABLE = 0.32;
/** Below this only names are drawn, large. */
const FAR = 0.5;
/** A press that moves less is a click. */
const STILL = 4;

interface Point {
  x: number;
  y: number;
}

/** A window onto the drawing. Panning and zooming only move one composited layer; nothing is laid out or painted. */
export class Viewport {
  x = 0;
  y = 0;
  scale = 1;
  moved = false;
  private width = 1;
  private height = 1;
  private readonly fingers = new Map<number, Point>();
  /** A layer keeps the sharpness it was painted with; once zooming rests it is painted anew. */
  private readonly sharpen = later(180, () => {
    this.view.classList.toggle('is-far', this.scale < FAR);
    this.layer.style.willChange = 'auto';
    requestAnimationFrame(() => requestAnimationFrame(() => (this.layer.style.willChange = 'transform')));
  });

  /** Until somebody moves or zooms, the whole map stays in sight whatever the size of the window. */
  touched = false;

  constructor(
    private readonly view: HTMLElement,
    private readonly layer: HTMLElement,
  ) {
    new ResizeObserver(() => this.touched || this.open()).observe(view);
    view.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    view.addEventListener('pointermove', (event) => this.move(event));
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
      view.addEventListener(name, (event) => this.lift(event));
  }

  /** Takes a pointer that is not busy with a card. */
  grab(event: PointerEvent): void {
    if (this.fingers.size === 0) this.moved = false;
    this.fingers.set(event.pointerId, this.place(event));
  }

  holds(width: number, height: number): void {
    this.width = width + 2 * MARGIN;
    this.height = height + 2 * MARGIN;
  }

  /** The whole map. */
  fit(): void {
    this.show(LEAST);
  }

  /** The whole map where that can be read, else its beginning. */
  open(): void {
    this.show(READABLE);
  }

  private show(least: number): void {
    const { clientWidth, clientHeight } = this.view;
    const room = clientHeight - HEAD - FOOT;
    this.scale = Math.max(least, Math.min(clientWidth / this.width, room / this.height, 1.15));
    this.x = Math.max(0, (clientWidth - this.width * this.scale) / 2);
    this.y = HEAD + Math.max(0, (room - this.height * this.scale) / 3);
    this.apply(false);
    this.sharpen();
  }

  zoom(factor: number, at?: Point): void {
    const about = at ?? { x: this.view.clientWidth / 2, y: this.view.clientHeight / 2 };
    const scale = Math.max(LEAST, Math.min(MOST, this.scale * factor));
    this.x = about.x - ((about.x - this.x) * scale) / this.scale;
    this.y = about.y - ((about.y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.apply();
    this.sharpen();
  }

  /** Puts a card into the middle, large enough to read. */
  zoomTo(box: Box): void {
    this.scale = Math.max(this.scale, 1);
    this.x = this.view.clientWidth / 2 - (box.x + box.width / 2 + MARGIN) * this.scale;
    this.y = this.view.clientHeight / 2 - (box.y + box.height / 2 + MARGIN) * this.scale;
    this.apply();
    this.sharpen();
  }

  /** Moves only as far as it takes to see the box. */
  reveal(box: Box): void {
    const edge = 24;
    const from = this.toView(box);
    const to = this.toView({ x: box.x + box.width, y: box.y + box.height });
    const { clientWidth, clientHeight } = this.view;
    this.x += Math.max(0, edge - from.x) - Math.max(0, to.x + edge - clientWidth);
    this.y += Math.max(0, edge - from.y) - Math.max(0, to.y + edge - clientHeight);
    this.apply(this.touched);
  }

  toScene(event: MouseEvent): Point {
    const at = this.place(event);
    return { x: (at.x - this.x) / this.scale - MARGIN, y: (at.y - this.y) / this.scale - MARGIN };
  }

  toView(point: Point): Point {
    return { x: (point.x + MARGIN) * this.scale + this.x, y: (point.y + MARGIN) * this.scale + this.y };
  }

  private place(event: MouseEvent): Point {
    const area = this.view.getBoundingClientRect();
    return { x: event.clientX - area.left, y: event.clientY - area.top };
  }

  private apply(touched = true): void {
    this.touched = touched;
    this.layer.style.transform = `translate3d(${this.x}px, ${this.y}px, 0) scale(${this.scale})`;
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    if (event.shiftKey) {
      this.x -= event.deltaY || event.deltaX;
      return this.apply();
    }
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), this.place(event));
  }

  private move(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = this.place(event);
    if (!this.moved && Math.hypot(now.x - before.x, now.y - before.y) < STILL) return;
    if (!this.moved) this.view.classList.add('is-panning');
    if (!this.moved) this.view.setPointerCapture(event.pointerId);
    this.moved = true;
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.fingers.set(event.pointerId, now);
    if (other) {
      const spread = Math.hypot(now.x - other.x, now.y - other.y);
      const was = Math.hypot(before.x - other.x, before.y - other.y) || 1;
      return this.zoom(spread / was, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    }
    this.x += now.x - before.x;
    this.y += now.y - before.y;
    this.apply();
  }

  private lift(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    if (this.fingers.size === 0) this.view.classList.remove('is-panning');
  }
}
