import { el, later } from '../lib/dom.ts';
import { type Draft as Kept, fill, read } from '../lib/drafts.ts';
import { showToast } from '../lib/toast.ts';
import { text } from '../lib/texts.ts';

/** Keeps what is typed into its form in this browser and puts it back, so that neither a tunnel nor a closed page loses it. */
export class Draft extends HTMLElement {
  private get store(): string {
    return `ka-draft:${this.getAttribute('key') ?? location.pathname}`;
  }

  connectedCallback(): void {
    const form = this.querySelector('form');
    if (!form) return;
    this.restore(form);
    const keep = later(400, () => localStorage.setItem(this.store, JSON.stringify(read(form))));
    form.addEventListener('input', keep);
    form.addEventListener('submit', (event) => {
      if (form.hasAttribute('hx-post')) return;
      if (navigator.onLine) return localStorage.removeItem(this.store);
      event.preventDefault();
      showToast({ text: text('offline'), tone: 'bad' });
    });
    form.addEventListener('htmx:afterRequest', (event) => {
      if ((event as CustomEvent<{ successful: boolean }>).detail.successful)
        localStorage.removeItem(this.store);
    });
  }

  private restore(form: HTMLFormElement): void {
    const kept = localStorage.getItem(this.store);
    if (!kept || form.querySelector('[aria-invalid]') || !fill(form, JSON.parse(kept) as Kept)) return;
    const discard = el('button', { type: 'button', class: 'btn btn-sm' }, this.dataset['discard']);
    discard.addEventListener('click', () => {
      localStorage.removeItem(this.store);
      form.reset();
      notice.remove();
    });
    const notice = el(
      'div',
      { class: 'ka-notice is-info', role: 'status' },
      el('p', {}, this.dataset['notice']),
      discard,
    );
    this.prepend(notice);
  }
}
