/** Where every card, box and line of the power map stands, for the chosen arrangement. Pure: no DOM. */

import { layoutTree } from './tree.ts';
import type { LayoutOptions, MapData, Scene } from './types.ts';

export { sizeOf } from './size.ts';

export function layout(data: MapData, options: LayoutOptions): Scene {
  return layoutTree(data, options);
}
