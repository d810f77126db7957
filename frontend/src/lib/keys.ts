import { isWriting } from './dom.ts';

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;
export type Command = 'palette' | 'help' | 'edit' | `go:${string}` | `row:${string}` | null;

const PAUSE = 1200;
const ROWS = ['j', 'k', 'x', 'Enter'];

/** Turns key presses into commands; remembers a `g` for a moment. Pure but for the clock handed in. */
export function reader(now: () => number = Date.now): (press: Press, writing: boolean) => Command {
  let went = -Infinity;
  return (press, writing) => {
    if (press.isComposing) return null;
    if ((press.ctrlKey || press.metaKey) && press.key.toLowerCase() === 'k') return 'palette';
    if (writing || press.ctrlKey || press.metaKey || press.altKey) return null;
    if (now() - went < PAUSE) {
      went = -Infinity;
      return `go:${press.key}`;
    }
    if (press.key === 'g') went = now();
    if (press.key === '/') return 'palette';
    if (press.key === '?') return 'help';
    if (press.key === 'e') return 'edit';
    return ROWS.includes(press.key) ? `row:${press.key}` : null;
  };
}

export function watchKeys(): void {
  const read = reader();
  document.addEventListener('keydown', (event) => {
    const open = document.querySelector('dialog[open]');
    const command = read(event, isWriting(event.target) || open !== null);
    if (command && obey(command, event)) event.preventDefault();
  });
  if (/Mac|iP(hone|ad)/.test(navigator.userAgent)) {
    for (const key of document.querySelectorAll('kbd'))
      if (key.textContent === 'Ctrl K') key.textContent = '⌘ K';
  }
}

/** True when the command found something to do. */
function obey(command: NonNullable<Command>, event: KeyboardEvent): boolean {
  if (command === 'palette') return document.dispatchEvent(new Event('ka:palette'));
  if (command === 'help') return press('[data-open="ka-help"]');
  if (command === 'edit') return press('tr.is-here [data-edit]') || press('main [data-edit]');
  const [kind, key] = command.split(':') as [string, string];
  if (kind === 'go') return press(`.ka-nav [data-go="${CSS.escape(key)}"]`);
  if (
    key === 'Enter' &&
    event.target !== document.body &&
    !(event.target as Element).matches('[data-row], main')
  )
    return false;
  const list = document.querySelector('ka-list');
  return list ? !list.dispatchEvent(new CustomEvent('ka:row', { detail: key, cancelable: true })) : false;
}

function press(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  found?.click();
  return found !== null;
}
