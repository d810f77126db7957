import { el, getJson, icon, later } from '../lib/dom.ts';
import { type Group, type Item, merged, parts, walked } from '../lib/palette.ts';

/** Ctrl K: go somewhere, find anything, create. Commands are read from the page's own navigation. */
export class Palette extends HTMLElement {
  private readonly ask = later(120, () => void this.search());
  private found: Group[] = [];
  private running: AbortController | undefined;
  private here = 0;

  connectedCallback(): void {
    document.addEventListener('ka:palette', this.open);
    document.addEventListener('click', this.opener);
    this.input.addEventListener('input', () => {
      this.found = [];
      this.show();
      this.ask();
    });
    this.input.addEventListener('keydown', (event) => this.walk(event));
    this.list.addEventListener('pointermove', (event) => {
      const entry = (event.target as Element).closest('a');
      if (entry) this.point(this.entries.indexOf(entry));
    });
  }

  disconnectedCallback(): void {
    document.removeEventListener('ka:palette', this.open);
    document.removeEventListener('click', this.opener);
  }

  private readonly opener = (event: Event): void => {
    if ((event.target as Element).closest('[data-palette]')) this.open();
  };

  private readonly open = (): void => {
    const box = this.querySelector('dialog');
    if (!box || box.open) return;
    this.input.value = '';
    this.found = [];
    this.show();
    box.showModal();
    this.input.focus();
  };

  private get input(): HTMLInputElement {
    return this.querySelector('input')!;
  }

  private get list(): HTMLElement {
    return this.querySelector<HTMLElement>('[role=listbox]')!;
  }

  private get entries(): HTMLAnchorElement[] {
    return [...this.list.querySelectorAll('a')];
  }

  private get query(): string {
    return this.input.value.trim();
  }

  private commands(): Group[] {
    const read = (links: Iterable<HTMLAnchorElement>, fallback: string): Item[] =>
      [...links].map((link) => ({
        label: link.textContent.trim(),
        href: link.href,
        icon: link.dataset['icon'] ?? fallback,
        sub: link.dataset['go'] ? `g ${link.dataset['go']}` : '',
      }));
    return [
      { label: this.dataset['create'] ?? '', items: read(document.querySelectorAll('.ka-create a'), 'plus') },
      { label: this.dataset['go'] ?? '', items: read(document.querySelectorAll('.ka-nav a'), 'arrow-right') },
    ];
  }

  private async search(): Promise<void> {
    this.running?.abort();
    const query = this.query;
    if (!query) return;
    this.running = new AbortController();
    try {
      const url = this.getAttribute('suggest') ?? '';
      const { groups } = await getJson<{ groups: Group[] }>(url, { q: query }, this.running.signal);
      this.found = groups;
      this.show();
    } catch {
      // Aborted by the next key, or no network: the commands stay usable.
    }
  }

  private show(): void {
    const query = this.query;
    const all: Group[] = query ? [{ label: '', items: [this.searchAll(query)] }] : [];
    const groups = [...merged(this.found, this.commands(), query), ...all];
    this.list.replaceChildren(...groups.map((group) => this.group(group)));
    if (groups.length === 0) this.list.append(el('p', { class: 'ka-palette-none' }, this.dataset['none']));
    this.point(0);
  }

  private searchAll(query: string): Item {
    const address = `${this.getAttribute('search') ?? ''}?q=${encodeURIComponent(query)}`;
    return { label: `${this.dataset['all'] ?? ''} ${query}`, href: address, icon: 'search' };
  }

  private group(group: Group): HTMLElement {
    const box = el('div', { role: 'group', 'aria-label': group.label || null });
    if (group.label) box.append(el('div', { class: 'ka-palette-head', 'aria-hidden': 'true' }, group.label));
    box.append(...group.items.map((item) => this.entry(item)));
    return box;
  }

  private entry(item: Item): HTMLElement {
    const label = el('span', { class: 'ka-clip' });
    for (const part of parts(item.label, this.query))
      label.append(part.hit ? el('mark', {}, part.text) : part.text);
    const attributes = { href: item.href, role: 'option', tabindex: '-1', 'aria-selected': 'false' };
    return el(
      'a',
      attributes,
      icon(item.icon ?? 'arrow-right'),
      label,
      item.sub ? el('small', {}, item.sub) : null,
    );
  }

  private point(index: number): void {
    this.here = index;
    this.entries.forEach((entry, at) => {
      entry.id = `ka-found-${at}`;
      entry.setAttribute('aria-selected', String(at === index));
      if (at === index) entry.scrollIntoView({ block: 'nearest' });
    });
    this.input.setAttribute('aria-activedescendant', `ka-found-${index}`);
  }

  private walk(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.point(walked(this.here, step, this.entries.length));
    else if (event.key === 'Enter') this.entries[this.here]?.click();
    else return;
    event.preventDefault();
  }
}
