import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fireEvent, render, screen } from '@testing-library/react';
import { taro } from '../../../testing/taro';
import AboutPage from '.';
import { LIBRARIES, VERSION } from './build';

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
const root = join(__dirname, '../../..');

test('it says which build this is', () => {
  render(<AboutPage />);
  expect(screen.getByTestId('about-version')).toHaveTextContent(`版本 ${VERSION}`);
  expect(json(join(root, 'package.json'))['version']).toBe(VERSION);
});

test('what is agreed is one tap away; what nobody set is not there', () => {
  render(<AboutPage />);
  for (const name of ['about-privacy', 'about-consents']) {
    fireEvent.click(screen.getByTestId(name));
    expect(taro.navigateTo).toHaveBeenLastCalledWith({ url: '/member/privacy/index' });
  }
  expect(screen.queryByTestId('about-call')).not.toBeInTheDocument();
  expect(screen.queryByTestId('about-licence')).not.toBeInTheDocument();
});

test.each(LIBRARIES.map(({ name, version, licence }) => [name, version, licence]))(
  '%s %s is listed under %s, as its package says (if not: node scripts/list-licences.mjs)',
  (name, version, licence) => {
    const its = json(join(root, 'node_modules', name, 'package.json'));
    expect([its['version'], its['license']]).toEqual([version, licence]);
  },
);
