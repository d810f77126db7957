import type { Placed } from '../../lib/map/types.ts';
import { boxAt } from './near.ts';
import { cardOf } from './signs.ts';
import type { Commands } from './commands.ts';
import type { Stage } from './stage.ts';
import type { Store } from './store.ts';
import { svg } from './svg.ts';
import { say } from './texts.ts';

const MOVED = 6;

interface Drag {
  placed: Placed;
  node: SVGGElement;
  start: { x: number; y: number };
  /** A tie is drawn instead of the card being carried. */
  tie: boolean;
  going: boolean;
  target: Placed | undefined;
  cell: string | undefined;
}

/** The mouse on the map: drag the ground to pan, a card onto another for a new manager, with Shift or from its dot for a tie. */
export class Gestures {
  private drag: Drag | null = null;
  /** The click that ends a drag is none. */
  private dragged = false;

  constructor(
    private readonly stage: Stage,
    private readonly store: Store,
    private readonly commands: Commands,
  ) {
    const { view } = stage;
    view.addEventListener('pointerdown', (event) => this.down(event));
    view.addEventListener('pointermove', (event) => this.move(event));
    view.addEventListener('pointerup', () => void this.up());
    view.addEventListener('pointercancel', () => this.end());
    view.addEventListener('click', (event) => this.click(event));
    view.addEventListener('dblclick', (event) => this.enlarge(event));
  }

  cancel(): boolean {
    const going = this.drag !== null;
    this.end();
    return going;
  }

  private down(event: PointerEvent): void {
    const target = event.target as Element;
    this.dragged = false;
    if (event.button !== 0) return;
    const node = target.closest<SVGGElement>('[data-card]');
    const placed = this.stage.scene.placed.find((one) => one.key === node?.dataset['key']);
    if (!node || !placed || !this.store.editable || event.pointerType === 'touch')
      return this.stage.viewport.grab(event);
    const tie = event.shiftKey || target.closest('[data-link]') !== null;
    const start = this.stage.viewport.toScene(event);
    this.drag = { placed, node, start, tie, going: false, target: undefined, cell: undefined };
  }

  private move(event: PointerEvent): void {
    const { drag } = this;
    if (!drag) return;
    const at = this.stage.viewport.toScene(event);
    const by = { x: at.x - drag.start.x, y: at.y - drag.start.y };
    if (!drag.going && Math.hypot(by.x, by.y) * this.stage.viewport.scale < MOVED) return;
    if (!drag.going) this.stage.view.setPointerCapture(event.pointerId);
    drag.going = true;
    if (!drag.tie && this.store.view.arrangement === 'matrix') {
      this.aimCell(drag, at);
      return this.carry(drag, by);
    }
    const others = this.stage.scene.placed.filter((one) => one.card !== drag.placed.card);
    this.aim(drag, boxAt(others, at.x, at.y));
    if (drag.tie) this.string(drag, at);
    else this.carry(drag, by);
  }

  private carry(drag: Drag, by: { x: number; y: number }): void {
    drag.node.classList.add('is-carried');
    drag.node.setAttribute('transform', `translate(${drag.placed.x + by.x} ${drag.placed.y + by.y})`);
  }

  private string(drag: Drag, at: { x: number; y: number }): void {
    const { x, y, width, height } = drag.placed;
    const d = `M${x + width / 2} ${y + height / 2}L${at.x} ${at.y}`;
    this.over?.replaceChildren(svg('path', { class: 'm-string', d }));
  }

  private get over(): Element | null {
    return this.stage.drawing?.querySelector('.m-over') ?? null;
  }

  private aim(drag: Drag, target: Placed | undefined): void {
    if (target === drag.target) return;
    if (drag.target) this.stage.nodeOf(drag.target.key)?.classList.remove('is-target');
    drag.target = target;
    if (!target) return;
    this.stage.nodeOf(target.key)?.classList.add('is-target');
    const data = this.store.data!;
    const names = {
      name: cardOf(data, drag.placed.card)?.name ?? '',
      other: cardOf(data, target.card)?.name ?? '',
    };
    this.store.tell(say(drag.tie ? 'said.aimTie' : 'said.aimManager', names));
  }

  /** In the matrix a card goes to another square, not under another card. */
  private aimCell(drag: Drag, at: { x: number; y: number }): void {
    const cell = boxAt(
      this.stage.scene.groups.filter((group) => group.kind === 'cell'),
      at.x,
      at.y,
    );
    if (cell?.key === drag.cell) return;
    this.stage.groupNode(drag.cell)?.classList.remove('is-target');
    this.stage.groupNode(cell?.key)?.classList.add('is-target');
    drag.cell = cell?.key;
  }

  private async up(): Promise<void> {
    const { drag } = this;
    if (!drag?.going) {
      this.drag = null;
      return;
    }
    this.end();
    const card = this.store.data && cardOf(this.store.data, drag.placed.card);
    if (card && drag.cell) return void (await this.commands.square(card, drag.cell));
    if (!card || !drag.target) return;
    await (drag.tie
      ? this.commands.tie(card, drag.target.card)
      : this.commands.manage(card, drag.target.card));
  }

  private end(): void {
    const { drag } = this;
    this.drag = null;
    if (!drag) return;
    drag.node.classList.remove('is-carried');
    drag.node.setAttribute('transform', `translate(${drag.placed.x} ${drag.placed.y})`);
    if (drag.target) this.stage.nodeOf(drag.target.key)?.classList.remove('is-target');
    this.stage.groupNode(drag.cell)?.classList.remove('is-target');
    this.over?.replaceChildren();
    this.dragged = drag.going;
  }

  private click(event: MouseEvent): void {
    if (this.dragged || this.stage.viewport.moved) return;
    const target = event.target as Element;
    const key = target.closest<SVGGElement>('[data-key]')?.dataset['key'];
    const group = target.closest<SVGGElement>('[data-group].is-unit');
    if (key) {
      this.stage.focus(key, false);
      this.store.show({ selected: this.stage.cardOf(key) });
    } else if (group && (group.classList.contains('is-folded') || target.closest('.m-group-title')))
      this.commands.fold(this.stage.unitOf(group.dataset['group'] ?? ''));
    else this.store.show({ selected: null, lit: new Set() });
  }

  private enlarge(event: MouseEvent): void {
    const key = (event.target as Element).closest<SVGGElement>('[data-key]')?.dataset['key'];
    const placed = this.stage.scene.placed.find((one) => one.key === key);
    if (placed) this.stage.viewport.zoomTo(placed);
  }
}
