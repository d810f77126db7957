import type { Box, Group, Line, MapData, Scene } from '../../lib/map/types.ts';
import { definitions, drawCard, labelWidth } from './card.ts';
import { lookOf } from './signs.ts';
import { cut, middle, rounded, svg } from './svg.ts';
import { say } from './texts.ts';

const TONES = ['plain', 'strong', 'good', 'bad', 'warn', 'info', 'accent', 'split'];
/** Room around the drawing: rings and labels reach over the outermost cards. */
export const MARGIN = 24;
/** Height of what a line is called. */
const LABEL = 18;

/** `rival`: only this one's friends get the hatched corner. `overlay`: on the right the stance toward this one.
 * The whole map as one SVG; screen, print, PNG, SVG and PDF all come from it. */
export function drawScene(
  data: MapData,
  scene: Scene,
  rival: string | null,
  overlay: string | null,
): SVGSVGElement {
  const cards = new Map(data.cards.map((card) => [card.id, card]));
  const width = scene.width + 2 * MARGIN;
  const height = scene.height + 2 * MARGIN;
  const people = scene.placed.flatMap((placed) => {
    const card = cards.get(placed.card);
    return card ? [drawCard(data, card, placed, { rival, overlay })] : [];
  });
  const labels = labelsOf(scene);
  return svg(
    'svg',
    { class: 'm-scene', width, height, viewBox: `${-MARGIN} ${-MARGIN} ${width} ${height}` },
    definitions(TONES),
    svg('g', { class: 'm-groups' }, ...scene.groups.map(drawGroup)),
    svg('g', { class: 'm-lines', 'aria-hidden': 'true' }, ...scene.lines.map(drawLine)),
    svg('g', { class: 'm-cards' }, ...people),
    svg('g', { class: 'm-labels', 'aria-hidden': 'true' }, ...labels.map(drawLabel)),
    svg('g', { class: 'm-over', 'aria-hidden': 'true' }),
  );
}

function drawLine(line: Line): SVGElement {
  const look = lookOf(line.kind);
  const end = look.head === 'none' ? null : `url(#m-${look.head}-${line.critical ? 'bad' : look.tone})`;
  return svg('path', {
    class: line.critical ? 'm-line is-critical' : 'm-line',
    'data-line': look.tone,
    'data-kind': line.kind,
    'data-from': line.from,
    'data-to': line.to,
    'data-tie': line.tie,
    d: rounded(line.points),
    'stroke-width': line.critical ? 3 : 1.2 + 0.5 * Math.max(0, line.weight),
    'stroke-dasharray': look.dash || null,
    'marker-end': end,
    'marker-start': line.kind === 'conflict' ? end : null,
  });
}

interface Label extends Box {
  line: Line;
  /** It would stand on another one or on a card: shown only while one of its people is chosen. */
  spare: boolean;
}

function labelsOf(scene: Scene): Label[] {
  const taken: Box[] = [...scene.placed];
  return scene.lines
    .filter((line) => line.label)
    .map((line) => {
      const { x, y } = middle(line.points);
      const width = labelWidth(line.label);
      const box = { x: x - width / 2, y: y - LABEL / 2, width, height: LABEL };
      const spare = taken.some((one) => meet(one, box));
      if (!spare) taken.push(box);
      return { ...box, line, spare };
    });
}

const meet = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

function drawLabel({ line, x, y, width, height, spare }: Label): SVGElement {
  return svg(
    'g',
    {
      class: spare ? 'm-label is-spare' : 'm-label',
      'data-line': lookOf(line.kind).tone,
      'data-from': line.from,
      'data-to': line.to,
      transform: `translate(${x + width / 2} ${y + height / 2})`,
    },
    svg('rect', { x: -width / 2, y: -height / 2, width, height, rx: 4 }),
    svg('text', { y: 4 }, line.label),
  );
}

function drawGroup(group: Group): SVGElement {
  const { width, height } = group;
  const count = group.folded ? say('group.count', { count: group.count }) : '';
  const title = [group.title, count].filter(Boolean).join(' · ');
  const unit = group.kind === 'unit';
  return svg(
    'g',
    {
      class: `m-group is-${group.kind}${group.folded ? ' is-folded' : ''}`,
      transform: `translate(${group.x} ${group.y})`,
      'data-group': group.key,
      role: unit ? 'button' : null,
      tabindex: unit && group.folded ? '-1' : null,
      'aria-expanded': unit ? String(!group.folded) : null,
      'aria-label': unit ? say(group.folded ? 'group.folded' : 'group.open', { name: title }) : null,
    },
    svg('rect', { class: 'm-group-box', width, height, rx: 10 }),
    group.title
      ? svg(
          'text',
          { class: 'm-group-title', x: 12, y: group.folded ? height / 2 - 2 : 21 },
          cut(group.title, width - 20, group.folded ? 18 : 12.5),
        )
      : null,
    count ? svg('text', { class: 'm-group-count', x: 12, y: height / 2 + 19 }, count) : null,
    group.sub ? svg('text', { class: 'm-group-sub', x: 12, y: 38 }, cut(group.sub, width - 20, 11.5)) : null,
  );
}
