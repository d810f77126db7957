import type { Card, MapData, Placed } from '../../lib/map/types.ts';
import { describe, stanceText, towards } from './describe.ts';
import {
  coverageOf,
  differsOf,
  glyphOf,
  hasVeto,
  powerOf,
  plain,
  rivalsOf,
  rivalTone,
  staleOf,
  stanceOf,
  toneOf,
} from './signs.ts';
import { cut, svg, widthOf } from './svg.ts';
import { say } from './texts.ts';

const BAND = 28;
const LEFT = BAND + 9;
const RIGHT = 10;
const MARK = 16;
const SMALL = 11.5;

interface Shown {
  rival: string | null;
  overlay: string | null;
}

/** A person as a group that can hold the focus; everything it shows is also said in its name. */
export function drawCard(data: MapData, card: Card, placed: Placed, shown: Shown): SVGGElement {
  const { rival, overlay } = shown;
  const { height } = placed;
  const width = overlay === null ? placed.width : placed.width - BAND;
  const power = powerOf(card);
  const stance = stanceOf(card);
  const name = power >= 4 ? 15.5 : 14;
  const marks = marksOf(card, rival);
  const room = width - LEFT - RIGHT;
  const top = height < 70 ? 19 : 22;
  const word = stanceText(data, card);
  return svg(
    'g',
    {
      class: classes(card),
      transform: `translate(${placed.x} ${placed.y})`,
      'data-card': card.id,
      'data-key': placed.key,
      'data-tone': toneOf(stance),
      role: 'button',
      tabindex: '-1',
      'aria-label': [describe(data, card, rival), overlay && towards(data, card, overlay)]
        .filter(Boolean)
        .join(say('is.join')),
    },
    svg('rect', { class: 'm-box', width: placed.width, height, rx: 8 }),
    overlay === null ? null : rivalBand(card, overlay, width, height),
    svg('path', { class: 'm-band', d: band(height) }),
    overlay === null ? corner(card, rival, width) : null,
    svg('text', { class: 'm-glyph', x: BAND / 2, y: height / 2 + 6 }, glyphOf(stance)),
    svg('text', { class: 'm-far', x: LEFT, y: height / 2 + 9 }, cut(card.name, room, 26)),
    svg(
      'text',
      { class: 'm-name', x: LEFT, y: top, 'font-size': name },
      cut(card.name, room - markRoom(marks), name),
    ),
    ...marks.map((mark, index) =>
      drawMark(mark, width - RIGHT - MARK * (marks.length - index) + 3, top - 12),
    ),
    svg('text', { class: 'm-title', x: LEFT, y: top + 16 }, cut(card.title, room, SMALL)),
    svg('text', { class: 'm-word', x: LEFT, y: height - 14 }, cut(word, room - 40, SMALL)),
    ...pips(power, width - RIGHT - 37, height - 23),
    ...coverage(card, room, height),
    svg('rect', { class: 'm-ring', x: -4, y: -4, width: placed.width + 8, height: height + 8, rx: 11 }),
    svg('circle', { class: 'm-link', cx: placed.width, cy: height / 2, r: 7, 'data-link': '' }),
  );
}

/** On the right edge, mirrored: how this person stands toward the rival. */
function rivalBand(card: Card, rival: string, x: number, height: number): SVGElement {
  const stance = plain(card.rivals[rival]) || 'unknown';
  return svg(
    'g',
    { class: 'm-rival', 'data-tone': rivalTone(stance), transform: `translate(${x} 0)` },
    svg('path', { class: 'm-band', d: band(height), transform: `translate(${BAND} 0) scale(-1 1)` }),
    svg('text', { class: 'm-glyph', x: BAND / 2, y: height / 2 + 6 }, glyphOf(stance)),
  );
}

function classes(card: Card): string {
  const said = ['m-card'];
  if (card.placeholder) said.push('is-placeholder');
  if (staleOf(card).length) said.push('is-stale');
  if (card.left) said.push('is-left');
  if (card.key) said.push('is-key');
  return said.join(' ');
}

const band = (height: number): string => `M8 0H${BAND}V${height}H8a8 8 0 0 1-8-8V8a8 8 0 0 1 8-8Z`;

type Mark = 'key' | 'veto' | 'clock' | 'differs' | 'rival' | 'left';

function marksOf(card: Card, rival: string | null): Mark[] {
  const marks: Mark[] = [];
  if (card.left) marks.push('left');
  if (differsOf(card).length) marks.push('differs');
  if (staleOf(card).length) marks.push('clock');
  if (hasVeto(card)) marks.push('veto');
  if (card.key) marks.push('key');
  if (rivalsOf(card, rival).length) marks.push('rival');
  return marks;
}

const markRoom = (marks: Mark[]): number => (marks.length ? marks.length * MARK + 2 : 0);

function drawMark(mark: Mark, x: number, y: number): SVGElement {
  if (mark === 'rival') return svg('g');
  if (mark === 'differs') return svg('text', { class: 'm-mark-text', x: x + 6, y: y + 12 }, '≠');
  return svg('use', { class: `m-mark m-mark-${mark}`, href: `#m-${mark}`, x, y, width: 14, height: 14 });
}

function corner(card: Card, rival: string | null, width: number): SVGElement | null {
  if (rivalsOf(card, rival).length === 0) return null;
  return svg('path', { class: 'm-corner', d: `M${width - 24} 0H${width - 8}a8 8 0 0 1 8 8V24Z` });
}

function pips(power: number, x: number, y: number): SVGElement[] {
  return [1, 2, 3, 4, 5].map((step) =>
    svg('rect', {
      class: step <= power ? 'm-pip is-on' : 'm-pip',
      x: x + (step - 1) * 7.6,
      y: y + 7 - step * 1.4,
      width: 5,
      height: 3 + step * 1.4,
      rx: 1,
    }),
  );
}

function coverage(card: Card, room: number, height: number): SVGElement[] {
  const share = coverageOf(card);
  const y = height - 6.5;
  if (share === null) return [svg('path', { class: 'm-cover-none', d: `M${LEFT} ${y}h${room}` })];
  const filled = share > 0 ? svg('path', { class: 'm-cover', d: `M${LEFT} ${y}h${room * share}` }) : null;
  return [svg('path', { class: 'm-cover-track', d: `M${LEFT} ${y}h${room}` }), ...(filled ? [filled] : [])];
}

/** What cards and lines refer to: icons, the hatch of a rival's corner, line ends. */
export function definitions(tones: string[]): SVGDefsElement {
  const ends = tones.flatMap((tone) => [
    end('arrow', tone, 'M0 0L9 4.5L0 9Z', 8),
    end('dot', tone, 'M1 4.5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0Z', 4.5),
    end('bar', tone, 'M3.5 0H6V9H3.5Z', 5),
  ]);
  return svg(
    'defs',
    {},
    symbol('key', 'M12 15a4 4 0 1 1-8 0a4 4 0 0 1 8 0ZM10.9 12.1L20 3M17 6l3 3M14 9l2 2'),
    symbol('veto', 'M12 3a12 12 0 0 0 8.5 3a12 12 0 0 1-8.5 15a12 12 0 0 1-8.5-15a12 12 0 0 0 8.5-3Z'),
    symbol('clock', 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0ZM12 7v5l3 2'),
    symbol('left', 'M14 8V5H4v14h10v-3M9 12h12M18 9l3 3l-3 3'),
    svg(
      'pattern',
      { id: 'm-hatch', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      svg('rect', { class: 'm-hatch-back', width: 5, height: 5 }),
      svg('rect', { class: 'm-hatch', width: 2.2, height: 5 }),
    ),
    ...ends,
  );
}

const symbol = (name: string, d: string): SVGSymbolElement =>
  svg('symbol', { id: `m-${name}`, viewBox: '0 0 24 24' }, svg('path', { d }));

function end(kind: string, tone: string, d: string, refX: number): SVGMarkerElement {
  const shape = { refX, refY: 4.5, markerWidth: 9, markerHeight: 9, markerUnits: 'userSpaceOnUse' };
  return svg(
    'marker',
    { id: `m-${kind}-${tone}`, orient: 'auto-start-reverse', ...shape },
    svg('path', { class: 'm-end', 'data-line': tone, d }),
  );
}

/** Width of a label with its margin, for what is drawn behind it. */
export const labelWidth = (text: string): number => widthOf(text, SMALL) + 10;
