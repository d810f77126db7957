const GAP = 4;
const EDGE = 8;

/** A button and its popover: placed below it, kept inside the window, walked with the arrow keys. */
export class Menu extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button');
    const list = this.querySelector<HTMLElement>('[popover]');
    if (!button || !list || button.popoverTargetElement) return;
    button.popoverTargetElement = list;
    list.addEventListener('toggle', (event) => {
      const open = event.newState === 'open';
      button.setAttribute('aria-expanded', String(open));
      if (open) place(list, button);
    });
    list.addEventListener('keydown', (event) => walk(list, event));
    list.addEventListener('click', (event) => {
      if ((event.target as Element).closest('a, button')) list.hidePopover();
    });
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      list.showPopover();
      entries(list)[0]?.focus();
    });
  }
}

function place(list: HTMLElement, button: HTMLElement): void {
  const from = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const left = from.left + width + EDGE > innerWidth ? from.right - width : from.left;
  const below = from.bottom + GAP + height + EDGE <= innerHeight;
  list.style.left = `${Math.max(EDGE, left)}px`;
  list.style.top = `${Math.max(EDGE, below ? from.bottom + GAP : from.top - GAP - height)}px`;
}

const entries = (list: HTMLElement): HTMLElement[] => [
  ...list.querySelectorAll<HTMLElement>('a, button, input'),
];

function walk(list: HTMLElement, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = entries(list);
  const here = all.indexOf(document.activeElement as HTMLElement);
  all[(here + step + all.length) % all.length]?.focus();
}
