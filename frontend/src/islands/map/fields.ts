import { el } from '../../lib/dom.ts';
import type { Attribute, Card, MapData, Value } from '../../lib/map/types.ts';
import type { Commands } from './commands.ts';
import type { Drafts } from './grounds.ts';
import { button, section } from './parts.ts';
import { glyphOf, plain, toneOf } from './signs.ts';
import { say } from './texts.ts';

const MOST = 6;

/** The attributes of one card as controls; every change is saved at once, with what stands under its 依据. */
export class Fields {
  constructor(
    private readonly commands: Commands,
    private readonly drafts: Drafts,
    private readonly editable: boolean,
    private readonly card: Card,
  ) {}

  all(data: MapData): HTMLElement[] {
    return data.attributes.map((attribute) => this.field(attribute));
  }

  /** Toward each rival: the same scale, as glyphs. */
  rivals(data: MapData): HTMLElement | null {
    const stances = data.attributes.filter((attribute) => attribute.perRival);
    if (stances.length === 0 || data.rivals.length === 0) return null;
    const rows = stances.flatMap((attribute) =>
      data.rivals.map((rival) => {
        const value = this.card.rivals[rival.id];
        const name = `${attribute.key}@${rival.id}`;
        const set = (key: unknown): void => this.save(attribute.key, key, name, { rival: rival.id });
        return el(
          'div',
          { class: 'ka-map-rival' },
          el('b', {}, rival.name),
          this.scale(attribute, name, plain(value), set, true),
          this.drafts.row(name, value, this.keeper(attribute.key, name, value, { rival: rival.id })),
        );
      }),
    );
    return section(say('panel.rivals'), ...rows);
  }

  private field(attribute: Attribute): HTMLElement {
    const value = this.card.values[attribute.key];
    const id = `ka-map-${attribute.key}`;
    return el(
      'div',
      { class: 'ka-map-field', role: 'group', 'aria-labelledby': id },
      el('div', { class: 'ka-map-field-head' }, el('h3', { id }, attribute.label), this.differs(value)),
      attribute.ask ? el('p', { class: 'ka-map-ask' }, attribute.ask) : null,
      this.control(attribute, value),
      this.drafts.row(attribute.key, value, this.keeper(attribute.key, attribute.key, value, {})),
    );
  }

  private differs(value: Value | undefined): HTMLElement | null {
    if (!value?.account) return null;
    return el(
      'span',
      { class: 'ka-map-differs' },
      `≠ ${say('ground.differs', { value: value.account.label })}`,
    );
  }

  private keeper(
    key: string,
    name: string,
    value: Value | undefined,
    more: Record<string, unknown>,
  ): ((grounds: Record<string, string>) => void) | null {
    if (!this.editable) return null;
    return (grounds) => this.save(key, value?.value ?? null, name, { ...more, ...grounds });
  }

  private save(key: string, value: unknown, name: string, more: Record<string, unknown> = {}): void {
    void this.commands.set(this.card, key, value, { ...this.drafts.take(name), ...more });
  }

  private control(attribute: Attribute, value: Value | undefined): HTMLElement {
    const { key, kind, options } = attribute;
    const set = (next: unknown): void => this.save(key, next, key);
    if (kind === 'choice') return this.scale(attribute, key, plain(value), set, false);
    if (kind === 'level') return this.level(attribute, value, set);
    if (kind === 'flag') return this.flag(key, value, set);
    if (kind === 'text') return this.text(attribute, value, set);
    const chosen = Array.isArray(value?.value) ? (value.value as string[]) : [];
    return options.length ? this.many(attribute, chosen, set) : this.list(attribute, chosen, set);
  }

  private scale(
    attribute: Attribute,
    name: string,
    now: string,
    set: (key: string) => void,
    short: boolean,
  ): HTMLElement {
    const stance = attribute.key === 'stance';
    const box = el('div', { class: `ka-map-scale${short ? ' is-short' : ''}` });
    for (const option of attribute.options) {
      const label = short && stance ? '' : option.label;
      const title = option.meaning || option.label;
      const made = this.option(`${name}=${option.key}`, label, title, option.key === now, () =>
        set(option.key),
      );
      if (short) made.setAttribute('aria-label', option.label);
      if (stance) made.dataset['tone'] = toneOf(option.key);
      if (stance) made.prepend(el('span', { class: 'ka-glyph' }, glyphOf(option.key)));
      box.append(made);
    }
    const meaning = attribute.options.find((option) => option.key === now)?.meaning;
    return meaning && !short ? el('div', {}, box, el('p', { class: 'ka-map-meaning' }, meaning)) : box;
  }

  private option(k: string, text: string, title: string, pressed: boolean, work: () => void): HTMLElement {
    return button(text, { k, class: 'ka-map-option', title, pressed, disabled: !this.editable }, work);
  }

  private level(attribute: Attribute, value: Value | undefined, set: (level: number) => void): HTMLElement {
    const made = [1, 2, 3, 4, 5].map((level) => {
      const option = attribute.options.find((one) => one.key === String(level));
      const title = option?.meaning || option?.label || '';
      return this.option(`${attribute.key}=${level}`, String(level), title, value?.value === level, () =>
        set(level),
      );
    });
    return el('div', { class: 'ka-map-scale is-level' }, ...made);
  }

  private flag(key: string, value: Value | undefined, set: (on: boolean) => void): HTMLElement {
    const made = [true, false].map((on) =>
      this.option(`${key}=${on}`, say(on ? 'panel.yes' : 'panel.no'), '', value?.value === on, () => set(on)),
    );
    return el('div', { class: 'ka-map-scale' }, ...made);
  }

  private text(
    { key, label }: Attribute,
    value: Value | undefined,
    set: (text: string) => void,
  ): HTMLElement {
    const input = el('textarea', { class: 'form-control', rows: '2', 'data-k': key, 'aria-label': label });
    input.defaultValue = plain(value);
    input.disabled = !this.editable;
    input.addEventListener('change', () => {
      input.defaultValue = input.value;
      set(input.value.trim());
    });
    return input;
  }

  private many({ key, options }: Attribute, chosen: string[], set: (keys: string[]) => void): HTMLElement {
    const made = options.map((option) => {
      const pressed = chosen.includes(option.key);
      const next = pressed ? chosen.filter((one) => one !== option.key) : [...chosen, option.key];
      return this.option(`${key}=${option.key}`, option.label, option.meaning, pressed, () => set(next));
    });
    return el('div', { class: 'ka-map-scale' }, ...made);
  }

  private list({ key, label }: Attribute, items: string[], set: (items: string[]) => void): HTMLElement {
    const box = el('div', { class: 'ka-map-list' });
    items.forEach((item, index) => {
      const look = {
        k: `${key}-${index}`,
        class: 'ka-map-option',
        icon: 'x',
        label: say('panel.drop', { name: item }),
      };
      const drop = button('', look, () => set(items.filter((_, at) => at !== index)));
      box.append(el('span', { class: 'ka-map-item' }, item, this.editable ? drop : null));
    });
    if (!this.editable || items.length >= MOST) return box;
    const input = el('input', { class: 'form-control', 'data-k': key, 'aria-label': label });
    input.placeholder = say('panel.more');
    input.addEventListener('change', () => {
      const more = input.value.trim();
      input.value = '';
      if (more) set([...items, more]);
    });
    box.append(input);
    return box;
  }
}
