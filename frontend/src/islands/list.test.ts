import { beforeAll, expect, it } from 'vitest';
import { List } from './list.ts';

beforeAll(() => {
  customElements.define('ka-list', List);
  document.body.innerHTML = `<ka-list><table><thead><tr><th><input type="checkbox" data-all></th></tr></thead><tbody>
    ${[1, 2, 3].map((id) => `<tr data-row><td><input type="checkbox" name="ids" value="${id}"></td><td><a href="#${id}">行</a></td></tr>`).join('')}
    </tbody></table><div class="ka-bulk" hidden><output data-text="已选 {n} 个"></output><button data-none></button></div></ka-list>`;
});

const bar = () => document.querySelector<HTMLElement>('.ka-bulk')!;
const send = (key: string) =>
  document
    .querySelector('ka-list')!
    .dispatchEvent(new CustomEvent('ka:row', { detail: key, cancelable: true }));

it('shows the bar with the number of chosen rows, and hides it again', () => {
  const box = document.querySelector<HTMLInputElement>('[name=ids]')!;
  box.checked = true;
  box.dispatchEvent(new Event('change', { bubbles: true }));
  expect([bar().hidden, bar().textContent]).toEqual([false, '已选 1 个']);
  bar().querySelector('button')!.click();
  expect([bar().hidden, box.checked]).toEqual([true, false]);
});

it('walks by j and k, chooses by x', () => {
  expect(send('x')).toBe(true);
  expect(send('j')).toBe(false);
  send('j');
  send('k');
  expect(document.querySelector('tr.is-here a')?.getAttribute('href')).toBe('#1');
  send('x');
  expect(bar().textContent).toBe('已选 1 个');
});
