import htmx from 'htmx.org';

export interface Toast {
  text: string;
  tone?: string;
  undo?: string;
}

const SHOWN = 6000;

/** Shows a short answer at the foot of the window; bad news stays until dismissed. */
export function showToast(toast: Toast): void {
  const place = document.querySelector<HTMLElement>('ka-toasts');
  const pattern = document.getElementById(toast.tone === 'bad' ? 'ka-toast-bad' : 'ka-toast-good');
  if (!place || !(pattern instanceof HTMLTemplateElement)) return;
  if ([...place.children].some((box) => box.querySelector('span')?.textContent === toast.text)) return;
  const shown = pattern.content.cloneNode(true) as DocumentFragment;
  const box = shown.firstElementChild as HTMLElement;
  box.querySelector('span')!.textContent = toast.text;
  const undo = box.querySelector<HTMLElement>('[data-undo]');
  if (toast.undo && undo) undo.dataset['undo'] = toast.undo;
  else undo?.remove();
  place.append(box);
  if (place.childElementCount > 3) place.firstElementChild?.remove();
  arm(box);
}

function arm(box: HTMLElement): void {
  if (box.dataset['tone'] === 'bad') return;
  let timer = setTimeout(() => box.remove(), SHOWN);
  box.addEventListener('pointerenter', () => clearTimeout(timer));
  box.addEventListener('focusin', () => clearTimeout(timer));
  box.addEventListener('pointerleave', () => (timer = setTimeout(() => box.remove(), SHOWN)));
}

/** Toasts of the page itself and those the server sends along with an answer (`HX-Trigger: {"ka:toast": …}`). */
export class Toasts extends HTMLElement {
  connectedCallback(): void {
    for (const box of this.children) arm(box as HTMLElement);
    this.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLElement>('[data-undo], [data-dismiss]');
      if (!button) return;
      const undo = button.dataset['undo'];
      if (undo) void htmx.ajax('post', undo, { swap: 'none', source: 'body' });
      button.closest('.ka-toast')?.remove();
    });
    document.addEventListener('ka:toast', (event) => showToast((event as CustomEvent<Toast>).detail));
  }
}
