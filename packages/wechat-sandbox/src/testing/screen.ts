import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from './merchant';
import { findChromium } from './page-server';

const PATIENCE_MS = 8000;
export const executablePath = findChromium();
const AUDIT = join(__dirname, 'page-audit.ts');

/** The control screen of a sandbox of its own, in Chromium. */
export class Screen {
  private auditScript: string | undefined;

  private constructor(
    readonly sandbox: Sandbox,
    readonly browser: Browser,
    readonly merchant: Merchant,
  ) {}

  static async start(): Promise<Screen> {
    const sandbox = await startSandbox();
    const args = ['--no-sandbox', '--disable-gpu'];
    const browser = await chromium.launch({ executablePath: executablePath ?? '', args });
    return new Screen(sandbox, browser, new Merchant(sandbox));
  }

  /** A page of its own at `hash`; mistakes of the page's script fail the test that looks at `mistakes`. */
  async open(hash: string, options: BrowserContextOptions = {}): Promise<Page & { mistakes: string[] }> {
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const mistakes: string[] = [];
    page.on('pageerror', (error) => mistakes.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) mistakes.push(message.text());
    });
    await page.goto(`${this.sandbox.url}/${hash}`);
    await page.getByTestId('clock').waitFor();
    return Object.assign(page, { mistakes });
  }

  /** What makes the page as it is hard to use, as sentences. */
  async audit(page: Page): Promise<string[]> {
    this.auditScript ??= await bundled(AUDIT);
    return page.evaluate<string[]>(`${this.auditScript};audit.auditPage()`);
  }

  async openid(shopperId: string): Promise<string> {
    const { shoppers } = await this.sandbox.control.people();
    return shoppers.find(({ id }) => id === shopperId)?.openid ?? '';
  }

  /** An order that this person could pay now. */
  async prepay(
    outTradeNo: string,
    shopperId: string,
    changes: Record<string, unknown> = {},
  ): Promise<string> {
    return this.merchant.prepay(this.merchant.order(outTradeNo, await this.openid(shopperId), changes));
  }

  /** An open page goes on asking the sandbox each second. */
  async closePages(): Promise<void> {
    await Promise.all(this.browser.contexts().map((context) => context.close()));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.sandbox.close();
  }
}

async function bundled(entry: string): Promise<string> {
  const options = { bundle: true, write: false, format: 'iife', globalName: 'audit' } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [entry] });
  return outputFiles[0]?.text ?? '';
}

/** Waits until `look` sees `wanted`; the page draws what it was told a moment later. */
export async function eventually<T>(look: () => T | Promise<T>, wanted: T): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while ((await look()) !== wanted && Date.now() < until) await sleep(20);
  expect(await look()).toBe(wanted);
}
