// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isWanted } from './trim.ts';

const root = new URL('../..', import.meta.url);
const icons = new Set(JSON.parse(readFileSync(new URL('frontend/icons.json', root), 'utf8')) as string[]);

it('has every icon a template or a Python file names', () => {
  const folder = new URL('keyaccount/', root);
  const named = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(html|py)$/.test(path))
    .flatMap((path) => [
      ...readFileSync(new URL(path, folder), 'utf8').matchAll(
        /(?:\bicon(?:_button)?\(|"icon":\s*|\bicon=)"([a-z][a-z0-9-]+)"/g,
      ),
    ])
    .map((found) => found[1] ?? '');
  expect(named.filter((name) => name !== 'mark' && !icons.has(name))).toEqual([]);
});

it('locks packages by hash, never by address', () => {
  expect(readFileSync(new URL('frontend/package-lock.json', root), 'utf8')).not.toMatch(
    /https?:\/\/[^"]*\.tgz|"resolved"/,
  );
});

it('keeps of Tabler the controls and drops the components', () => {
  expect(['a', '.btn-primary', '.form-control:focus', '.mt-3', '.btn-sm'].filter(isWanted)).toHaveLength(5);
  expect(['.carousel', '.navbar .btn', '.mt-xl-3', '.btn-facebook'].filter(isWanted)).toEqual([]);
});
