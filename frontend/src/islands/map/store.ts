import { reason } from '../../lib/requests.ts';
import { showToast } from '../../lib/toast.ts';
import type { Arrangement, Card, MapData } from '../../lib/map/types.ts';
import { changed, type Op, seen } from './change.ts';
import { cardNow, cardOf } from './signs.ts';
import { spoken } from './spoken.ts';
import { say } from './texts.ts';

const KEPT = 100;
/** A map of more people opens with its departments folded. */
const CROWD = 250;

interface View {
  arrangement: Arrangement;
  rival: string | null;
  filter: string;
  folded: ReadonlySet<string>;
  selected: string | null;
  /** Cards a score or a finding points at. */
  lit: ReadonlySet<string>;
  day: string | null;
}

interface Answer {
  undo?: Op;
  message?: string;
  problems?: { field: string; message: string }[];
}

/** A part of the page that is fetched anew brings a new element; its reader goes on where the old one was left. */
const memory = new Map<string, { undos: Op[]; view: View }>();

/** The map, what the reader looks at, and the way to the server. `data` says the drawing is stale, `view` its dress. */
export class Store extends EventTarget {
  data: MapData | null = null;
  undos: Op[] = [];
  view: View = {
    arrangement: 'tree',
    rival: null,
    filter: '',
    folded: new Set(),
    selected: null,
    lit: new Set(),
    day: null,
  };
  private asked = 0;
  private line: Promise<unknown> = Promise.resolve();

  /** `root` says where to read (`data-url`), where to write (`data-do`) and may carry the forgery token (`data-csrf`). */
  constructor(private readonly root: HTMLElement) {
    super();
  }

  /** Goes on where an earlier element for the same map was left. */
  start(): void {
    const kept = memory.get(this.place);
    this.undos = kept?.undos ?? [];
    if (kept) this.view = { ...kept.view, day: null };
    this.remember({ day: this.root.dataset['at'] || null });
  }

  get editable(): boolean {
    return this.data?.map.editable === true && this.view.day === null;
  }

  get selected(): Card | undefined {
    return this.data ? cardOf(this.data, this.view.selected) : undefined;
  }

  /** What is drawn differently: the arrangement lays out anew, the rest only dresses what stands there. */
  show(view: Partial<View>): void {
    const anew = 'arrangement' in view || 'rival' in view || 'folded' in view;
    this.remember(view);
    this.dispatchEvent(new Event(anew ? 'data' : 'view'));
  }

  private get place(): string {
    return this.root.dataset['do'] ?? '';
  }

  private remember(view: Partial<View>): void {
    this.view = { ...this.view, ...view };
    memory.set(this.place, { undos: this.undos, view: this.view });
  }

  tell(text: string): void {
    this.dispatchEvent(new CustomEvent('said', { detail: text }));
  }

  take(given: MapData): void {
    const cards = given.cards.map((card) => (card.name ? card : { ...card, name: say('is.hidden') }));
    const data = (this.data = { ...given, cards });
    this.remember({ selected: cardNow(data, this.view.selected)?.id ?? null });
    this.dispatchEvent(new Event('data'));
  }

  async load(): Promise<void> {
    const turn = ++this.asked;
    const address = new URL(this.root.dataset['url'] ?? '', location.href);
    if (this.view.day) address.searchParams.set('at', this.view.day);
    try {
      const answer = await fetch(address, { headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(reason(answer.status));
      const data = (await answer.json()) as MapData;
      if (turn !== this.asked) return;
      if (!this.data && data.cards.length > CROWD) this.fold(data);
      this.take(data);
    } catch (error) {
      if (turn === this.asked) fail(error);
    }
  }

  private fold(data: MapData): void {
    const parents = new Set(data.units.map((unit) => unit.parent));
    const leaves = data.units.filter((unit) => !parents.has(unit.id));
    this.remember({ folded: new Set(leaves.map((unit) => unit.id)) });
  }

  /** Shows the change at once, asks the server, takes it back where the server refuses. True when it stands. */
  send(op: Op): Promise<boolean> {
    if (!this.data || !this.editable) return Promise.resolve(false);
    const sent = this.line.then(() => this.post(op, true));
    this.line = sent;
    return sent;
  }

  /** Waits for what is under way, so that it takes back the last step and not the last but one. */
  undo(): Promise<boolean> {
    const undone = this.line.then(() => {
      const op = this.editable ? this.undos.pop() : undefined;
      if (op) return this.post(op, false);
      this.tell(say('said.nothing'));
      return false;
    });
    this.line = undone;
    return undone;
  }

  private async post(op: Op, keep: boolean): Promise<boolean> {
    const before = this.data!;
    const body = JSON.stringify(keep ? seen(before, op) : op);
    const after = changed(before, op);
    if (after !== before) this.take(after);
    try {
      const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token(this.root) };
      const answer = await fetch(this.place, { method: 'POST', headers, body });
      const told = (await answer.json().catch(() => ({}))) as Answer;
      if (!answer.ok) throw new Error(refusal(answer.status, told));
      this.keep(told, keep);
      await this.load();
      this.tell(keep ? spoken(before, op) : say('said.undone'));
      return true;
    } catch (error) {
      this.take(before);
      fail(error);
      void this.load();
      return false;
    }
  }

  private keep(told: Answer, keep: boolean): void {
    if (keep && told.undo) this.undos.push(told.undo);
    if (this.undos.length > KEPT) this.undos.shift();
  }
}

function token(root: HTMLElement): string {
  return (
    root.dataset['csrf'] || document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content || ''
  );
}

function refusal(status: number, told: Answer): string {
  const problems = new Set(told.problems?.map((problem) => problem.message));
  if (problems.size > 1) return [...problems].join(say('is.also'));
  return told.message || [...problems].join() || reason(status);
}

function fail(error: unknown): void {
  const text = error instanceof TypeError ? say('said.offline') : (error as Error).message;
  showToast({ text, tone: 'bad' });
}
