import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contrast, rgbOf } from './contrast.rules';

const sheet = readFileSync(join(__dirname, 'tokens.scss'), 'utf8');
const tokens = Object.fromEntries(
  [...sheet.matchAll(/^\$([\w-]+): (#[0-9a-f]{6});/gim)].map(([, name = '', colour = '']) => [name, colour]),
);

/** Which tokens are written on which surfaces. A new colour of text or surface belongs here. */
const WRITTEN_ON: Record<string, string[]> = {
  ink: ['ground', 'surface', 'sunken', 'primary-soft', 'accent-soft', 'warn-soft'],
  'ink-soft': ['ground', 'surface', 'sunken', 'primary-soft'],
  primary: ['ground', 'surface', 'sunken', 'primary-soft'],
  accent: ['ground', 'surface', 'accent-soft'],
  danger: ['ground', 'surface', 'danger-soft'],
  'on-warn': ['warn-soft'],
  'on-primary': ['primary', 'primary-deep'],
};
const pairs = Object.entries(WRITTEN_ON).flatMap(([text, surfaces]) =>
  surfaces.map((surface) => [text, surface] as const),
);

test.each(pairs)('%s can be read on %s', (text, surface) => {
  expect(contrast(tokens[text] ?? '', tokens[surface] ?? '')).toBeGreaterThanOrEqual(4.5);
});

test('Every colour of the tokens is text, or a surface, or a line.', () => {
  const named = new Set(['line', ...Object.keys(WRITTEN_ON), ...Object.values(WRITTEN_ON).flat()]);
  expect(Object.keys(tokens).filter((name) => !named.has(name))).toEqual([]);
});

test('Black on white is 21, a colour on itself is 1, and what is no colour is refused.', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#a84a25', '#a84a25')).toBe(1);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  expect(() => rgbOf('red')).toThrow('red');
});
