/** The power map as the server tells it (queries/power/told.py), and a drawing of it as the layouts make it. */

export interface Value {
  id: string;
  value: unknown;
  label: string;
  certainty: 'assumed' | 'confirmed' | '';
  reliability: string;
  credibility: string;
  source: string;
  on: string;
  by: string;
  /** Past its half-life; `fresh` falls from 1 to 0. */
  stale: boolean;
  fresh: number;
  evidence: string;
  /** Taken from the account's map; `account` is what that map says where the deal says otherwise. */
  inherited: boolean;
  account: { value: unknown; label: string } | null;
}

export interface OwnTie {
  id: string;
  member: string;
  level: number;
  wanted: number;
  cadence: number | null;
  last: string | null;
}

export interface Card {
  id: string;
  person: string | null;
  name: string;
  title: string;
  unit: string | null;
  placeholder: boolean;
  key: boolean;
  post: string | null;
  manager: string | null;
  left: boolean;
  values: Record<string, Value>;
  rivals: Record<string, Value>;
  own: OwnTie[];
  met: string | null;
  meetings: number;
  href: string;
}

export interface Tie {
  id: string;
  kind: string;
  person: string;
  other: string | null;
  weight: number;
  basis: string;
  label: string;
  rival: string | null;
}

export interface Step {
  id: string;
  route: 'sign' | 'pay';
  name: string;
  kind: string;
  unit: string | null;
  person: string | null;
  due: string | null;
  done: string | null;
  state: 'waiting' | 'doing' | 'done' | 'skipped';
  after: string[];
  critical: boolean;
}

export interface Choice {
  key: string;
  label: string;
  meaning: string;
}

export interface Attribute {
  key: string;
  label: string;
  kind: 'choice' | 'many' | 'level' | 'flag' | 'text' | 'list';
  ask: string;
  perRival: boolean;
  options: Choice[];
}

export interface Unit {
  id: string;
  name: string;
  parent: string | null;
  function: string;
}

export interface Score {
  key: string;
  label: string;
  value: number | null;
  text: string;
  list: { card: string; text: string }[];
}

export interface Finding {
  rule: string;
  severity: 'low' | 'medium' | 'high' | 'urgent';
  card: string | null;
  step: string | null;
  label: string;
  advice: string;
  evidence: string;
  place: { label: string; href: string; panel?: boolean };
  mute: string;
}

export interface TieKind {
  key: string;
  label: string;
  weighted: boolean;
  bases: { key: string; label: string }[];
}

export interface MapData {
  map: { kind: 'deal' | 'account'; name: string; day: string | null; editable: boolean; version: string };
  attributes: Attribute[];
  rivals: { id: string; name: string }[];
  members: { id: string; name: string }[];
  units: Unit[];
  tieKinds: TieKind[];
  cards: Card[];
  ties: Tie[];
  steps: Step[];
  scores: Score[];
  findings: Finding[];
}

export type Arrangement = 'tree' | 'route' | 'matrix' | 'team' | 'rivals';

export interface LayoutOptions {
  arrangement: Arrangement;
  /** Departments whose people are drawn as one box. */
  folded: ReadonlySet<string>;
  /** The rival whose relations are shown, in "rivals". */
  rival: string | null;
  /** Texts only the layouts need, in the reader's language. */
  words?: LayoutWords;
}

/** `outside`: the people who stand at no step; `unknown`: nobody said how they stand, or what power they have. */
export interface LayoutWords {
  sign: string;
  pay: string;
  outside: string;
  unknown: string;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A card where it is drawn. In "route" a person may stand at several steps: `key` is unique, `card` not. */
export interface Placed extends Box {
  key: string;
  card: string;
}

/** A department, a step, a column or a row of a matrix; drawn behind the cards with its title. */
export interface Group extends Box {
  key: string;
  title: string;
  sub: string;
  kind: 'unit' | 'step' | 'row' | 'column' | 'cell';
  folded: boolean;
  count: number;
}

/** A line as points; drawn as a polyline with round corners. `from` and `to` are keys of placed cards or groups. */
export interface Line {
  key: string;
  from: string;
  to: string;
  kind: string;
  tie: string | null;
  weight: number;
  points: { x: number; y: number }[];
  label: string;
  critical: boolean;
}

export interface Scene {
  placed: Placed[];
  groups: Group[];
  lines: Line[];
  width: number;
  height: number;
}
