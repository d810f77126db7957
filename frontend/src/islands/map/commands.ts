import type { Card } from '../../lib/map/types.ts';
import type { Chooser, Option } from './chooser.ts';
import type { Op } from './change.ts';
import { cardOf, hasVeto, powerOf, stanceOf } from './signs.ts';
import type { Store } from './store.ts';
import { choicesOf, say } from './texts.ts';

/** What can be done to a card, from wherever it is asked: a key, the mouse, the side panel. */
export class Commands {
  constructor(
    private readonly store: Store,
    private readonly chooser: Chooser,
  ) {}

  send(op: Op): Promise<boolean> {
    return this.store.send(op);
  }

  set(card: Card, attribute: string, value: unknown, more: Record<string, unknown> = {}): Promise<boolean> {
    return this.send({ op: 'set', card: card.id, attribute, value, ...more });
  }

  power(card: Card, step: number): Promise<boolean> {
    const before = powerOf(card);
    const after = Math.max(1, Math.min(5, before + step));
    return after === before ? Promise.resolve(false) : this.set(card, 'power', after);
  }

  /** The stance at that place of the scale, counted from one. */
  stance(card: Card, place: number): Promise<boolean> {
    const option = this.store.data?.attributes.find((one) => one.key === 'stance')?.options[place - 1];
    if (!option || option.key === stanceOf(card)) return Promise.resolve(false);
    return this.set(card, 'stance', option.key);
  }

  /** A square of the matrix, `cell:<stance>:<power>`; power 0 is unknown and cannot be said. */
  async square(card: Card, cell: string): Promise<void> {
    const [, stance, power] = cell.split(':');
    const column = stanceOf(card) === 'straddling' ? 'neutral' : stanceOf(card);
    if (stance && stance !== column) await this.set(card, 'stance', stance);
    if (Number(power) && Number(power) !== powerOf(card)) await this.set(card, 'power', Number(power));
  }

  veto(card: Card): Promise<boolean> {
    return this.set(card, 'veto', !hasVeto(card));
  }

  remove(card: Card): Promise<boolean> {
    return this.send({ op: 'remove', card: card.id });
  }

  manage(card: Card, manager: string | null): Promise<boolean> {
    if (card.manager === manager || card.id === manager) return Promise.resolve(false);
    if (manager && this.isUnder(manager, card.id)) {
      this.store.tell(say('said.circle'));
      return Promise.resolve(false);
    }
    return this.send({ op: 'manager', card: card.id, manager });
  }

  async chooseManager(card: Card): Promise<boolean> {
    const none = { key: '', label: say('choose.top') };
    const chosen = await this.chooser.ask(say('choose.manager', { name: card.name }), [
      none,
      ...this.people((one) => one.id !== card.id && !this.isUnder(one.id, card.id)),
    ]);
    return chosen === null ? false : this.manage(card, chosen || null);
  }

  /** Asks for the other end where it is open, then for the kind, then for what the tie rests on. */
  async tie(card: Card, other?: string): Promise<boolean> {
    const data = this.store.data;
    if (!data) return false;
    const kind = await this.chooser.ask(
      say('choose.tie', { name: card.name }),
      data.tieKinds.map(({ key, label }) => ({ key, label })),
    );
    if (kind === null) return false;
    if (kind === 'handler') return this.handler(card);
    const end =
      other ??
      (await this.chooser.ask(
        say('choose.other', { name: card.name }),
        this.people((one) => one !== card),
      ));
    if (end === null) return false;
    const known = data.tieKinds.find((one) => one.key === kind);
    const weight = known?.weighted ? await this.chooser.ask(say('choose.weight'), choicesOf('weight')) : '1';
    if (weight === null) return false;
    const bases = known?.bases ?? [];
    const basis = bases.length ? await this.chooser.ask(say('choose.basis'), bases) : '';
    if (basis === null) return false;
    return this.send({ op: 'tie', kind, person: card.id, other: end, weight: Number(weight), basis });
  }

  private async handler(card: Card): Promise<boolean> {
    const rivals = this.store.data?.rivals ?? [];
    const options = rivals.map(({ id, name }) => ({ key: id, label: name }));
    const rival = await this.chooser.ask(say('choose.rival'), options);
    return rival === null
      ? false
      : this.send({ op: 'tie', kind: 'handler', person: card.id, other: null, rival });
  }

  /** Under the selected card, into its department; at the top where none is selected. */
  add(text: string): Promise<boolean> {
    const [name, title] = nameAndTitle(text);
    if (!name) return Promise.resolve(false);
    const { selected } = this.store;
    const op: Op = { op: 'add', name, manager: selected?.placeholder ? null : (selected?.id ?? null) };
    if (title) op['title'] = title;
    if (selected?.unit) op['unit'] = selected.unit;
    return this.send(op);
  }

  placeholder(label: string): Promise<boolean> {
    const unit = this.store.selected?.unit;
    return this.send({ op: 'placeholder', label, ...(unit ? { unit } : {}) });
  }

  fold(unit: string | null): void {
    if (!unit) return;
    const folded = new Set(this.store.view.folded);
    const name = this.store.data?.units.find((one) => one.id === unit)?.name ?? '';
    if (!folded.delete(unit)) folded.add(unit);
    this.store.show({ folded });
    this.store.tell(say(folded.has(unit) ? 'said.folded' : 'said.unfolded', { name }));
  }

  people(wanted: (card: Card) => boolean): Option[] {
    return (this.store.data?.cards ?? [])
      .filter(wanted)
      .map(({ id, name, title }) => ({ key: id, label: name, sub: title }));
  }

  /** Whether `card` stands, at whatever depth, under `above`. */
  private isUnder(card: string, above: string): boolean {
    const data = this.store.data!;
    const met = new Set<string>();
    for (let at = cardOf(data, card); at && !met.has(at.id); at = cardOf(data, at.manager)) {
      if (at.id === above) return true;
      met.add(at.id);
    }
    return false;
  }
}

/** "王强，采购部长" or "王强 采购部长"; names in Latin letters keep their spaces. */
export function nameAndTitle(text: string): [name: string, title: string] {
  const [, name, title] =
    /^([^,，、]+)[,，、](.*)$/u.exec(text) ?? /^(\p{Script=Han}+)\s+(.+)$/u.exec(text.trim()) ?? [];
  return name === undefined ? [text.trim(), ''] : [name.trim(), (title ?? '').trim()];
}
