import { el, later } from '../../lib/dom.ts';
import { button } from './parts.ts';
import type { Store } from './store.ts';
import { say } from './texts.ts';

const DAY = 86_400_000;
const HALF_YEAR = 180;

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** A strip with one notch per day since `since`; at its right end the map is today's and can be edited. */
export class Timeline {
  private readonly range: HTMLInputElement;
  private readonly date = el('input', {
    type: 'date',
    class: 'form-control form-control-sm',
    'data-k': 'day',
  });
  private readonly note = el('span', { class: 'ka-map-day' });
  private readonly today: number;
  private readonly days: number;
  private readonly ask = later(150, () => void this.store.load());

  constructor(
    private readonly place: HTMLElement,
    private readonly store: Store,
    since: string,
    today: string,
  ) {
    this.today = Date.parse(today || iso(Date.now()));
    const first = Date.parse(since) || this.today - HALF_YEAR * DAY;
    this.days = Math.max(1, Math.round((this.today - first) / DAY));
    this.range = el('input', {
      type: 'range',
      min: '0',
      max: String(this.days),
      step: '1',
      'data-k': 'time',
    });
    this.range.setAttribute('aria-label', say('time.label'));
    this.date.setAttribute('aria-label', say('time.label'));
    this.date.min = iso(first);
    this.date.max = iso(this.today);
    this.range.addEventListener('input', () => this.go(this.dayOf(Number(this.range.value))));
    this.date.addEventListener('change', () => this.go(this.date.value || iso(this.today)));
    const back = button(say('time.today'), { k: 'today' }, () => this.go(iso(this.today)));
    place.append(el('span', {}, this.date.min), this.range, this.date, this.note, back);
    place.hidden = store.view.day === null;
    this.show(store.view.day);
  }

  toggle(): void {
    this.place.hidden = !this.place.hidden;
    if (this.place.hidden) this.go(iso(this.today));
    else this.range.focus();
  }

  private dayOf(notch: number): string {
    return iso(this.today - (this.days - notch) * DAY);
  }

  private go(day: string): void {
    const past = day < iso(this.today) ? day : null;
    if (past === this.store.view.day) return this.show(past);
    this.store.show({ day: past });
    this.show(past);
    this.ask();
  }

  private show(day: string | null): void {
    this.date.value = day ?? iso(this.today);
    const notch = this.days - Math.round((this.today - Date.parse(this.date.value)) / DAY);
    this.range.value = String(Math.max(0, notch));
    this.range.setAttribute('aria-valuetext', this.date.value);
    this.note.textContent = say(day ? 'time.past' : 'time.now');
    this.place.classList.toggle('is-past', day !== null);
  }
}
