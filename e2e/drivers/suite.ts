import path from 'node:path';
import { SandboxClient } from '@omni/wechat-sandbox';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export type Urls = { api: string; ops: string; sandbox: string; miniapp: string; wecom: string };

/** Where the suite that the journeys started answers. */
export const urls = JSON.parse(process.env['SUITE_URLS'] ?? '{}') as Urls;
export const sandbox = new SandboxClient(urls.sandbox);

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  });

const PHONE = { width: 375, height: 812 };

/** One person's device: its own cookies and storage. Every error in the page's console fails the journey. */
export async function openPhone(
  browser: Browser,
  viewport = PHONE,
): Promise<{ context: BrowserContext; page: Page; problems: string[] }> {
  const context = await browser.newContext({
    viewport,
    deviceScaleFactor: 2,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(Number(process.env['JOURNEY_TIMEOUT_MS'] ?? 15_000));
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  return { context, page, problems };
}

let shots = 0;
/** `01-home.png`, `02-goods.png` …: the journey as pictures, in order. */
export async function shoot(page: Page, name: string): Promise<void> {
  shots += 1;
  const file = `${String(shots).padStart(2, '0')}-${name}.png`;
  await page.waitForTimeout(350);
  await page.screenshot({ path: path.join(process.env['SCREENSHOTS'] ?? '.', file) });
}

/** Moves the sandbox's clock; resolves when the server has followed. */
export async function advance(seconds: number): Promise<void> {
  const read = async () => {
    const { now } = (await (await fetch(`${urls.ops}/clock`)).json()) as { now: string };
    return new Date(now).getTime();
  };
  const target = (await read()) + seconds * 1000;
  await sandbox.advanceClock(seconds);
  for (let tries = 0; tries < 50 && (await read()) < target; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
