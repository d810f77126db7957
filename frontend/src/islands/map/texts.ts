let texts: Record<string, string> = {};

/** The texts of the map stand in the page as JSON, in the reader's language. */
export function readTexts(root: Element): void {
  const found = root.querySelector('script[data-texts]')?.textContent;
  if (found) texts = JSON.parse(found) as Record<string, string>;
}

/** A text with its `{name}` places filled; the key itself where the page has none. */
export function say(key: string, values: Record<string, string | number> = {}): string {
  const found = texts[key] ?? key;
  return found.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Everything said under `group.`, as key and text. */
export function saidOf(group: string): [string, string][] {
  return Object.entries(texts)
    .filter(([key]) => key.startsWith(`${group}.`))
    .map(([key, value]) => [key.slice(group.length + 1), value]);
}
