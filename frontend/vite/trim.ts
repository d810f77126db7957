import type { AtRule, Plugin, Rule } from 'postcss';

// Of Tabler we take the reset, grid, buttons, form controls and utilities; every larger component is our own.
const WANTED =
  /^(active|align|animat|badge|border|btn|bg|checked|col|container|d|disabled|end|flex|focus|font|form|fs|fw|g|gap|gx|gy|h|h[1-6]|icon|input|is|justify|label|lh|m|mb|me|ms|mt|mw|mx|my|order|overflow|p|pb|pe|placeholder|position|ps|pt|px|py|row|rounded|shadow|show|small|start|sticky|strong|text|top|user|valid|invalid|vr|vh|visually|w|was)(-|$)/;
const UNUSED =
  /^(was-validated|bg-pattern|bg-cover|focus-ring|btn-(group|close|link|outline|animate|action|actions|check|list|pill|square|loading|floating|ghost)|form-(range|floating|file|hint|help|fieldset|imagecheck|colorinput|selectgroup)|text-bg|badge|input-icon|rounded-(start|end|top|bottom))/;
const UNWANTED =
  /^(btn|link|text|bg|border|form|col|row|d|m[tbsexy]?|p[tbsexy]?|g[xy]?|order|gap|flex|justify|align|float|text|w|h|fs)-(.*-)?(sm|xl|xxl|lg|print|facebook|twitter|x|google|youtube|vimeo|dribbble|github|instagram|pinterest|vk|rss|flickr|bitbucket|tabler|linkedin|azure|indigo|purple|pink|lime|cyan|teal|orange|blue|gradient|imagecheck|colorinput|selectgroup|colour|floating|bookmark|\d{3})(-|$)/;
const KEPT = new Set(['btn-sm', 'form-control-sm', 'form-select-sm', 'btn-lg']);

/** Drops what we don't use of tabler.css: 635 kB become about a fifth. Other style sheets pass untouched. */
export function trimTabler(): Plugin {
  return {
    postcssPlugin: 'trim-tabler',
    OnceExit(sheet) {
      sheet.walkRules((rule) => trim(rule));
      sheet.walkAtRules('media', dropEmpty);
    },
  };
}

function trim(rule: Rule): void {
  if (!rule.source?.input.file?.includes('@tabler')) return;
  if (rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')) return;
  const kept = rule.selectors.filter(isWanted);
  if (kept.length === 0) rule.remove();
  else if (kept.length < rule.selectors.length) rule.selectors = kept;
}

export function isWanted(selector: string): boolean {
  const classes = [...selector.matchAll(/\.([A-Za-z_][\w-]*)/g)].map((found) => found[1] ?? '');
  return classes.every(
    (name) => KEPT.has(name) || (WANTED.test(name) && !UNUSED.test(name) && !UNWANTED.test(name)),
  );
}

function dropEmpty(rule: AtRule): void {
  if (rule.nodes?.length === 0) rule.remove();
}
