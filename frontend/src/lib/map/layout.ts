/** Where every card, box and line of the power map stands, for the chosen arrangement. Pure: no DOM. */

import { layoutMatrix } from './matrix.ts';
import { layoutRoute } from './route.ts';
import { layoutTeam } from './team.ts';
import { layoutTree } from './tree.ts';
import type { LayoutOptions, LayoutWords, MapData, Scene } from './types.ts';

export { sizeOf } from './size.ts';

const WORDS: LayoutWords = { sign: '签字', pay: '付款', outside: '不在流程里', unknown: '未知' };

export function layout(data: MapData, options: LayoutOptions): Scene {
  const words = options.words ?? WORDS;
  switch (options.arrangement) {
    case 'route':
      return layoutRoute(data, words);
    case 'matrix':
      return layoutMatrix(data, words);
    case 'team':
      return layoutTeam(data);
    default:
      return layoutTree(data, options);
  }
}
