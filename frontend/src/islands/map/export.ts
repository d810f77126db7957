import { svg } from './svg.ts';

const DRAWN = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;
const DRESS = ['class', 'role', 'tabindex', 'aria-label', 'aria-pressed', 'aria-hidden', 'aria-expanded'];
const HEAD = 48;
/** A3 at about 200 dots per inch. */
const SHARP = 3300;
const A3 = { width: 420, height: 297, edge: 10 };

/** The drawing as a file of its own, in the light colours: every style becomes an attribute, nothing refers outside. */
function standalone(drawing: SVGSVGElement, title: string): string {
  const room = document.createElement('div');
  room.className = 'ka-map-export';
  room.dataset['bsTheme'] = 'light';
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.querySelectorAll('.m-over, .m-ring, .m-link').forEach((part) => part.remove());
  for (const part of copy.querySelectorAll('.is-faded, .is-selected, .is-lit, .is-near'))
    part.classList.remove('is-faded', 'is-selected', 'is-lit', 'is-near');
  head(copy, title);
  room.append(copy);
  document.body.append(room);
  settle(copy);
  room.remove();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}

/** A ground to stand on, and above the map a line that says which one it is. */
function head(copy: SVGSVGElement, title: string): void {
  const [x = 0, y = 0, width = 1, height = 1] = (copy.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const whole = { x, y: y - HEAD, width, height: height + HEAD };
  copy.setAttribute('viewBox', Object.values(whole).join(' '));
  copy.setAttribute('height', String(whole.height));
  copy
    .querySelector('defs')
    ?.after(
      svg('rect', { class: 'm-ground', ...whole }),
      svg('text', { class: 'm-heading', x: x + 24, y: y - HEAD + 34 }, title),
    );
}

/** Every style that differs from the parent's; all are read before the first class goes, for one hangs on the other. */
function settle(copy: SVGSVGElement): void {
  const parts = [copy, ...copy.querySelectorAll<SVGElement>('*')].filter((part) => !part.closest('symbol'));
  const styles = new Map<Element, Map<string, string>>();
  for (const part of parts) {
    const style = getComputedStyle(part);
    if (style.display !== 'none' || part.closest('defs'))
      styles.set(part, new Map(DRAWN.map((name) => [name, style.getPropertyValue(name)])));
  }
  for (const part of parts) {
    const style = styles.get(part);
    const above = styles.get(part.parentElement ?? part);
    if (!style) part.remove();
    for (const [name, value] of style ?? []) {
      const before = name === 'opacity' ? '1' : part === copy ? '' : above?.get(name);
      if (value && value !== before) part.setAttribute(name, value.replaceAll('"', "'"));
      else part.removeAttribute(name);
    }
    for (const name of DRESS) part.removeAttribute(name);
  }
}

async function picture(drawing: SVGSVGElement, title: string): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(drawing, title))}`;
  await image.decode();
  const scale = Math.max(0.2, Math.min(3, SHARP / Math.max(image.width, image.height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(image.width * scale);
  canvas.height = Math.ceil(image.height * scale);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export async function saveAs(kind: string, drawing: SVGSVGElement, name: string): Promise<void> {
  if (kind === 'svg')
    return download(new Blob([standalone(drawing, name)], { type: 'image/svg+xml' }), `${name}.svg`);
  const canvas = await picture(drawing, name);
  if (kind === 'pdf') return download(await pdf(canvas), `${name}.pdf`);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob) download(blob, `${name}.png`);
}

/** One page A3 across, the map as large as fits. */
async function pdf(canvas: HTMLCanvasElement): Promise<Blob> {
  const { jsPDF } = await import('jspdf');
  const page = new jsPDF({ orientation: 'landscape', unit: 'mm', format: 'a3', compress: true });
  const room = { width: A3.width - 2 * A3.edge, height: A3.height - 2 * A3.edge };
  const scale = Math.min(room.width / canvas.width, room.height / canvas.height);
  const [width, height] = [canvas.width * scale, canvas.height * scale];
  page.addImage(
    canvas,
    'PNG',
    (A3.width - width) / 2,
    (A3.height - height) / 2,
    width,
    height,
    undefined,
    'FAST',
  );
  return page.output('blob');
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[\\/:*?"<>|]+/g, ' ');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
