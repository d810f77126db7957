import { el, later } from '../../lib/dom.ts';
import type { Arrangement } from '../../lib/map/types.ts';
import { Menu } from '../menu.ts';
import { saveAs } from './export.ts';
import { button, select } from './parts.ts';
import type { Stage } from './stage.ts';
import type { Store } from './store.ts';
import { say } from './texts.ts';

const ARRANGEMENTS: [Arrangement, string][] = [
  ['tree', 'sitemap'],
  ['route', 'git-branch'],
  ['matrix', 'table'],
  ['team', 'users'],
  ['rivals', 'swords'],
];

/** Above the map: how it is arranged, what of it is seen, and what leaves it. */
export class Toolbar {
  readonly filter = el('input', {
    class: 'form-control form-control-sm',
    type: 'search',
    'data-k': 'filter',
  });
  private readonly rivals = el('span', { class: 'ka-map-rivals' });
  private readonly folds = el('span', {});
  private readonly undo: HTMLButtonElement;
  private readonly choices: HTMLButtonElement[];
  private folding = '';

  constructor(
    readonly place: HTMLElement,
    private readonly store: Store,
    private readonly stage: Stage,
    actions: { time(): void; help(): void },
  ) {
    this.choices = ARRANGEMENTS.map(([key, sign]) =>
      button(say(`arrange.${key}`), { k: `arrange-${key}`, class: 'ka-map-option', icon: sign }, () =>
        this.arrange(key),
      ),
    );
    const arrange = el('div', {
      class: 'ka-map-scale is-joined',
      role: 'group',
      'aria-label': say('tool.arrange'),
    });
    arrange.append(...this.choices);
    const plain = (key: string, sign: string, work: () => void): HTMLButtonElement =>
      button(
        '',
        {
          k: key,
          class: 'btn btn-sm btn-ghost',
          icon: sign,
          label: say(`tool.${key}`),
          title: say(`tool.${key}`),
        },
        work,
      );
    this.undo = plain('undo', 'arrow-back-up', () => void store.undo());
    this.filter.placeholder = say('tool.filter');
    this.filter.setAttribute('aria-label', say('tool.filter'));
    const search = later(60, () => store.show({ filter: this.filter.value }));
    this.filter.addEventListener('input', search);
    this.filter.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) stage.find(this.filter.value);
    });
    place.append(
      arrange,
      this.rivals,
      el('span', { class: 'ka-map-gap' }),
      this.filter,
      this.folds,
      this.undo,
      plain('time', 'history', actions.time),
      this.exports(),
      plain('fit', 'maximize', () => stage.viewport.fit()),
      plain('help', 'keyboard', actions.help),
    );
    store.addEventListener('data', () => this.draw());
    store.addEventListener('view', () => this.draw());
  }

  private arrange(arrangement: Arrangement): void {
    const { rival } = this.store.view;
    const first = arrangement === 'rivals' ? (this.store.data?.rivals[0]?.id ?? null) : null;
    this.store.show({ arrangement, rival: rival ?? first });
  }

  private draw(): void {
    const { data, view } = this.store;
    if (!data) return;
    this.choices.forEach((choice, at) => {
      const key = ARRANGEMENTS[at]?.[0];
      choice.setAttribute('aria-pressed', String(key === view.arrangement));
      choice.hidden = { route: !data.steps.length, rivals: !data.rivals.length }[key as string] ?? false;
    });
    this.undo.disabled = this.store.undos.length === 0 || !this.store.editable;
    const rivals = data.rivals.map(({ id, name }) => `${id}=${name}`).join();
    if (this.rivals.dataset['of'] !== rivals) this.drawRivals(rivals);
    const choice = this.rivals.querySelector('select');
    if (choice) choice.value = view.rival ?? '';
    const folding = data.units.map((unit) => `${unit.id}${view.folded.has(unit.id)}`).join();
    if (folding !== this.folding) this.drawFolds();
    this.folding = folding;
  }

  private drawRivals(of: string): void {
    const { data, view } = this.store;
    this.rivals.dataset['of'] = of;
    if (!data?.rivals.length) return this.rivals.replaceChildren();
    const options = data.rivals.map(({ id, name }) => ({ key: id, label: name }));
    const all = { key: '', label: say('tool.allRivals') };
    const choice = select('rival', say('tool.rival'), [all, ...options], view.rival ?? '');
    choice.addEventListener('change', () => this.store.show({ rival: choice.value || null }));
    this.rivals.replaceChildren(choice);
  }

  private drawFolds(): void {
    const { data, view } = this.store;
    if (!data?.units.length) return this.folds.replaceChildren();
    const used = new Set(data.cards.map((card) => card.unit));
    const all = new Set(data.units.map((unit) => unit.id).filter((id) => used.has(id)));
    const entry = (text: string, work: () => void, icon?: string): HTMLButtonElement =>
      button(text, { k: text, class: '', ...(icon && { icon }) }, work);
    const units = data.units
      .filter((unit) => all.has(unit.id))
      .map((unit) =>
        entry(
          unit.name,
          () => this.fold(unit.id),
          view.folded.has(unit.id) ? 'chevron-right' : 'chevron-down',
        ),
      );
    this.folds.replaceChildren(
      menu('tool.fold', 'buildings', [
        entry(say('tool.foldAll'), () => this.store.show({ folded: all })),
        entry(say('tool.unfoldAll'), () => this.store.show({ folded: new Set() })),
        el('hr', {}),
        ...units,
      ]),
    );
  }

  private fold(unit: string): void {
    const folded = new Set(this.store.view.folded);
    if (!folded.delete(unit)) folded.add(unit);
    this.store.show({ folded });
  }

  private exports(): HTMLElement {
    const entry = (kind: string, icon: string, work: () => void): HTMLButtonElement =>
      button(say(`export.${kind}`), { k: `export-${kind}`, class: '', icon }, work);
    const save = (kind: string) => (): void => {
      const { drawing } = this.stage;
      const name = [this.store.data?.map.name, this.store.view.day].filter(Boolean).join(' ');
      if (drawing) void saveAs(kind, drawing, name).then(() => this.store.tell(say('said.saved')));
    };
    return menu('tool.export', 'download', [
      entry('svg', 'code', save('svg')),
      entry('png', 'photo', save('png')),
      entry('pdf', 'file-text', save('pdf')),
      entry('print', 'printer', () => print()),
    ]);
  }
}

function menu(key: string, sign: string, entries: HTMLElement[]): HTMLElement {
  const opener = button(
    '',
    { k: key, class: 'btn btn-sm btn-ghost', icon: sign, label: say(key), title: say(key) },
    () => {},
  );
  opener.setAttribute('aria-expanded', 'false');
  const made = el(
    'ka-menu' as 'span',
    {},
    opener,
    el('div', { class: 'ka-menu', popover: 'auto' }, ...entries),
  );
  return made;
}

customElements.get('ka-menu') ?? customElements.define('ka-menu', Menu);
