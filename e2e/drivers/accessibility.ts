import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

declare const axe: { run: (options: RunOptions) => Promise<AxeResults> };

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE = ['serious', 'critical'];
/** Chromium lets the keyboard into whatever scrolls by itself (since 130); axe does not count that. */
const BY_BROWSER = ['scrollable-region-focusable'];

/** What axe finds grave on the screen against WCAG 2 A and AA, each as `rule: element`; nothing when all is well. */
export async function barriersOn(page: Page): Promise<string[]> {
  // Not a script tag: the pages allow no script that is not theirs.
  await page.evaluate(source);
  const { violations } = await page.evaluate(() =>
    axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ id, impact }) => GRAVE.includes(String(impact)) && !BY_BROWSER.includes(id))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
