import { layout } from '../../lib/map/layout.ts';
import { search } from '../../lib/map/search.ts';
import type { MapData, Placed, Scene } from '../../lib/map/types.ts';
import { nearest, type Direction } from './near.ts';
import { cardNow } from './signs.ts';
import { drawScene } from './scene.ts';
import type { Store } from './store.ts';
import { say } from './texts.ts';
import { Viewport } from './viewport.ts';

const words = (): Record<'sign' | 'pay' | 'outside' | 'unknown', string> => ({
  sign: say('layout.sign'),
  pay: say('layout.pay'),
  outside: say('layout.outside'),
  unknown: say('is.unknown'),
});

/** The drawing in its window: draws anew when the map changes, dresses it when only the look changes, keeps the focus. */
export class Stage {
  scene: Scene = { placed: [], groups: [], lines: [], width: 0, height: 0 };
  readonly viewport: Viewport;
  private readonly layer: HTMLElement;
  private here = '';
  private shape = '';

  constructor(
    readonly view: HTMLElement,
    private readonly store: Store,
  ) {
    this.layer = document.createElement('div');
    this.layer.className = 'ka-map-layer';
    view.prepend(this.layer);
    this.viewport = new Viewport(view, this.layer);
    store.addEventListener('data', () => this.draw());
    store.addEventListener('view', () => this.dress());
    view.addEventListener('focusin', (event) => this.remember(event.target as Element));
  }

  get drawing(): SVGSVGElement | null {
    return this.layer.querySelector('svg');
  }

  get cards(): SVGGElement[] {
    return [...this.layer.querySelectorAll<SVGGElement>('[data-card]')];
  }

  draw(): void {
    const { data, view } = this.store;
    if (!data) return;
    const focused = this.view.contains(document.activeElement) && document.activeElement !== this.view;
    const before = this.current;
    const { arrangement, folded, rival } = view;
    this.scene = layout(data, { arrangement, folded, rival, words: words() });
    const overlay = arrangement === 'rivals' ? (rival ?? data.rivals[0]?.id ?? null) : null;
    const drawing = drawScene(data, this.scene, rival, overlay);
    drawing.setAttribute('role', 'group');
    drawing.setAttribute('aria-label', say('map.label', { name: data.map.name, count: data.cards.length }));
    this.layer.replaceChildren(drawing);
    this.viewport.holds(this.scene.width, this.scene.height);
    const shape = `${view.arrangement} ${data.map.name}`;
    if (shape !== this.shape || !this.viewport.touched) this.viewport.open();
    this.shape = shape;
    if (!this.placedAt(this.here)) this.here = this.successor(data, before)?.key ?? '';
    this.rove();
    this.dress();
    if (focused) this.focus(this.here, false);
  }

  /** Who takes over from a card that is gone: the same person under a new id, else whoever stands nearest. */
  private successor(data: MapData, gone: Placed | undefined): Placed | undefined {
    const same = this.placedOf(cardNow(data, gone?.card)?.id ?? null);
    if (same || !gone) return same;
    const far = (one: Placed): number => Math.hypot(one.x - gone.x, one.y - gone.y);
    return this.scene.placed.toSorted((a, b) => far(a) - far(b))[0];
  }

  /** Selected, found, faded: classes only, so that typing into the filter never draws anew. */
  dress(): void {
    const { data, view } = this.store;
    if (!data) return;
    const found = search(data, view.filter);
    const faded = new Set<string>();
    for (const group of this.cards) {
      const id = group.dataset['card'] ?? '';
      const out = !found.has(id) || (view.lit.size > 0 && !view.lit.has(id));
      if (out) faded.add(group.dataset['key'] ?? '');
      group.classList.toggle('is-faded', out);
      group.classList.toggle('is-lit', view.lit.has(id));
      group.classList.toggle('is-selected', id === view.selected);
      group.setAttribute('aria-pressed', String(id === view.selected));
    }
    for (const line of this.layer.querySelectorAll<SVGElement>('[data-from]')) {
      const ends = [line.dataset['from'] ?? '', line.dataset['to'] ?? ''];
      line.classList.toggle(
        'is-faded',
        ends.some((end) => faded.has(end)),
      );
      line.classList.toggle(
        'is-near',
        ends.some((end) => this.cardOf(end) === view.selected),
      );
    }
  }

  cardOf(key: string): string | null {
    return this.placedAt(key)?.card ?? null;
  }

  unitOf(group: string): string | null {
    return this.store.data?.units.find((unit) => group === unit.id || group.endsWith(unit.id))?.id ?? null;
  }

  placedOf(card: string | null): Placed | undefined {
    return this.scene.placed.find((placed) => placed.card === card);
  }

  placedAt(key: string | undefined): Placed | undefined {
    return this.scene.placed.find((placed) => placed.key === key);
  }

  /** The card that holds, or last held, the focus. */
  get current(): Placed | undefined {
    return this.placedAt(this.here) ?? this.scene.placed[0];
  }

  focus(key: string | undefined, reveal = true): void {
    const placed = this.placedAt(key) ?? this.scene.placed[0];
    if (!placed) return this.view.focus();
    this.here = placed.key;
    this.rove();
    if (reveal) this.viewport.reveal(placed);
    this.nodeOf(placed.key)?.focus({ preventScroll: true });
  }

  /** Zooms to the first card that has all these words. */
  find(words: string): void {
    const found = this.store.data && words.trim() ? search(this.store.data, words) : new Set<string>();
    const placed = this.scene.placed.find((one) => found.has(one.card));
    if (!placed) return;
    this.viewport.zoomTo(placed);
    this.focus(placed.key);
  }

  focusCard(card: string | null): void {
    this.focus(this.placedOf(card)?.key);
  }

  step(direction: Direction): void {
    const from = this.current;
    const to = from && nearest(from, this.scene.placed, direction);
    if (to) this.focus(to.key);
  }

  end(last: boolean): void {
    const inOrder = this.scene.placed.toSorted((a, b) => a.y - b.y || a.x - b.x);
    this.focus(inOrder.at(last ? -1 : 0)?.key);
  }

  nodeOf(key: string): SVGGElement | null {
    return this.layer.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  groupNode(key: string | undefined): SVGGElement | null {
    return key === undefined ? null : this.layer.querySelector(`[data-group="${CSS.escape(key)}"]`);
  }

  /** One tab stop: the card that last had the focus. */
  private rove(): void {
    const key = this.current?.key;
    for (const group of this.cards) group.setAttribute('tabindex', group.dataset['key'] === key ? '0' : '-1');
  }

  private remember(target: Element): void {
    const key = target.closest<SVGGElement>('[data-key]')?.dataset['key'];
    if (!key || key === this.here) return;
    this.here = key;
    this.rove();
  }
}
