import { el } from '../../lib/dom.ts';
import type { MapData } from '../../lib/map/types.ts';
import { attributeName } from './describe.ts';
import { glyphOf, lookOf, toneOf } from './signs.ts';
import { svg } from './svg.ts';
import { say } from './texts.ts';

/** What every sign and line on the map means. */
export function legend(data: MapData): HTMLElement {
  const stances = data.attributes.find((attribute) => attribute.key === 'stance')?.options ?? [];
  const kinds = [{ key: 'reports', label: say('legend.reports') }, ...data.tieKinds];
  const sign = (child: SVGElement, tone?: string): HTMLElement => {
    const box = svg('svg', {
      width: 34,
      height: 16,
      'aria-hidden': 'true',
      class: 'm-scene',
      'data-tone': tone,
    });
    box.append(child);
    return el('span', {}, box as unknown as HTMLElement);
  };
  const rows = (entries: [HTMLElement, string][]): HTMLElement =>
    el('ul', {}, ...entries.map(([mark, text]) => el('li', {}, mark, text)));
  const icon = (name: string): SVGElement =>
    svg('use', { class: `m-mark m-mark-${name}`, href: `#m-${name}`, x: 10, y: 1, width: 14, height: 14 });
  const stance = (key: string): HTMLElement =>
    el('span', { class: 'ka-map-stance ka-glyph', 'data-tone': toneOf(key) }, glyphOf(key));
  const line = (kind: string): SVGElement => {
    const look = lookOf(kind);
    return svg('path', {
      class: 'm-line',
      'data-line': look.tone,
      d: 'M2 8H30',
      'stroke-width': 1.8,
      'stroke-dasharray': look.dash || null,
      'marker-end': look.head === 'none' ? null : `url(#m-${look.head}-${look.tone})`,
    });
  };
  const bars = svg('g', {}, ...[1, 2, 3, 4, 5].map((step) => pip(step)));
  const cover = svg('path', { class: 'm-cover', d: 'M2 8H24' });
  return el(
    'details',
    { class: 'ka-map-legend' },
    el('summary', {}, say('legend.title')),
    el(
      'div',
      {},
      rows(stances.map((option) => [stance(option.key), option.label])),
      rows([
        [sign(bars), say('legend.power', { label: attributeName(data, 'power') })],
        [sign(icon('key')), say('legend.key')],
        [sign(icon('veto')), attributeName(data, 'veto')],
        [sign(cover), say('legend.coverage', { label: attributeName(data, 'coverage') })],
        [sign(icon('clock')), say('legend.stale')],
        [sign(svg('path', { class: 'm-corner', d: 'M8 1H26V15Z' })), say('legend.rival')],
        [el('span', { class: 'ka-map-stance ka-glyph', 'data-tone': 'against' }, '+'), say('legend.overlay')],
        [el('span', { class: 'ka-map-sign' }, '≠'), say('legend.differs')],
        [
          sign(svg('rect', { class: 'm-box is-open', x: 3, y: 2, width: 28, height: 12, rx: 3 })),
          say('legend.placeholder'),
        ],
      ]),
      rows(kinds.map(({ key, label }) => [sign(line(key)), label])),
    ),
  );
}

function pip(step: number): SVGElement {
  const y = 10 - step * 1.4;
  const on = step < 4 ? 'm-pip is-on' : 'm-pip';
  return svg('rect', { class: on, x: step * 6, y, width: 4, height: 3 + step * 1.4, rx: 1 });
}
