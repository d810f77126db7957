import { el } from '../../lib/dom.ts';
import { say } from './texts.ts';

export interface Option {
  key: string;
  label: string;
  sub?: string;
}

/** Asks for one of many in a small dialog: type to narrow, arrows to walk, Enter to take, Escape for none. */
export class Chooser {
  private readonly box = el('dialog', { class: 'ka-dialog ka-map-chooser' });
  private options: Option[] = [];
  private at = 0;
  private readonly input = el('input', {
    class: 'form-control',
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': 'ka-map-options',
    autocomplete: 'off',
  });
  private readonly list = el('div', { role: 'listbox', id: 'ka-map-options', class: 'ka-map-options' });
  private readonly title = el('label', { class: 'form-label' });

  constructor(root: HTMLElement) {
    this.input.id = 'ka-map-choose';
    this.title.htmlFor = this.input.id;
    this.box.append(el('div', {}, this.title, this.input, this.list));
    root.append(this.box);
    this.input.addEventListener('input', () => this.show());
    this.input.addEventListener('keydown', (event) => this.walk(event));
    this.list.addEventListener('click', (event) => {
      const key = (event.target as Element).closest<HTMLElement>('[data-option]')?.dataset['option'];
      if (key !== undefined) this.box.close(`=${key}`);
    });
  }

  ask(title: string, options: Option[]): Promise<string | null> {
    this.title.textContent = title;
    this.list.setAttribute('aria-label', title);
    this.options = options;
    this.input.value = '';
    this.box.returnValue = '';
    this.show();
    this.box.showModal();
    this.input.focus();
    return new Promise((resolve) => {
      const done = (): void => {
        const { returnValue } = this.box;
        resolve(returnValue.startsWith('=') ? returnValue.slice(1) : null);
      };
      this.box.addEventListener('close', done, { once: true });
    });
  }

  private get shown(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[data-option]')];
  }

  private show(): void {
    const query = this.input.value.trim().toLowerCase();
    const found = this.options.filter(({ label, sub }) =>
      `${label} ${sub ?? ''}`.toLowerCase().includes(query),
    );
    const rows = found.slice(0, 200).map((option, index) =>
      el(
        'button',
        {
          type: 'button',
          role: 'option',
          tabindex: '-1',
          'data-option': option.key,
          id: `ka-map-option-${index}`,
        },
        el('span', {}, option.label),
        option.sub ? el('small', {}, option.sub) : null,
      ),
    );
    this.list.replaceChildren(...rows);
    if (rows.length === 0) this.list.append(el('p', { class: 't-mute' }, say('choose.none')));
    this.point(0);
  }

  private point(index: number): void {
    const rows = this.shown;
    this.at = rows.length ? (index + rows.length) % rows.length : 0;
    rows.forEach((row, at) => row.setAttribute('aria-selected', String(at === this.at)));
    rows[this.at]?.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', `ka-map-option-${this.at}`);
  }

  private walk(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.point(this.at + step);
    else if (event.key === 'Enter') this.shown[this.at]?.click();
    else return;
    event.preventDefault();
  }
}
