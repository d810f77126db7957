import htmx from 'htmx.org';
import { moveOf, nextColumn } from '../lib/board.ts';

/** The card that was moved last; the board is drawn anew after a move, and the reader goes on where the card is now. */
let moved: string | undefined;

/**
 * Deals in columns. A card is dragged, or lifted with Space on its handle, carried with ← →, put down with Enter.
 * One stage ahead is asked of the server, a step back asks for its reason in the panel; a refusal is shown in the column.
 * Narrow screens show one column, chosen in `select[data-column]`.
 */
export class Board extends HTMLElement {
  private lifted: HTMLElement | undefined;
  private aim = -1;

  connectedCallback(): void {
    this.addEventListener('dragstart', (event) => this.lift(event.target, event));
    this.addEventListener('dragover', (event) => this.over(event));
    this.addEventListener('drop', (event) => this.drop(event));
    this.addEventListener('dragend', () => this.release());
    this.addEventListener('keydown', (event) => this.obey(event));
    this.addEventListener('click', (event) => {
      const close = (event.target as Element).closest('[data-refusal-close]');
      close?.closest('.ka-lane')?.querySelector('.ka-refusal')?.replaceChildren();
    });
    this.addEventListener('focusout', (event) => {
      if (this.lifted && event.target === this.handle(this.lifted)) this.release();
    });
    this.addEventListener('change', (event) => {
      const chosen = event.target as HTMLSelectElement;
      if (chosen.matches('[data-column]')) this.showColumn(chosen.value);
    });
    this.goOn();
  }

  private get lanes(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.ka-lane')];
  }

  private handle(card: HTMLElement): HTMLElement | null {
    return card.querySelector<HTMLElement>('[data-lift]');
  }

  private laneOf(element: Element): number {
    return this.lanes.findIndex((lane) => lane.contains(element));
  }

  private lift(target: EventTarget | null, event?: DragEvent): void {
    const card = (target as Element | null)?.closest<HTMLElement>('.ka-deal[data-moves]');
    if (!card) return;
    this.lifted = card;
    card.classList.add('is-lifted');
    event?.dataTransfer?.setData('text/plain', card.dataset['id'] ?? '');
    this.aimAt(this.laneOf(card));
  }

  private aimAt(index: number): void {
    this.aim = index;
    this.lanes.forEach((lane, at) => lane.classList.toggle('is-aim', at === index));
  }

  private over(event: DragEvent): void {
    const index = this.laneOf(event.target as Element);
    if (!this.lifted || index < 0) return;
    event.preventDefault();
    if (index !== this.aim) this.aimAt(index);
  }

  private drop(event: DragEvent): void {
    event.preventDefault();
    this.put();
  }

  private release(): void {
    this.lifted?.classList.remove('is-lifted');
    this.handle(this.lifted ?? this)?.setAttribute('aria-pressed', 'false');
    this.lifted = undefined;
    this.aimAt(-1);
  }

  private obey(event: KeyboardEvent): void {
    const handle = (event.target as Element).closest<HTMLElement>('[data-lift]');
    if (!handle) return;
    if (!this.lifted) {
      if (event.key !== ' ' && event.key !== 'Enter') return;
      this.lift(handle);
      handle.setAttribute('aria-pressed', 'true');
      this.say(this.dataset['lifted'] ?? '');
    } else if (event.key === 'Escape') this.cancel();
    else if (event.key === ' ' || event.key === 'Enter') this.put();
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      this.aimAt(nextColumn(event.key, this.aim, this.lanes.length));
      this.lanes[this.aim]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      this.say(this.lanes[this.aim]?.getAttribute('aria-label') ?? '');
    } else return;
    event.preventDefault();
  }

  private cancel(): void {
    this.release();
    this.say(this.dataset['cancelled'] ?? '');
  }

  private put(): void {
    const card = this.lifted;
    const lane = this.lanes[this.aim];
    if (!card || !lane) return this.release();
    const move = moveOf(this.laneOf(card), this.aim);
    this.release();
    if (move === 'stay') return;
    moved = card.dataset['id'];
    const address = card.dataset['moves'] ?? '';
    const stage = lane.dataset['stage'] ?? '';
    if (move === 'back') {
      void htmx.ajax('get', `${address}back?to=${encodeURIComponent(stage)}`, {
        target: '#panel',
        source: card,
      });
      return;
    }
    this.showColumn(stage);
    const place = lane.querySelector<HTMLElement>('.ka-refusal');
    if (!place) return;
    void htmx.ajax('post', `${address}advance`, {
      target: place,
      swap: 'innerHTML',
      source: card,
      values: { to: stage, version: card.dataset['version'] ?? '', board: '1' },
    });
  }

  private showColumn(stage: string): void {
    for (const lane of this.lanes) lane.toggleAttribute('data-now', lane.dataset['stage'] === stage);
    const select = this.querySelector<HTMLSelectElement>('[data-column]');
    if (select) select.value = stage;
  }

  private goOn(): void {
    const card = moved && this.querySelector<HTMLElement>(`.ka-deal[data-id="${CSS.escape(moved)}"]`);
    moved = undefined;
    if (!card) return;
    this.showColumn(this.lanes[this.laneOf(card)]?.dataset['stage'] ?? '');
    (this.handle(card) ?? card).focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  private say(text: string): void {
    const place = this.querySelector('[data-said]');
    if (place) place.textContent = text;
  }
}
customElements.define('ka-board', Board);
