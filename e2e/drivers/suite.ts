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

/** Moves the server's and the sandbox's clock together. */
export async function advance(seconds: number): Promise<void> {
  await sandbox.advanceClock(seconds);
  await fetch(`${urls.ops}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: seconds }),
  });
}
