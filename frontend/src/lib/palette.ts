export interface Item {
  label: string;
  href: string;
  sub?: string;
  icon?: string;
  kind?: string;
}

export interface Group {
  label: string;
  items: Item[];
}

/** Commands whose label (or shortcut) contains every word of the query. */
export function matching(commands: Group[], query: string): Group[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (item: Item): boolean =>
    words.every((word) => `${item.label} ${item.sub ?? ''}`.toLowerCase().includes(word));
  return withItems(commands.map((group) => ({ ...group, items: group.items.filter(fits) })));
}

/** Found records first: who types a name wants the record, who types nothing wants to go somewhere. */
export function merged(found: Group[], commands: Group[], query: string): Group[] {
  return [...withItems(found), ...matching(commands, query)];
}

function withItems(groups: Group[]): Group[] {
  return groups.filter((group) => group.items.length > 0);
}

/** Cuts a label into parts, the query's occurrence marked. */
export function parts(label: string, query: string): { text: string; hit: boolean }[] {
  const at = query ? label.toLowerCase().indexOf(query.toLowerCase()) : -1;
  if (at < 0) return [{ text: label, hit: false }];
  const cut = [label.slice(0, at), label.slice(at, at + query.length), label.slice(at + query.length)];
  return cut.map((text, index) => ({ text, hit: index === 1 })).filter((part) => part.text !== '');
}

/** The next choice when walking `step` from `here` through `count`, round the ends. */
export function walked(here: number, step: number, count: number): number {
  return count === 0 ? -1 : (((here + step) % count) + count) % count;
}
