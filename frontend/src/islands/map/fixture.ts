import type { Attribute, Card, MapData, Value } from '../../lib/map/types.ts';

const FAMILY = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗';
const GIVEN = ['国栋', '晓梅', '建华', '文博', '雅琴', '志强', '丽', '浩然', '素芬', '磊'];
const UNITS = [
  '董事会',
  '采购中心',
  '信息技术部',
  '财务部',
  '生产制造部',
  '研发院',
  '质量安全部',
  '法务合规部',
];
const STANCES = 'strong_support support neutral oppose strong_oppose straddling unknown'.split(' ');
const LABELS = ['坚定支持', '支持', '中立', '反对', '坚决反对', '脚踩两只船', '未知'];
const COVER = ['unknown', 'none', 'brief', 'multiple', 'deep'];

const options = (keys: string[], labels: string[]): Attribute['options'] =>
  keys.map((key, at) => ({ key, label: labels[at] ?? key, meaning: `${labels[at] ?? key}的意思` }));

const attribute = (
  key: string,
  label: string,
  kind: Attribute['kind'],
  list: Attribute['options'] = [],
): Attribute => ({ key, label, kind, ask: `${label}怎么看出来`, perRival: key === 'stance', options: list });

export function value(id: string, said: unknown, label: string, more: Partial<Value> = {}): Value {
  const sure = { certainty: 'assumed', reliability: 'B', credibility: '2', source: 'observation' } as const;
  const when = { on: '2026-05-20', by: '顾清和', stale: false, fresh: 0.8, evidence: '', inherited: false };
  return { id, value: said, label, ...sure, ...when, account: null, ...more };
}

function card(at: number): Card {
  const stance = (at * 5 + 1) % 7;
  const cover = (at * 3) % 5;
  const power = at === 0 ? 5 : 1 + ((at * 7) % 5);
  const differs = at % 9 === 4 ? { account: { value: 'neutral', label: '中立' } } : {};
  return {
    id: `c${at}`,
    person: `p${at}`,
    name: at % 11 === 10 ? '待查' : `${FAMILY[at % 20]}${GIVEN[(at * 3) % 10]}`,
    title: ['董事长', '采购总监', '信息部部长', '财务负责人', '工艺主任工程师'][at % 5] ?? '',
    unit: at === 0 ? 'u0' : `u${1 + ((at - 1) % 7)}`,
    placeholder: at % 11 === 10,
    key: power >= 4,
    post: `post${at}`,
    manager: at === 0 ? null : `c${Math.floor((at - 1) / 4)}`,
    left: false,
    values: {
      stance: value(`s${at}`, STANCES[stance], LABELS[stance] ?? '', { stale: at % 6 === 5, ...differs }),
      power: value(`w${at}`, power, String(power)),
      veto: value(`v${at}`, at % 7 === 3, ''),
      coverage: value(`k${at}`, COVER[cover], ['未知', '没有', '浅', '多次', '深'][cover] ?? ''),
    },
    rivals: at % 8 === 6 ? { r1: value(`r${at}`, 'support', '支持') } : {},
    own:
      at % 4 === 1
        ? [{ id: `o${at}`, member: 'm1', level: 2, wanted: 3, cadence: 14, last: '2026-05-01' }]
        : [],
    met: at % 3 ? '2026-05-12' : null,
    meetings: at % 3,
    href: '#',
  };
}

/** A map of `count` people of an invented customer; the same each time. */
export function fixture(count: number): MapData {
  const cards = Array.from({ length: count }, (_, at) => card(at));
  const kinds: [string, string][] = [
    ['dotted', '虚线汇报'],
    ['influences', '影响'],
    ['trusts', '信任'],
    ['conflict', '不和'],
    ['gatekeeper', '把门'],
    ['introduced', '引荐'],
    ['handler', '对接友商'],
  ];
  const bases = ['同乡', '校友', '战友', '旧同事'].map((label) => ({ key: label, label }));
  return {
    map: { kind: 'deal', name: '华东装备 MES 二期', day: null, editable: true, version: '1' },
    attributes: [
      attribute('stance', '态度', 'choice', options(STANCES, LABELS)),
      attribute('power', '实权', 'level'),
      attribute('veto', '否决权', 'flag'),
      attribute('coverage', '覆盖', 'choice', options(COVER, ['未知', '没有', '浅', '多次', '深'])),
      attribute('roles', '角色', 'many', options(['decider', 'approver', 'user'], ['决策', '审批', '使用'])),
      attribute('win', '他怎样算赢', 'text'),
      attribute('criteria', '看重的标准', 'list'),
    ],
    rivals: [
      { id: 'r1', name: '海拓软件' },
      { id: 'r2', name: '中控信息' },
    ],
    members: [
      { id: 'm1', name: '顾清和' },
      { id: 'm2', name: '沈知远' },
    ],
    units: UNITS.map((name, at) => ({ id: `u${at}`, name, parent: at ? 'u0' : null, function: '' })),
    tieKinds: kinds.map(([key, label]) => ({
      key,
      label,
      weighted: true,
      bases: key === 'trusts' ? bases : [],
    })),
    cards,
    ties: kinds.slice(0, count < 8 ? 0 : 6).map(([kind, label], at) => ({
      id: `t${at}`,
      kind,
      person: `c${at + 1}`,
      other: `c${(at * 3 + 5) % count}`,
      weight: 1 + (at % 3),
      basis: '',
      label,
      rival: null,
    })),
    steps: [
      { id: 'd1', name: '立项', person: 'c2', after: [], state: 'done' as const },
      { id: 'd2', name: '技术评审', person: 'c3', after: ['d1'], state: 'doing' as const },
      { id: 'd3', name: '合同审批', person: null, after: ['d2'], state: 'waiting' as const },
    ].map((step) => ({
      ...step,
      route: 'sign',
      kind: 'other',
      unit: 'u1',
      due: null,
      done: null,
      critical: true,
    })),
    scores: [
      {
        key: 'support',
        label: '支持指数',
        value: 12,
        text: '+12',
        list: [{ card: 'c1', text: '支持，实权 3' }],
      },
      {
        key: 'coverage',
        label: '关键人覆盖',
        value: 0.5,
        text: '3 / 6',
        list: [{ card: 'c2', text: '覆盖深' }],
      },
    ],
    findings: [
      {
        rule: 'veto_against',
        severity: 'urgent',
        card: 'c3',
        step: null,
        label: '有否决权的人反对',
        advice: '先弄清他担心什么，请他信得过的人一起见他。',
        evidence: '态度 坚决反对，5 月 20 日现场观察',
        place: { label: '安排拜访', href: '#visit' },
        mute: '/mute/1',
      },
    ],
  };
}
