import { expect, test, vi } from 'vitest';
import { watchRequests } from './requests.ts';

vi.mock('htmx.org', () => ({ default: {} }));

test('what refreshes itself waits while a question about something in it is open', async () => {
  document.body.innerHTML = '<div id="job"><button>取消</button></div><div id="other"></div>';
  const [job, button, other] = ['#job', 'button', '#other'].map((name) => document.querySelector(name)!);
  const answers: ((yes: boolean) => void)[] = [];
  watchRequests(() => new Promise((resolve) => answers.push(resolve)));
  const fire = (name: string, on: Element, detail: object): boolean =>
    on.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
  const swaps = (target: Element): boolean => fire('htmx:beforeSwap', target, { target });

  expect(swaps(job!)).toBe(true);
  let sent = 0;
  fire('htmx:confirm', button!, { question: '确定？', issueRequest: () => (sent += 1) });
  expect([swaps(job!), swaps(other!)]).toEqual([false, true]);
  answers[0]!(true);
  await Promise.resolve();
  expect([swaps(job!), sent]).toEqual([true, 1]);
});
