import { el } from '../../lib/dom.ts';
import type { Card, MapData, OwnTie, Tie } from '../../lib/map/types.ts';
import type { Commands } from './commands.ts';
import { rivalName } from './describe.ts';
import { button, section, select } from './parts.ts';
import { cardOf } from './signs.ts';
import { choicesOf, say } from './texts.ts';

/** Whom this person is tied to: each tie in words with its knife, and the way to draw one more. */
export function tiesOf(data: MapData, card: Card, commands: Commands, editable: boolean): HTMLElement {
  const ties = data.ties.filter((tie) => tie.person === card.id || tie.other === card.id);
  const rows = ties.map((tie) => {
    const text = tieText(data, tie, card);
    const look = {
      k: `tie-${tie.id}`,
      class: 'btn btn-sm btn-ghost',
      icon: 'x',
      label: say('panel.cut', { name: text }),
    };
    const cut = button('', look, () => void commands.send({ op: 'cut', tie: tie.id }));
    return el('li', {}, el('span', {}, text), editable ? cut : null);
  });
  const more = button(say('panel.tie'), { k: 'tie-new', icon: 'plus' }, () => void commands.tie(card));
  return section(
    say('panel.ties'),
    rows.length
      ? el('ul', { class: 'ka-map-rows' }, ...rows)
      : el('p', { class: 't-mute' }, say('panel.noTies')),
    editable ? more : null,
  );
}

function tieText(data: MapData, tie: Tie, card: Card): string {
  const kind = data.tieKinds.find((one) => one.key === tie.kind);
  const basis = kind?.bases.find((one) => one.key === tie.basis)?.label;
  const name = tie.rival
    ? rivalName(data, tie.rival)
    : (cardOf(data, tie.person === card.id ? tie.other : tie.person)?.name ?? '');
  const label = kind?.label ?? tie.label;
  const sense = tie.person === card.id ? 'panel.tieOut' : 'panel.tieIn';
  return say(sense, { kind: basis ? say('panel.basis', { kind: label, basis }) : label, name });
}

/** Who of us faces this person: the relation as it is, as it should be, and how often to meet. */
export function ownOf(data: MapData, card: Card, commands: Commands, editable: boolean): HTMLElement {
  const rows = card.own.map((own) => ownRow(data, card, own, commands, editable));
  const others = data.members.filter((member) => !card.own.some((own) => own.member === member.id));
  const options = [
    { key: '', label: say('panel.addOwn') },
    ...others.map(({ id, name }) => ({ key: id, label: name })),
  ];
  const more = select('own-new', say('panel.addOwn'), options, '');
  more.addEventListener('change', () => {
    if (more.value)
      void commands.send({
        op: 'own',
        card: card.id,
        member: more.value,
        level: 1,
        wanted: 3,
        cadence: null,
      });
  });
  return section(say('panel.own'), ...rows, editable && others.length ? more : null);
}

function ownRow(data: MapData, card: Card, own: OwnTie, commands: Commands, editable: boolean): HTMLElement {
  const member = data.members.find((one) => one.id === own.member);
  const name = member?.name ?? '';
  const send = (more: Partial<OwnTie>): void => {
    const { level, wanted, cadence } = { ...own, ...more };
    void commands.send({ op: 'own', card: card.id, member: own.member, level, wanted, cadence });
  };
  const choice = (field: 'level' | 'wanted'): HTMLElement => {
    const label = say(`panel.${field}`);
    const made = select(
      `own-${own.member}-${field}`,
      `${name} ${label}`,
      choicesOf('level'),
      String(own[field]),
    );
    made.disabled = !editable;
    made.addEventListener('change', () => send({ [field]: Number(made.value) }));
    return el('label', {}, el('span', {}, label), made);
  };
  const days = el('input', { class: 'form-control', type: 'number', min: '1', max: '365' });
  days.dataset['k'] = `own-${own.member}-cadence`;
  days.defaultValue = own.cadence === null ? '' : String(own.cadence);
  days.disabled = !editable;
  days.addEventListener('change', () => send({ cadence: days.value ? Number(days.value) : null }));
  const met = own.last ? say('panel.last', { day: own.last }) : say('panel.never');
  return el(
    'div',
    { class: 'ka-map-own' },
    el('p', {}, el('b', {}, name), ' ', el('small', {}, met)),
    choice('level'),
    choice('wanted'),
    el('label', {}, el('span', {}, say('panel.cadence')), days),
  );
}
