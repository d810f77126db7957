import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const root = new URL('..', import.meta.url);
const outline = new URL('node_modules/@tabler/icons/icons/outline/', root);

/** One sprite of the icons named in icons.json, so that a page refers to `icons.svg#name` and the browser fetches once. */
export function iconSprite(): Plugin {
  return {
    name: 'icon-sprite',
    apply: 'build',
    buildStart() {
      const names = JSON.parse(readFileSync(new URL('icons.json', root), 'utf8')) as string[];
      const symbols = [mark(), ...names.map(symbol)].join('');
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>`;
      this.emitFile({ type: 'asset', name: 'icons.svg', originalFileName: 'icons.svg', source });
      const shown = readFileSync(new URL('mark.svg', root), 'utf8');
      this.emitFile({ type: 'asset', name: 'mark.svg', originalFileName: 'mark.svg', source: shown });
    },
  };
}

function symbol(name: string): string {
  const svg = readFileSync(new URL(`${name}.svg`, outline), 'utf8');
  const paths = [...svg.matchAll(/<path[^>]*\/>/g)].map((found) => found[0]).slice(1);
  const drawing = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${drawing}>${paths.join('')}</symbol>`;
}

function mark(): string {
  const svg = readFileSync(new URL('mark.svg', root), 'utf8');
  const drawing = svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>')).trim();
  return `<symbol id="mark" viewBox="0 0 32 32">${drawing}</symbol>`;
}
