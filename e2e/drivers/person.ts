import type { Browser, Locator, Page } from 'playwright-core';
import { openPhone, urls } from './suite';

/** Somebody at a screen: finds what is visible by its test id, taps, types and reads. */
export type Person = {
  page: Page;
  see: (testId: string) => Promise<Locator>;
  tap: (testId: string) => Promise<void>;
  type: (testId: string, text: string) => Promise<void>;
  read: (testId: string) => Promise<string>;
  /** Errors that the pages threw so far. */
  problems: string[];
  leave: () => Promise<void>;
};

async function personAt(browser: Browser, address: string): Promise<Person> {
  const { context, page, problems } = await openPhone(browser);
  await page.goto(address);
  // Pages below the one on top stay in the document, hidden.
  const visible = (testId: string) => page.locator(`[data-testid="${testId}"]:visible`).last();
  const see = async (testId: string) => {
    const found = visible(testId);
    await found.waitFor();
    return found;
  };
  return {
    page,
    see,
    problems,
    tap: async (testId) => (await see(testId)).click(),
    async type(testId, text) {
      const field = await see(testId);
      const input = field.locator('input, textarea').first();
      await ((await input.count()) > 0 ? input : field).fill(text);
    },
    read: async (testId) => ((await (await see(testId)).textContent()) ?? '').trim(),
    leave: () => context.close(),
  };
}

/** A shopper of the sandbox's world with the mini-program open. */
export const shopper = (browser: Browser, id: string, query = ''): Promise<Person> =>
  personAt(browser, `${urls.miniapp}/?person=${id}${query}`);

/** A guide with a customer's chat open and the sidebar beside it. */
export const guideInChat = (browser: Browser, userid: string, customer: string): Promise<Person> =>
  personAt(browser, `${urls.wecom}/__sandbox/act-as?staff=${userid}&customer=${customer}&to=/sidebar`);

/** Staff at the store's workbench. */
export const counter = (browser: Browser, userid: string): Promise<Person> =>
  personAt(browser, `${urls.wecom}/__sandbox/act-as?staff=${userid}&to=/workbench`);
