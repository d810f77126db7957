import { el, icon } from '../../lib/dom.ts';
import type { Option } from './chooser.ts';

interface ButtonLook {
  /** Names the control across redraws, so that the focus stays on it. */
  k: string;
  class?: string;
  icon?: string;
  label?: string;
  title?: string | undefined;
  pressed?: boolean;
  disabled?: boolean;
  tone?: string;
}

export function button(text: string, look: ButtonLook, work: (event: MouseEvent) => void): HTMLButtonElement {
  const made = el(
    'button',
    {
      type: 'button',
      class: look.class ?? 'btn btn-sm',
      'data-k': look.k,
      'data-tone': look.tone,
      'aria-label': look.label,
      title: look.title || null,
      'aria-pressed': look.pressed === undefined ? null : String(look.pressed),
    },
    look.icon ? icon(look.icon) : null,
    text || null,
  );
  made.disabled = look.disabled ?? false;
  made.addEventListener('click', work);
  return made;
}

export function select(k: string, label: string, options: Option[], value: string): HTMLSelectElement {
  const made = el('select', { class: 'form-select form-select-sm', 'data-k': k, 'aria-label': label });
  made.append(...options.map(({ key, label: name }) => el('option', { value: key }, name)));
  made.value = value;
  return made;
}

export function section(title: string, ...children: (Node | null)[]): HTMLElement {
  return el('section', { class: 'ka-map-part' }, el('h3', {}, title), ...children);
}

/** Redraws a place without losing the focus: the control of the same name gets it again. */
export function refill(place: HTMLElement, ...children: (Node | null)[]): void {
  const active = document.activeElement as HTMLElement | null;
  const k = active && place.contains(active) ? active.dataset['k'] : undefined;
  const scroll = place.scrollTop;
  place.replaceChildren(...children.filter((child): child is Node => child !== null));
  place.scrollTop = scroll;
  if (k) place.querySelector<HTMLElement>(`[data-k="${CSS.escape(k)}"]`)?.focus({ preventScroll: true });
}

/** A text that was typed into but not yet saved must not be drawn over. */
export function isHalfWritten(place: HTMLElement): boolean {
  const active = document.activeElement;
  return (
    (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) &&
    place.contains(active) &&
    active.value !== active.defaultValue
  );
}
