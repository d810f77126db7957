import '../styles/map.css';
import '../styles/map-side.css';
import { el } from '../lib/dom.ts';
import { Chooser } from './map/chooser.ts';
import { Commands } from './map/commands.ts';
import { Gestures } from './map/gestures.ts';
import { helpBox } from './map/help.ts';
import { Keyboard } from './map/keyboard.ts';
import { legend } from './map/legend.ts';
import { Panel } from './map/panel.ts';
import { button } from './map/parts.ts';
import { Stage } from './map/stage.ts';
import { Store } from './map/store.ts';
import { readTexts, say } from './map/texts.ts';
import { Timeline } from './map/timeline.ts';
import { Toolbar } from './map/toolbar.ts';

/**
 * The power map: `<ka-map data-url="…/map.json" data-do="…/do" data-since="2026-01-01" data-today="2026-06-30">` around
 * `<script type="application/json" data-texts>`. Draws people and ties, and writes every change at once.
 */
export class PowerMap extends HTMLElement {
  readonly store = new Store(this);
  private readonly view = el('div', { class: 'ka-map-view', role: 'application', tabindex: '-1' });
  private readonly side = el('aside', { class: 'ka-map-side' });
  private readonly said = el('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  private readonly input = el('input', { class: 'form-control form-control-sm', autocomplete: 'off' });
  private placeholder = false;
  private stage: Stage | undefined;
  private readonly again = (): void => void this.store.load();
  /** On paper the map is light and its legend open. */
  private readonly paper = (event: Event): void => {
    const printing = event.type === 'beforeprint';
    if (printing) this.dataset['bsTheme'] = 'light';
    else delete this.dataset['bsTheme'];
    this.querySelector('.ka-map-legend')?.toggleAttribute('open', printing);
    this.view.classList.toggle('is-paper', printing);
  };
  private readonly back = (): void => {
    if (document.visibilityState === 'visible') void this.store.load();
  };

  connectedCallback(): void {
    if (this.stage) return;
    readTexts(this);
    this.store.start();
    this.build();
    document.addEventListener('ka:map', this.again);
    document.addEventListener('visibilitychange', this.back);
    document.getElementById('panel')?.addEventListener('close', this.again);
    for (const name of ['beforeprint', 'afterprint']) addEventListener(name, this.paper);
    void this.store.load();
  }

  disconnectedCallback(): void {
    document.removeEventListener('ka:map', this.again);
    document.removeEventListener('visibilitychange', this.back);
    document.getElementById('panel')?.removeEventListener('close', this.again);
    for (const name of ['beforeprint', 'afterprint']) removeEventListener(name, this.paper);
  }

  private build(): void {
    const bar = el('div', { class: 'ka-map-bar' });
    const time = el('div', { class: 'ka-map-time' });
    const frame = el('div', { class: 'ka-map-frame' }, this.view, this.addBox());
    this.view.setAttribute('aria-label', say('map.view'));
    this.side.setAttribute('aria-label', say('map.side'));
    const help = helpBox();
    this.append(bar, time, el('div', { class: 'ka-map-body' }, frame, this.side), this.said, help);

    const { store } = this;
    const stage = (this.stage = new Stage(this.view, store));
    const commands = new Commands(store, new Chooser(this));
    const gestures = new Gestures(stage, store, commands);
    const timeline = new Timeline(time, store, this.dataset['since'] ?? '', this.dataset['today'] ?? '');
    const toolbar = new Toolbar(bar, store, stage, {
      time: () => timeline.toggle(),
      help: () => help.showModal(),
    });
    const panel = new Panel(this.side, store, stage, commands);
    frame.append(this.zoomer(stage));
    new Keyboard(this, stage, store, commands, {
      openPanel: () => panel.focus(),
      addBox: (placeholder) => this.openAdd(placeholder),
      filterBox: () => toolbar.filter.focus(),
      help: () => help.showModal(),
      cancel: () => gestures.cancel(),
    });
    this.watch(frame, commands);
  }

  private watch(frame: HTMLElement, commands: Commands): void {
    let drawn = '';
    this.store.addEventListener('said', (event) => {
      this.said.textContent = ''; // the same words twice are said twice
      setTimeout(() => (this.said.textContent = (event as CustomEvent<string>).detail), 50);
    });
    this.store.addEventListener('data', () => {
      const { data, editable } = this.store;
      if (!data) return;
      this.toggleAttribute('data-fixed', !editable);
      this.dataset['title'] = [data.map.name, data.map.day ?? this.dataset['today']]
        .filter(Boolean)
        .join(' · ');
      this.view.dataset['empty'] = data.cards.length ? '' : say(editable ? 'map.empty' : 'map.emptyThen');
      this.view.setAttribute('tabindex', data.cards.length ? '-1' : '0');
      const of = JSON.stringify([data.tieKinds, data.attributes.length]);
      if (of !== drawn) {
        frame.querySelector('.ka-map-legend')?.remove();
        frame.append(legend(data));
      }
      drawn = of;
    });
    this.input.form?.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.input.value.trim();
      if (!text) return;
      this.input.value = '';
      void (this.placeholder ? commands.placeholder(text) : commands.add(text));
    });
  }

  private addBox(): HTMLElement {
    this.input.addEventListener('focus', () => this.nameAdd());
    this.input.addEventListener('blur', () => {
      this.placeholder = false;
      this.nameAdd();
    });
    this.nameAdd();
    return el('form', { class: 'ka-map-add' }, this.input);
  }

  private nameAdd(): void {
    const above = this.store.selected;
    const text = this.placeholder
      ? say('add.placeholder')
      : above
        ? say('add.under', { name: above.name })
        : say('add.person');
    this.input.placeholder = text;
    this.input.setAttribute('aria-label', text);
  }

  private openAdd(placeholder: boolean): void {
    this.placeholder = placeholder;
    const card = this.stage?.current?.card;
    if (this.view.contains(document.activeElement) && card) this.store.show({ selected: card });
    this.nameAdd();
    this.input.focus();
  }

  private zoomer(stage: Stage): HTMLElement {
    const one = (key: string, icon: string, factor: number): HTMLElement =>
      button('', { k: key, class: 'btn btn-sm', icon, label: say(`tool.${key}`) }, () =>
        stage.viewport.zoom(factor),
      );
    return el(
      'div',
      { class: 'ka-map-zoom' },
      one('zoomIn', 'zoom-in', 1.25),
      one('zoomOut', 'zoom-out', 0.8),
    );
  }
}
customElements.define('ka-map', PowerMap);
