/** Who reports to whom, as trees. Managers who are not on the map, oneself and circles count as none. */

/** Children by parent key, in the order given; the tops stand under null. */
export type Forest = Map<string | null, string[]>;

export function forestOf(items: readonly { id: string; parent: string | null }[]): Forest {
  const parents = new Map(items.map(({ id, parent }) => [id, parent]));
  breakCircles(parents);
  const forest: Forest = new Map([[null, []]]);
  for (const { id } of items) {
    const parent = parents.get(id) ?? null;
    const known = parent !== null && parents.has(parent) ? parent : null;
    const siblings = forest.get(known);
    if (siblings) siblings.push(id);
    else forest.set(known, [id]);
  }
  return forest;
}

/** Walks up from everybody once; the link that comes back to the same walk is taken away. */
function breakCircles(parents: Map<string, string | null>): void {
  const walked = new Map<string, number>();
  let walk = 0;
  for (const start of parents.keys()) {
    walk += 1;
    let current: string = start;
    while (!walked.has(current)) {
      walked.set(current, walk);
      const parent = parents.get(current) ?? null;
      if (parent === null || !parents.has(parent)) break;
      if (walked.get(parent) === walk) {
        parents.set(current, null);
        break;
      }
      current = parent;
    }
  }
}

/** Keys from the tops down, each before its children; never recursive, so depth does not matter. */
export function downwards(forest: Forest): string[] {
  const order = [...(forest.get(null) ?? [])];
  for (const key of order) order.push(...(forest.get(key) ?? []));
  return order;
}
