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
  const rules = [...new Set(data.findings.map((finding) => finding.rule))];
  const findings = rules.map((rule) => ruleOf(data, rule, store, stage));
  const none = el('p', { class: 't-mute' }, say('panel.noFindings'));
  return [
    section(say('panel.scores'), strip),
    section(say('panel.findings', { count: data.findings.length }), ...(findings.length ? findings : [none])),
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

/** Everything one rule finds: what it is and what to do once, then of whom. */
function ruleOf(data: MapData, rule: string, store: Store, stage: Stage): HTMLElement {
  const found = data.findings.filter((finding) => finding.rule === rule);
  const first = found[0]!;
  const [sign, tone] = SIGN[first.severity];
  const severity = el('span', { class: 'visually-hidden' }, say(`severity.${first.severity}`));
  const rows = found.map((finding) => subjectOf(data, finding, store, stage));
  const place = first.place.href ? placeOf(first.place, rule) : null;
  return el(
    'article',
    { class: 'ka-map-finding', 'data-tone': tone },
    el(
      'h4',
      {},
      icon(sign),
      severity,
      first.label,
      found.length > 1 ? el('span', {}, String(found.length)) : null,
    ),
    el('p', {}, first.advice),
    el('ul', { class: 'ka-map-rows' }, ...rows),
    el('div', { class: 'ka-map-actions' }, place),
  );
}

function subjectOf(data: MapData, finding: Finding, store: Store, stage: Stage): HTMLElement {
  const key = `${finding.rule}-${finding.card ?? finding.step ?? ''}`;
  const step = data.steps.find((one) => one.id === finding.step)?.name ?? '';
  const subject = finding.card
    ? toCard(data, finding.card, `finding-${key}`, store, stage)
    : el('span', {}, step);
  const mute = button(say('panel.mute'), { k: `mute-${key}`, class: 'btn btn-sm btn-ghost' }, () => {
    openPanel(finding.mute);
  });
  const evidence = el('span', { class: 't-mute' }, finding.evidence);
  return el('li', {}, subject, evidence, finding.mute ? mute : null);
}

function placeOf({ label, href, panel }: Finding['place'], rule: string): HTMLElement {
  if (panel) return button(label, { k: `place-${rule}` }, () => openPanel(href));
  return el('a', { class: 'btn btn-sm', href, 'data-k': `place-${rule}` }, label);
}

function openPanel(href: string): void {
  void htmx.ajax('get', href, { target: '#panel', source: 'body' });
}
