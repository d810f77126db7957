/** Which of `count` rows are chosen; Shift extends from the last one touched. */
export class Chosen {
  private readonly on = new Set<number>();
  private last = 0;

  toggle(index: number, chosen: boolean, extend = false): void {
    const [from, to] = extend ? [Math.min(this.last, index), Math.max(this.last, index)] : [index, index];
    for (let row = from; row <= to; row++) {
      if (chosen) this.on.add(row);
      else this.on.delete(row);
    }
    this.last = index;
  }

  all(count: number, chosen: boolean): void {
    this.on.clear();
    for (let row = 0; chosen && row < count; row++) this.on.add(row);
  }

  has(index: number): boolean {
    return this.on.has(index);
  }

  get size(): number {
    return this.on.size;
  }
}
