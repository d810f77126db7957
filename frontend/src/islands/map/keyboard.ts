import { isWriting } from '../../lib/dom.ts';
import { cardOf } from './signs.ts';
import type { Commands } from './commands.ts';
import type { Direction } from './near.ts';
import type { Stage } from './stage.ts';
import type { Store } from './store.ts';

interface Places {
  openPanel(): void;
  addBox(placeholder: boolean): void;
  filterBox(): void;
  help(): void;
  cancel(): boolean;
}

const ARROWS: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Every key of the map. A key that is taken here goes no further: the page's own `/`, `?` and `e` rest meanwhile. */
export class Keyboard {
  constructor(
    root: HTMLElement,
    private readonly stage: Stage,
    private readonly store: Store,
    private readonly commands: Commands,
    private readonly places: Places,
  ) {
    root.addEventListener('keydown', (event) => {
      if (event.isComposing || (event.target as Element).closest('dialog')) return;
      if (!this.take(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  private take(event: KeyboardEvent): boolean {
    const writing = isWriting(event.target);
    if (event.key === 'Escape') return this.escape(event);
    if (writing) return false;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'z' || event.shiftKey) return false;
      void this.store.undo();
      return true;
    }
    if (event.altKey) return false;
    if (this.anywhere(event.key)) return true;
    return this.stage.view.contains(event.target as Node) && this.onStage(event);
  }

  private escape(event: KeyboardEvent): boolean {
    if (this.places.cancel()) return true;
    if (this.stage.view.contains(event.target as Node) && !isWriting(event.target)) {
      this.store.show({ selected: null, lit: new Set() });
      return true;
    }
    this.stage.focus(this.stage.current?.key);
    return true;
  }

  private anywhere(key: string): boolean {
    if (key === '/') this.places.filterBox();
    else if (key === '?') this.places.help();
    else if ((key === 'n' || key === 'p') && this.store.editable) this.places.addBox(key === 'p');
    else return false;
    return true;
  }

  private onStage(event: KeyboardEvent): boolean {
    const group = (event.target as Element).closest<SVGElement>('[data-group]')?.dataset['group'];
    if (group && (event.key === 'Enter' || event.key === ' ')) {
      this.commands.fold(this.stage.unitOf(group));
      return true;
    }
    const direction = ARROWS[event.key];
    if (direction) this.stage.step(direction);
    else if (event.key === 'Home' || event.key === 'End') this.stage.end(event.key === 'End');
    else if (event.key === '0') this.stage.viewport.fit();
    else return this.onCard(event.key);
    return true;
  }

  private onCard(key: string): boolean {
    const { data } = this.store;
    const card = data && cardOf(data, this.stage.current?.card);
    if (!card) return false;
    if (key === 'Enter' || key === ' ') {
      this.store.show({ selected: card.id });
      if (key === 'Enter') this.places.openPanel();
    } else if (key === 'f') this.commands.fold(card.unit);
    else if (!this.store.editable) return false;
    else if (key === '+' || key === '=') void this.commands.power(card, 1);
    else if (key === '-') void this.commands.power(card, -1);
    else if (/^[1-7]$/.test(key)) void this.commands.stance(card, Number(key));
    else if (key === 'v') void this.commands.veto(card);
    else if (key === 'm') void this.back(this.commands.chooseManager(card), card.id);
    else if (key === 't') void this.back(this.commands.tie(card), card.id);
    else if (key === 'Delete') void this.commands.remove(card);
    else return false;
    return true;
  }

  /** A dialog took the focus; it returns to the card. */
  private async back(done: Promise<boolean>, card: string): Promise<void> {
    await done;
    this.stage.focusCard(card);
  }
}
