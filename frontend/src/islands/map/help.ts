import { el } from '../../lib/dom.ts';
import { button } from './parts.ts';
import { say } from './texts.ts';

const KEYS =
  'move ends open back add placeholder power stance veto manager tie fold remove undo filter fit help'.split(
    ' ',
  );

/** Every key of the map in one list. Texts `keys.…` read "keys | what they do". */
export function helpBox(): HTMLDialogElement {
  const rows = KEYS.map((key) => {
    const [keys = '', does = ''] = say(`keys.${key}`).split('|');
    const caps = keys
      .trim()
      .split(' ')
      .map((cap) => el('kbd', {}, cap));
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
