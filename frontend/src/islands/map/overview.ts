import htmx from 'htmx.org';
import { el, icon } from '../../lib/dom.ts';
import type { Finding, MapData, Score } from '../../lib/map/types.ts';
import { button, section } from './parts.ts';
import { cardOf } from './signs.ts';
import type { Stage } from './stage.ts';
import type { Store } from './store.ts';
import { say } from './texts.ts';

const SIGN = {
  urgent: ['alert-octagon', 'bad'],
  high: ['alert-triangle', 'bad'],
  medium: ['alert-circle', 'warn'],
  low: ['info-circle', 'info'],
} as const;

/** Scores and findings of the whole map; each shows on the map what it is made of. */
export function overview(data: MapData, store: Store, stage: Stage): HTMLElement[] {
  const strip = el(
    'div',
    { class: 'ka-map-scores' },
    ...data.scores.map((score) => scoreOf(data, score, store, stage)),
  );
  const findings = data.findings.map((finding, index) => findingOf(data, finding, index, store, stage));
  const none = el('p', { class: 't-mute' }, say('panel.noFindings'));
  return [
    section(say('panel.scores'), strip),
    section(say('panel.findings', { count: findings.length }), ...(findings.length ? findings : [none])),
  ];
}

function scoreOf(data: MapData, score: Score, store: Store, stage: Stage): HTMLElement {
  const cards = new Set(score.list.map((one) => one.card));
  const on = store.view.lit.size > 0 && cards.size > 0 && [...cards].every((id) => store.view.lit.has(id));
  const open = on && store.view.lit.size === cards.size;
  const head = button('', { k: `score-${score.key}`, class: 'ka-map-score', pressed: open }, () => {
    store.show({ lit: open ? new Set() : cards });
    if (!open) store.tell(say('said.lit', { name: score.label, count: cards.size }));
  });
  head.append(el('span', {}, score.label), el('b', {}, score.text));
  const rows = score.list.map((one, index) =>
    el(
      'li',
      {},
      toCard(data, one.card, `score-${score.key}-${index}`, store, stage),
      el('span', {}, one.text),
    ),
  );
  return el('div', {}, head, open ? el('ul', { class: 'ka-map-rows' }, ...rows) : null);
}

function toCard(data: MapData, id: string, k: string, store: Store, stage: Stage): HTMLElement {
  const name = cardOf(data, id)?.name ?? '';
  return button(name, { k, class: 'ka-map-to' }, () => {
    const placed = stage.placedOf(id);
    store.show({ selected: id, lit: new Set() });
    if (placed) stage.viewport.zoomTo(placed);
    stage.focusCard(id);
  });
}

function findingOf(data: MapData, finding: Finding, index: number, store: Store, stage: Stage): HTMLElement {
  const [sign, tone] = SIGN[finding.severity];
  const subject = finding.card
    ? toCard(data, finding.card, `finding-${index}`, store, stage)
    : el('span', {}, data.steps.find((step) => step.id === finding.step)?.name ?? '');
  const place = finding.place.href ? placeOf(finding.place, index) : null;
  const mute = button(say('panel.mute'), { k: `mute-${index}`, class: 'btn btn-sm btn-ghost' }, () => {
    openPanel(finding.mute);
  });
  const severity = el('span', { class: 'visually-hidden' }, say(`severity.${finding.severity}`));
  return el(
    'article',
    { class: 'ka-map-finding', 'data-tone': tone },
    el('h4', {}, icon(sign), severity, finding.label, subject),
    finding.evidence ? el('p', { class: 't-mute' }, finding.evidence) : null,
    el('p', {}, finding.advice),
    el('div', { class: 'ka-map-actions' }, place, finding.mute ? mute : null),
  );
}

function placeOf({ label, href, panel }: Finding['place'], index: number): HTMLElement {
  if (panel) return button(label, { k: `place-${index}` }, () => openPanel(href));
  return el('a', { class: 'btn btn-sm', href, 'data-k': `place-${index}` }, label);
}

function openPanel(href: string): void {
  void htmx.ajax('get', href, { target: '#panel', source: 'body' });
}
