import { text } from './texts.ts';

const dialog = (id: string): HTMLDialogElement | null =>
  document.querySelector<HTMLDialogElement>(`dialog#${id}`);

/** Asks in the product's own dialog; true when the reader agrees. */
export function ask(question: string): Promise<boolean> {
  const box = dialog('ka-confirm');
  if (!box) return Promise.resolve(false);
  box.querySelector('p')!.textContent = question;
  box.returnValue = '';
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener('close', () => resolve(box.returnValue === 'yes'), { once: true });
  });
}

/** Side panel and dialogs: what opens them, what closes them, and not losing what was typed inside. */
export function watchLayers(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>('[data-open]');
    if (opener) return dialog(opener.dataset['open'] ?? '')?.showModal();
    const turn = target.closest<HTMLElement>('.ka-turn');
    if (turn) return unfold(turn);
    const box = target.closest('dialog');
    if (!box) return;
    if (target.closest('[data-yes]')) box.close('yes');
    else if (target.closest('[data-close]') || isVeil(box, event)) void close(box);
  });
  document.addEventListener('cancel', beforeEscape, true);
  document.addEventListener('htmx:afterSwap', (event) => {
    const target = event.target as Element;
    if (target.id === 'panel') openPanel(target as HTMLDialogElement);
  });
  document.addEventListener('htmx:beforeRequest', (event) => {
    const form = event.target as Element;
    if (form.matches('[data-close-after]')) form.closest('dialog')?.close();
  });
  document.addEventListener('keydown', (event) => {
    const form = event.key === 'Escape' && (event.target as Element).closest('form');
    if (form) form.querySelector<HTMLElement>('[data-escape]')?.click();
  });
  document.addEventListener('htmx:afterSettle', (event) => {
    if (document.activeElement !== document.body) return;
    (event.target as Element).querySelector<HTMLElement>('.ka-fact-value')?.focus({ preventScroll: true });
  });
  document.addEventListener('ka:close', () => {
    for (const box of document.querySelectorAll<HTMLDialogElement>('dialog[open]')) box.close();
  });
}

function openPanel(panel: HTMLDialogElement): void {
  if (panel.childElementCount === 0) return panel.close();
  if (!panel.open) panel.showModal();
  panel
    .querySelector<HTMLElement>('[aria-invalid], [autofocus], .ka-panel-body :is(input, select, textarea)')
    ?.focus();
}

/** A branch of a tree: its list follows the line the button stands in. */
function unfold(turn: HTMLElement): void {
  const branch = turn.parentElement?.nextElementSibling as HTMLElement | null;
  if (!branch) return;
  branch.hidden = !branch.hidden;
  turn.setAttribute('aria-expanded', String(!branch.hidden));
}

const isDirty = (box: Element): boolean => box.querySelector('form[data-dirty]') !== null;

async function close(box: HTMLDialogElement): Promise<void> {
  if (isDirty(box) && !(await ask(text('leave')))) return;
  box.querySelector('form[data-dirty]')?.removeAttribute('data-dirty');
  box.close();
}

function beforeEscape(event: Event): void {
  const box = event.target;
  if (!(box instanceof HTMLDialogElement) || !isDirty(box)) return;
  event.preventDefault();
  void close(box);
}

/** A click on the veil hits the dialog itself, outside its box. */
function isVeil(box: HTMLDialogElement, event: MouseEvent): boolean {
  if (event.target !== box || event.detail === 0) return false;
  const area = box.getBoundingClientRect();
  const inside = event.clientX >= area.left && event.clientX <= area.right;
  return !(inside && event.clientY >= area.top && event.clientY <= area.bottom);
}
