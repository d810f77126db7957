import { el } from '../../lib/dom.ts';
import type { Card, MapData } from '../../lib/map/types.ts';
import type { Commands } from './commands.ts';
import { Fields } from './fields.ts';
import { Drafts } from './grounds.ts';
import { overview } from './overview.ts';
import { button, isHalfWritten, refill, select } from './parts.ts';
import { cardOf } from './signs.ts';
import type { Stage } from './stage.ts';
import type { Store } from './store.ts';
import { ownOf, tiesOf } from './ties.ts';
import { say } from './texts.ts';

/** The side of the map: the selected card with all its controls, or the scores and findings of the whole. */
export class Panel {
  private readonly drafts = new Drafts();
  private shown: string | null = null;
  private waiting = false;

  constructor(
    private readonly place: HTMLElement,
    private readonly store: Store,
    private readonly stage: Stage,
    private readonly commands: Commands,
  ) {
    store.addEventListener('data', () => this.draw());
    store.addEventListener('view', () => this.draw());
    place.addEventListener('focusout', () => setTimeout(() => this.waiting && this.draw()));
  }

  focus(): void {
    const first = this.place.querySelector<HTMLElement>('[data-first], [data-k]');
    first?.focus();
  }

  private draw(): void {
    const { data, selected } = this.store;
    if (!data) return;
    const same = this.shown === (selected?.id ?? null);
    this.waiting = same && isHalfWritten(this.place);
    if (this.waiting) return;
    if (!same) this.drafts.clear();
    this.shown = selected?.id ?? null;
    if (!same) this.place.scrollTop = 0;
    this.place.classList.toggle('has-card', selected !== undefined);
    refill(this.place, ...(selected ? this.card(data, selected) : overview(data, this.store, this.stage)));
  }

  private card(data: MapData, card: Card): (HTMLElement | null)[] {
    const { editable } = this.store;
    const fields = new Fields(this.commands, this.drafts, editable, card);
    return [
      this.head(data, card),
      editable ? this.actions(data, card) : null,
      card.placeholder && editable ? this.identify(card) : null,
      ...fields.all(data),
      fields.rivals(data),
      tiesOf(data, card, this.commands, editable),
      ownOf(data, card, this.commands, editable),
    ];
  }

  private head(data: MapData, card: Card): HTMLElement {
    const close = { k: 'close', class: 'btn btn-sm btn-ghost', icon: 'x', label: say('panel.close') };
    const unit = data.units.find((one) => one.id === card.unit)?.name;
    const met = card.met ? say('panel.met', { day: card.met, count: card.meetings }) : say('panel.notMet');
    const name = card.href ? el('a', { href: card.href }, card.name) : card.name;
    return el(
      'header',
      { class: 'ka-map-head' },
      el('h2', { tabindex: '-1', 'data-first': '' }, name),
      button('', close, () => {
        this.store.show({ selected: null });
        this.stage.focusCard(card.id);
      }),
      el('p', {}, [card.title, unit].filter(Boolean).join(' · ')),
      el('p', { class: 't-mute' }, card.left ? say('is.left') : met),
    );
  }

  private actions(data: MapData, card: Card): HTMLElement {
    const none = { key: '', label: say('panel.noUnit') };
    const units = data.units.map(({ id, name }) => ({ key: id, label: name }));
    const unit = select('unit', say('panel.unit'), [none, ...units], card.unit ?? '');
    unit.addEventListener('change', () => {
      void this.commands.send({ op: 'unit', card: card.id, unit: unit.value || null });
    });
    const remove = { k: 'remove', class: 'btn btn-sm btn-ghost', icon: 'trash', label: say('panel.remove') };
    const above = cardOf(data, card.manager)?.name ?? say('choose.top');
    return el(
      'div',
      { class: 'ka-map-actions' },
      button(say('panel.manager', { name: above }), { k: 'manager', icon: 'sitemap' }, () => {
        void this.commands.chooseManager(card);
      }),
      card.placeholder || units.length === 0 ? null : unit,
      button('', { ...remove, title: remove.label }, () => {
        void this.commands.remove(card);
      }),
    );
  }

  private identify(card: Card): HTMLElement {
    const input = el('input', {
      class: 'form-control',
      'data-k': 'identify',
      'aria-label': say('panel.identify'),
    });
    input.placeholder = say('panel.identify');
    input.addEventListener('keydown', (event) => {
      const name = input.value.trim();
      if (event.key !== 'Enter' || event.isComposing || !name) return;
      event.preventDefault();
      input.value = '';
      void this.commands.send({ op: 'identify', card: card.id, name });
    });
    return el('div', { class: 'ka-map-identify' }, input);
  }
}
