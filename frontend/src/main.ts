import './styles/index.css';
import 'htmx.org';
import { Copy } from './islands/copy.ts';
import { Draft } from './islands/draft.ts';
import { Drop } from './islands/drop.ts';
import { List } from './islands/list.ts';
import { Menu } from './islands/menu.ts';
import { Palette } from './islands/palette.ts';
import { Theme } from './islands/theme.ts';
import { watchChanges } from './lib/guard.ts';
import { watchKeys } from './lib/keys.ts';
import { ask, watchLayers } from './lib/layers.ts';
import { watchRequests } from './lib/requests.ts';
import { Toasts } from './lib/toast.ts';

const small: Record<string, CustomElementConstructor> = {
  'ka-copy': Copy,
  'ka-draft': Draft,
  'ka-drop': Drop,
  'ka-list': List,
  'ka-menu': Menu,
  'ka-palette': Palette,
  'ka-theme': Theme,
  'ka-toasts': Toasts,
};
/** Fetched only where their element stands on the page. */
const large: Record<string, () => Promise<unknown>> = {
  'ka-board': () => import('./islands/board.ts'),
  'ka-map': () => import('./islands/map.ts'),
  'ka-pareto': () => import('./islands/pareto.ts'),
  'ka-pick': () => import('./islands/pick.ts'),
  'ka-region': () => import('./islands/region.ts'),
};

function fetchIslands(): void {
  for (const [tag, load] of Object.entries(large)) if (document.querySelector(tag)) void load();
}

watchLayers();
watchChanges();
watchRequests(ask);
watchKeys();
for (const [tag, element] of Object.entries(small)) customElements.define(tag, element);
fetchIslands();
document.addEventListener('htmx:afterSwap', fetchIslands);
