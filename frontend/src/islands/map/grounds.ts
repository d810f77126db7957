import { el } from '../../lib/dom.ts';
import type { Value } from '../../lib/map/types.ts';
import { ground } from './describe.ts';
import { button, select } from './parts.ts';
import { choicesOf, say } from './texts.ts';

type Grounds = Record<string, string>;

/** What was filled in under 依据 but not yet sent, by field; it goes along with the next value set there. */
export class Drafts {
  private readonly kept = new Map<string, Grounds>();
  private readonly open = new Set<string>();

  take(field: string): Grounds {
    const found = this.kept.get(field) ?? {};
    this.kept.delete(field);
    return found;
  }

  clear(): void {
    this.kept.clear();
    this.open.clear();
  }

  /** The line under a value: where it comes from, and the fold with the controls that say so. */
  row(field: string, value: Value | undefined, save: ((grounds: Grounds) => void) | null): HTMLElement {
    const said = ground(value) || say('ground.none');
    if (!save) {
      const evidence = value?.evidence ? el('p', {}, value.evidence) : null;
      return el('div', { class: 'ka-map-ground' }, el('small', {}, said), evidence);
    }
    const fold = el(
      'details',
      { class: 'ka-map-ground' },
      el('summary', { 'data-k': `${field}:ground` }, el('b', {}, say('ground.label')), ` ${said}`),
    );
    fold.open = this.open.has(field);
    fold.addEventListener('toggle', () => (fold.open ? this.open.add(field) : this.open.delete(field)));
    fold.append(this.form(field, value, save));
    return fold;
  }

  private form(field: string, value: Value | undefined, save: (grounds: Grounds) => void): HTMLElement {
    const now: Grounds = {
      source: choicesOf('source').find(({ label }) => value?.source.startsWith(label))?.key ?? '',
      evidence: value?.evidence ?? '',
      reliability: value?.reliability ?? '',
      credibility: value?.credibility ?? '',
      certainty: value?.certainty || 'assumed',
      on: value?.on ?? '',
      ...this.kept.get(field),
    };
    const choice = (name: 'source' | 'certainty' | 'reliability' | 'credibility'): HTMLElement => {
      const first = name === 'certainty' ? [] : [{ key: '', label: say(`ground.${name}`) }];
      const options = [...first, ...choicesOf(name)];
      return select(`${field}:${name}`, say(`ground.${name}`), options, now[name] ?? '');
    };
    const label = say('ground.evidence');
    const text = el('textarea', {
      class: 'form-control',
      rows: '2',
      'data-k': `${field}:evidence`,
      'aria-label': label,
      placeholder: label,
    });
    text.defaultValue = now['evidence'] ?? '';
    const day = el('input', { type: 'date', class: 'form-control', 'data-k': `${field}:on` });
    day.setAttribute('aria-label', say('ground.on'));
    day.defaultValue = now['on'] ?? '';
    const keep = button(say('ground.save'), { k: `${field}:save` }, () =>
      save({ ...now, ...this.take(field) }),
    );
    const form = el(
      'div',
      { class: 'ka-map-ground-form' },
      choice('source'),
      choice('certainty'),
      choice('reliability'),
      choice('credibility'),
      day,
      text,
      value?.value == null ? el('p', {}, say('ground.wait')) : keep,
    );
    const note = (event: Event): void => {
      const input = event.target as HTMLInputElement;
      const name = input.dataset['k']?.slice(field.length + 1);
      if (name) this.kept.set(field, { ...this.kept.get(field), [name]: input.value });
    };
    form.addEventListener('input', note);
    form.addEventListener('change', note);
    return form;
  }
}
