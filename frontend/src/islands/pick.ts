import TomSelect from 'tom-select/base';
import removeButton from 'tom-select/plugins/remove_button/plugin.js';
import { getJson } from '../lib/dom.ts';

interface Choice {
  id: string;
  text: string;
  sub?: string;
}

TomSelect.define('remove_button', removeButton);

/** A select that looks its choices up at `url?q=`; with `create` new words may be added. */
export class Pick extends HTMLElement {
  private control: TomSelect | undefined;

  connectedCallback(): void {
    const select = this.querySelector('select');
    if (!select || this.control) return;
    select.setAttribute('aria-label', select.labels[0]?.textContent.trim() ?? '');
    const url = this.getAttribute('url') ?? '';
    this.control = new TomSelect(select, {
      valueField: 'id',
      labelField: 'text',
      searchField: [],
      plugins: select.multiple ? { remove_button: { title: '' } } : {},
      create: this.hasAttribute('create'),
      createOnBlur: this.hasAttribute('create'),
      maxOptions: 50,
      preload: 'focus',
      loadThrottle: 150,
      load: (query: string, done: (found: Choice[]) => void) => this.load(url, query, done),
      render: this.render(),
      onChange: () => select.dispatchEvent(new Event('input', { bubbles: true })),
    });
  }

  disconnectedCallback(): void {
    this.control?.destroy();
    this.control = undefined;
  }

  private load(url: string, q: string, done: (found: Choice[]) => void): void {
    this.control?.clearOptions();
    getJson<Choice[]>(url, { q, ...this.near() }).then(done, () => done([]));
  }

  /** `near="account"`: only what belongs to the customer chosen in the same form. */
  private near(): Record<string, string> {
    const name = this.getAttribute('near');
    const chosen = name && this.closest('form')?.querySelector<HTMLSelectElement>(`[name="${name}"]`)?.value;
    return name && chosen ? { [name]: chosen } : {};
  }

  private render(): Record<
    string,
    (data: Choice & { input: string }, escape: (text: string) => string) => string
  > {
    const { none = '', add = '' } = this.dataset;
    return {
      option: (choice, escape) =>
        `<div><span>${escape(choice.text)}</span>${choice.sub ? `<small>${escape(choice.sub)}</small>` : ''}</div>`,
      item: (choice, escape) => `<div>${escape(choice.text)}</div>`,
      option_create: (data, escape) => `<div class="create">${escape(add)} ${escape(data.input)}</div>`,
      no_results: (_data, escape) => `<div class="no-results">${escape(none)}</div>`,
    };
  }
}
customElements.define('ka-pick', Pick);
