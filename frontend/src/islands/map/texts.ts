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

/** Choices the map offers, in the order in which they are offered. */
const CHOICES = {
  source: 'customer document public colleague observation inference',
  certainty: 'assumed confirmed',
  reliability: 'A B C D E F',
  credibility: '1 2 3 4 5 6',
  level: '0 1 2 3 4',
  weight: '1 2 3',
};

/** A list of choices as key and text. */
export function choicesOf(group: keyof typeof CHOICES): { key: string; label: string }[] {
  return CHOICES[group].split(' ').map((key) => ({ key, label: say(`${group}.${key}`) }));
}
