import { Chosen } from '../lib/chosen.ts';

/** A list of rows: choosing (Shift for a range), walking with j and k, and the bar of actions on what is chosen. */
export class List extends HTMLElement {
  private chosen = new Chosen();
  private here = -1;
  private extend = false;

  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      this.extend = event.shiftKey;
      if ((event.target as Element).closest('[data-none]')) this.chooseAll(false);
    });
    this.addEventListener('change', (event) => this.changed(event.target as HTMLInputElement));
    this.addEventListener('ka:row', (event) => this.obey(event as CustomEvent<string>));
  }

  private get rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('tr[data-row]')];
  }

  private changed(box: HTMLInputElement): void {
    if (box.matches('[data-all]')) return this.chooseAll(box.checked);
    const index = this.rows.findIndex((row) => row.contains(box));
    if (index < 0 || box.name !== 'ids') return;
    this.chosen.toggle(index, box.checked, this.extend);
    this.extend = false;
    this.show();
  }

  private chooseAll(chosen: boolean): void {
    this.chosen.all(this.rows.length, chosen);
    this.show();
  }

  private show(): void {
    const rows = this.rows;
    rows.forEach((row, index) => {
      const chosen = this.chosen.has(index);
      row.classList.toggle('is-chosen', chosen);
      const box = row.querySelector<HTMLInputElement>('input[name=ids]');
      if (box) box.checked = chosen;
    });
    const count = this.chosen.size;
    this.querySelector('table')?.classList.toggle('has-chosen', count > 0);
    const all = this.querySelector<HTMLInputElement>('[data-all]');
    if (all) {
      all.checked = count > 0 && count === rows.length;
      all.indeterminate = count > 0 && count < rows.length;
    }
    const bar = this.querySelector<HTMLElement>('.ka-bulk');
    const said = bar?.querySelector('output');
    if (said) said.textContent = (said.dataset['text'] ?? '').replace('{n}', String(count));
    if (bar) bar.hidden = count === 0;
  }

  /** j, k, x and Enter, sent by the keyboard; prevented = done. */
  private obey(event: CustomEvent<string>): void {
    const rows = this.rows;
    const step = { j: 1, k: -1 }[event.detail];
    if (step) this.walk(rows, step);
    else if (!rows[this.here]) return;
    else if (event.detail === 'x') {
      this.chosen.toggle(this.here, !this.chosen.has(this.here));
      this.show();
    } else if (event.detail === 'Enter') rows[this.here]?.querySelector<HTMLElement>('a')?.click();
    event.preventDefault();
  }

  private walk(rows: HTMLElement[], step: number): void {
    this.here = Math.max(0, Math.min(rows.length - 1, this.here + step));
    rows.forEach((row, index) => row.classList.toggle('is-here', index === this.here));
    const row = rows[this.here];
    row?.scrollIntoView({ block: 'nearest' });
    row?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
  }
}
