import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ARIA, ariaOf } from '../../config/aria';

const SOURCES = join(__dirname, '..');
const screens = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.tsx') && !path.endsWith('.test.tsx'),
);
const used = new Set(
  screens.flatMap((path) =>
    [...readFileSync(join(SOURCES, path), 'utf8').matchAll(/\s(aria-[a-z]+)(?==|\s|>)/g)].map(
      ([, name]) => name,
    ),
  ),
);

test('the weapp template names every aria attribute that a screen uses', () => {
  expect([...used].filter((name) => !(ARIA as readonly string[]).includes(name ?? ''))).toEqual([]);
  expect(used.size).toBeGreaterThan(5);
});

test('a role goes out under the name that WeChat has for it, a state under its own', () => {
  expect(ariaOf('view')).toMatchObject({
    'aria-role': 'i.ariaRole||i.role',
    'aria-checked': 'i.ariaChecked',
  });
  expect(ariaOf('static-image')).toHaveProperty('aria-label', 'i.ariaLabel');
  expect(ariaOf('pure-view')).toEqual({});
});
