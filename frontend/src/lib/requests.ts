import htmx from 'htmx.org';
import { showToast } from './toast.ts';
import { text } from './texts.ts';

interface RequestDetail {
  headers: Record<string, string>;
  xhr: XMLHttpRequest;
  target: Element;
  question?: string;
  issueRequest(confirmed: boolean): void;
}

const token = (): string => document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';

/** What every htmx request shares: the forgery token, our own dialog for hx-confirm, one answer to every failure. */
export function watchRequests(ask: (question: string) => Promise<boolean>): void {
  let asking: Element | null = null;
  on('htmx:configRequest', ({ headers }) => (headers['X-CSRFToken'] = token()));
  on('htmx:confirm', (detail, event) => {
    if (!detail.question) return;
    event.preventDefault();
    asking = event.target as Element;
    void ask(detail.question).then((yes) => {
      asking = null;
      if (yes) detail.issueRequest(true);
    });
  });
  // A part that refreshes itself must not take away the button whose question is open; its next turn brings it up to date.
  on('htmx:beforeSwap', ({ target }, event) => {
    if (asking && target.contains(asking)) event.preventDefault();
  });
  on('htmx:responseError', ({ xhr }) => showToast({ text: reason(xhr.status), tone: 'bad' }));
  on('htmx:sendError', () => showToast({ text: text('offline'), tone: 'bad' }));
  document.addEventListener('submit', fillToken, true);
  document.addEventListener('ka:reload', (event) =>
    reload((event as CustomEvent<{ value?: string }>).detail.value),
  );
  addEventListener('offline', () => showToast({ text: text('offline'), tone: 'bad' }));
  addEventListener('online', () => showToast({ text: text('online') }));
}

export function reason(status: number): string {
  if (status === 401) return text('signin');
  if (status === 403) return text('denied');
  return text(status === 404 || status === 410 ? 'gone' : 'error');
}

function on(name: string, work: (detail: RequestDetail, event: Event) => void): void {
  document.addEventListener(name, (event) => work((event as CustomEvent<RequestDetail>).detail, event));
}

/** Forms written by a macro cannot know the token; it is filled in as they leave. */
function fillToken(event: Event): void {
  const field = (event.target as HTMLFormElement).querySelector<HTMLInputElement>('[data-csrf]');
  if (field) field.value = token();
}

/** `HX-Trigger: {"ka:reload": "#list"}` fetches that part of the page again from the page's own address. */
function reload(selector?: string): void {
  if (!selector || !document.querySelector(selector)) return location.reload();
  const context = { target: selector, select: selector, swap: 'outerHTML' as const, source: 'body' };
  void htmx.ajax('get', location.pathname + location.search, context);
}
