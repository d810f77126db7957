import { el, getJson } from '../lib/dom.ts';

interface Region {
  code: string;
  name: string;
  leaf?: boolean;
}

/** Province, city, district: each select asks for the children of the one before; the deepest choice is the value. */
export class RegionPicker extends HTMLElement {
  private selects: HTMLSelectElement[] = [];

  connectedCallback(): void {
    if (this.selects.length) return;
    const levels = (this.dataset['levels'] ?? '').split(',');
    this.selects = levels.map((level, index) => {
      const select = el('select', {
        class: 'form-select',
        'aria-label': `${this.dataset['label'] ?? ''} ${level}`,
      });
      select.hidden = index > 0;
      select.append(new Option(level, ''));
      select.addEventListener('change', () => void this.chosen(index));
      return select;
    });
    this.append(...this.selects);
    this.adoptLabel();
    void this.restore((this.dataset['path'] ?? '').split(',').filter(Boolean));
  }

  private get field(): HTMLInputElement | null {
    return this.querySelector('input[type=hidden]');
  }

  /** The field's <label> names the hidden input; it must lead to the first select. */
  private adoptLabel(): void {
    const [first] = this.selects;
    const field = this.field;
    if (!first || !field?.id) return;
    first.id = field.id;
    field.removeAttribute('id');
  }

  private async restore(path: string[]): Promise<void> {
    await this.load(0, '');
    for (const [level, code] of path.entries()) {
      const select = this.selects[level];
      if (!select) return;
      select.value = code;
      await this.load(level + 1, code);
    }
  }

  private async chosen(level: number): Promise<void> {
    const codes = this.selects.slice(0, level + 1).map((select) => select.value);
    const deepest = codes.filter(Boolean).at(-1) ?? '';
    const field = this.field;
    if (field) {
      field.value = deepest;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await this.load(level + 1, this.selects[level]?.value ?? '');
  }

  private async load(level: number, parent: string): Promise<void> {
    for (const below of this.selects.slice(level)) {
      below.replaceChildren(below.options[0] ?? '');
      if (below !== this.selects[0]) below.hidden = true;
    }
    const select = this.selects[level];
    if (!select || (level > 0 && !parent)) return;
    const regions = await getJson<Region[]>(this.getAttribute('url') ?? '', { parent });
    select.append(...regions.map((region) => new Option(region.name, region.code)));
    select.hidden = regions.length === 0;
  }
}
customElements.define('ka-region', RegionPicker);
