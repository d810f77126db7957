import { el } from '../../lib/dom.ts';
import { button } from './parts.ts';
import { saidOf, say } from './texts.ts';

/** Every key of the map in one list. Texts `keys.…` read "keys | what they do". */
export function helpBox(): HTMLDialogElement {
  const rows = saidOf('keys').map(([, text]) => {
    const [keys = '', does = ''] = text.split('|');
    const caps = keys
      .trim()
      .split(' ')
      .map((key) => el('kbd', {}, key));
    return el('div', {}, el('span', {}, does.trim()), el('span', {}, ...caps));
  });
  const box = el('dialog', { class: 'ka-dialog ka-dialog-wide', 'aria-labelledby': 'ka-map-help' });
  box.append(
    el(
      'div',
      {},
      el('h2', { id: 'ka-map-help' }, say('help.title')),
      el('div', { class: 'ka-keys' }, ...rows),
      el(
        'div',
        { class: 'ka-dialog-end' },
        button(say('panel.close'), { k: 'help-close', class: 'btn' }, () => box.close()),
      ),
    ),
  );
  return box;
}
