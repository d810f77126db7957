/** A text of the page's language; the layout hands them over as data attributes of `#ka-texts`. */
export function text(key: string): string {
  return document.getElementById('ka-texts')?.dataset[key] ?? '';
}
