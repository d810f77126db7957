import { beforeEach, expect, it } from 'vitest';
import { fill, read } from './drafts.ts';

let form: HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = `<form><input name="name" value="旧名"><input name="months" type="checkbox" value="9">
    <input name="months" type="checkbox" value="10" checked><input name="version" type="hidden" value="3">
    <input name="secret" type="password" value="x"><textarea name="memo"></textarea></form>`;
  form = document.querySelector('form')!;
});

it('keeps what was typed, without secrets and version', () => {
  expect(read(form)).toEqual([
    ['name', '旧名'],
    ['months', '10'],
    ['memo', ''],
  ]);
});

it('puts a draft back and says whether anything differed', () => {
  expect(fill(form, read(form))).toBe(false);
  expect(
    fill(form, [
      ['name', '新名'],
      ['months', '9'],
      ['memo', '第一行\n第二行'],
      ['gone', '1'],
    ]),
  ).toBe(true);
  expect(read(form)).toEqual([
    ['name', '新名'],
    ['months', '9'],
    ['memo', '第一行\n第二行'],
  ]);
});

it('never brings an old version back', () => {
  fill(form, [
    ['version', '1'],
    ['name', '新名'],
  ]);
  expect(form.querySelector<HTMLInputElement>('[name=version]')?.value).toBe('3');
});
