/** Opens every page of the mini-program in the preview and puts them on one picture, docs/screens.png. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { barriersOn } from '../drivers/accessibility';
import { shopper } from '../drivers/person';
import type { Person } from '../drivers/person';
import { openBrowser } from '../drivers/suite';
import { pagesOfApp, screensOf } from './pages';
import type { Screen } from './pages';
import { makeWorld, open } from './world';

const SHEET = inRoot('docs', 'screens.png');
const LIMIT_BYTES = 1.5 * 1024 * 1024;
const COLUMNS = 8;
/** CSS pixels of one screen on the sheet; the screens are 375 × 812. */
const [WIDTH, HEIGHT] = [180, 390];

type Picture = { caption: string; file: string; barriers: string[] };

/** The page at rest: its data there, its pictures loaded; and what stands in the way of somebody who hears it. */
async function shoot(person: Person, { address, caption, path }: Screen): Promise<Picture> {
  await open(person, address);
  await person.page.locator('[data-testid^="page-"]:visible').last().waitFor();
  await person.page.waitForLoadState('networkidle');
  await person.page.locator('[aria-busy="true"]:visible').waitFor({ state: 'detached' });
  const broken = await person.page.locator('[data-testid="error-state"]:visible').count();
  if (broken > 0) throw new Error(`${path} shows an error instead of itself`);
  await person.page.waitForTimeout(500);
  const file = join(process.env['SCREENSHOTS'] ?? '.', `${path.replaceAll('/', '-')}.png`);
  await person.page.screenshot({ path: file });
  const barriers = (await barriersOn(person.page)).map((barrier) => `${path}: ${barrier}`);
  return { caption, file, barriers };
}

const figure = ({ caption, file }: Picture): string =>
  `<figure><img src="data:image/png;base64,${readFileSync(file).toString('base64')}"><figcaption>${caption}</figcaption></figure>`;

async function compose(browser: Browser, pictures: readonly Picture[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: COLUMNS * (WIDTH + 16) + 16, height: 600 } });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 8px; background: #e4ded2; display: flex; flex-wrap: wrap; }
    figure { margin: 8px; }
    img { display: block; width: ${WIDTH}px; height: ${HEIGHT}px; border-radius: 10px; }
    figcaption { padding: 6px 0 2px; text-align: center; color: #1d2a24; font: 13px sans-serif; }
  </style>${pictures.map(figure).join('')}`);
  writeFileSync(SHEET, await page.screenshot({ fullPage: true }));
  const { size } = statSync(SHEET);
  if (size > LIMIT_BYTES) throw new Error(`${SHEET} is ${size} B, more than ${LIMIT_BYTES}`);
  process.stdout.write(`${pictures.length} pages on docs/screens.png, ${Math.round(size / 1024)} kB\n`);
}

async function main(): Promise<void> {
  const pages = await pagesOfApp();
  const browser = await openBrowser();
  const lin = await shopper(browser, 'lin');
  const screens = screensOf(pages, await makeWorld(browser, lin));
  const pictures: Picture[] = [];
  for (const screen of screens) pictures.push(await shoot(lin, screen));
  if (lin.problems.length > 0) throw new Error(`pages threw: ${lin.problems.join('; ')}`);
  await compose(browser, pictures);
  await browser.close();
  const barriers = pictures.flatMap((picture) => picture.barriers);
  if (barriers.length > 0) throw new Error(`axe finds barriers:\n${barriers.join('\n')}`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
