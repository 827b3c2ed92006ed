import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launch } from '@omni/weapp-host';
import type { Decision, HostOptions, Launched, Question } from '@omni/weapp-host';
import type { Browser } from 'playwright-core';
import { urls } from './suite';

type Page = NonNullable<Awaited<ReturnType<Launched['miniProgram']['currentPage']>>>;
type Element = NonNullable<Awaited<ReturnType<Page['$']>>>;
/** `input` and `textarea`; the automator's types know only plain elements. */
type Field = Element & { input: (text: string) => Promise<void> };
export type Tab = 'home' | 'category' | 'cart' | 'mine';

/** The compiled mini-program, and the address of the server that stands in it. */
const DIST = path.resolve(__dirname, '../../packages/miniapp/dist/weapp');
const COMPILED_API = process.env['TARO_APP_API'] ?? 'http://127.0.0.1:7300';
const PATIENCE_MS = Number(process.env['JOURNEY_TIMEOUT_MS'] ?? 15_000);
const LOOK_MS = 30;
const SIZES = [
  { width: 375, height: 667 },
  { width: 320, height: 568 },
];
let shots = 0;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks again until there is an answer; nothing is waited for by the clock alone. */
async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > end) throw new Error(`not within ${PATIENCE_MS} ms: ${what}`);
    await pause(LOOK_MS);
  }
}

/** A shopper with the compiled mini-program in hand. Elements are found by the names of the mini-program's README. */
export class OnPhone {
  constructor(
    private readonly launched: Launched,
    readonly person: string,
  ) {}

  get app(): Launched['miniProgram'] {
    return this.launched.miniProgram;
  }

  get host(): Launched['host'] {
    return this.launched.host;
  }

  /** What they will say when WeChat asks them. On DevTools nobody can be told. */
  decide(question: Question, decision: Decision): void {
    this.host?.person.decide(question, decision);
  }

  /** Waits until WeChat asks them this. */
  async isAsked(question: Question): Promise<void> {
    const asked = () => this.host?.person.asked.some((one) => one.question === question) ?? false;
    await until(`${question} to be asked`, () => Promise.resolve(asked() || null));
  }

  /** The page on top. */
  async page(): Promise<Page> {
    const page = await this.app.currentPage();
    if (page === undefined) throw new Error('no page is open');
    return page;
  }

  /** Waits until the page on top is this one: `goods/detail/index`. Answers its query. */
  arrive(at: string): Promise<Record<string, string>> {
    return until(`page ${at}`, async () => {
      const { path: now, query } = await this.page();
      return now === at ? (query as Record<string, string>) : null;
    });
  }

  see(id: string): Promise<Element> {
    return until(`#${id}`, async () => {
      const element = await (await this.page()).$(`#${id}`);
      return element !== null && (await isDrawn(element)) ? element : null;
    });
  }

  /** Waits until any of these takes a tap; answers which. */
  readyOneOf<Id extends string>(...ids: Id[]): Promise<Id> {
    return until(`one of ${ids.join(', ')}`, async () => {
      const page = await this.page();
      for (const id of ids) {
        const found = await page.$(`#${id}`);
        if (found !== null && (await attribute(found, 'aria-disabled')) !== 'true') return id;
      }
      return null;
    });
  }

  /** Waits until it is not there, or not any more. */
  async gone(id: string): Promise<void> {
    await until(`#${id} gone`, async () => ((await (await this.page()).$(`#${id}`)) === null ? true : null));
  }

  async has(id: string): Promise<boolean> {
    return (await (await this.page()).$(`#${id}`)) !== null;
  }

  /** Buttons that are busy or off are waited for: they would take no tap. */
  async tap(id: string): Promise<void> {
    const element = await until(`#${id} to take a tap`, async () => {
      const found = await this.see(id);
      return (await attribute(found, 'aria-disabled')) === 'true' ? null : found;
    });
    await element.tap();
  }

  async type(id: string, text: string): Promise<void> {
    const element = await this.see(id);
    const field = /^(input|textarea)$/.test(element.tagName) ? element : await element.$('input, textarea');
    await (field as Field).input(text);
  }

  async read(id: string): Promise<string> {
    return (await (await this.see(id)).text()).trim();
  }

  /** Waits until the element says this. */
  async reads(id: string, expected: string | RegExp): Promise<string> {
    let last = '';
    const says = async () => {
      last = (await (await (await this.page()).$(`#${id}`))?.text().catch(() => '')) ?? '';
      return last.match(expected) === null ? null : last.trim();
    };
    return until(`#${id} to say ${String(expected)}`, says).catch((error: Error) => {
      throw new Error(`${error.message}; it says: ${last}`);
    });
  }

  attribute(id: string, name: string): Promise<string | null> {
    return this.see(id).then((element) => attribute(element, name));
  }

  /** Ids on the page that begin so, from above to below. */
  async idsFrom(prefix: string): Promise<string[]> {
    const found = (await (await this.page()).$$(`[id^="${prefix}"]`)) as Element[];
    const ids = await Promise.all(found.map((element) => attribute(element, 'id')));
    return ids.filter((id): id is string => id !== null);
  }

  /** Waits for one; answers the first. */
  firstFrom(prefix: string): Promise<string> {
    return until(`something whose id begins ${prefix}`, async () => (await this.idsFrom(prefix))[0] ?? null);
  }

  /** A tab of the bar, which is WeChat's own. */
  async tab(name: Tab): Promise<void> {
    await this.app.callWxMethod('switchTab', { url: `/pages/${name}/index` });
    await this.see(`page-${name}`);
  }

  /** Opens a page over the others, as a card or a message in the chat does. */
  async open(url: string): Promise<void> {
    await this.app.callWxMethod('navigateTo', { url: `/${url}` });
    await this.arrive(url.split('?')[0] ?? url);
  }

  /** WeChat's arrow in the corner. */
  async back(): Promise<void> {
    const from = (await this.page()).path;
    await this.app.callWxMethod('navigateBack');
    await until(`to leave ${from}`, async () => ((await this.page()).path === from ? null : true));
  }

  /** `weapp/he-01-home-375.png` and the same at 320: this screen on the phone that is usual, and on the smallest. */
  async shoot(name: string): Promise<void> {
    shots += 1;
    const folder = path.join(process.env['SCREENSHOTS'] ?? '.', 'weapp');
    mkdirSync(folder, { recursive: true });
    const file = (width: number) =>
      path.join(folder, `${this.person}-${String(shots).padStart(2, '0')}-${name}-${width}.png`);
    if (this.host === null) return void (await this.app.screenshot({ path: file(375) }));
    for (const size of SIZES) writeFileSync(file(size.width), await this.host.pictureAt(size));
  }

  /** What nobody caught, nobody answered, or the host does not emulate. DevTools shows it in its console only. */
  get problems(): string[] {
    return (this.host?.exceptions ?? []).map(({ message }) => message);
  }

  async leave(): Promise<void> {
    await this.launched.close();
  }
}

async function isDrawn(element: Element): Promise<boolean> {
  const { width, height } = await element.size().catch(() => ({ width: 0, height: 0 }));
  return Number(width) > 0 && Number(height) > 0;
}

const attribute = (element: Element, name: string): Promise<string | null> =>
  element.attribute(name).catch(() => null);

type PhoneOptions = Pick<HostOptions, 'open' | 'scene' | 'storage'> & { width?: number };

/** One phone; its shopper lives in the sandbox. Real WeChat DevTools when `WECHAT_DEVTOOLS_CLI` is set. */
export async function shopperOnPhone(
  browser: Browser,
  person: string,
  { width = 375, ...options }: PhoneOptions = {},
): Promise<OnPhone> {
  const launched = await launch({
    ...options,
    browser,
    person,
    dist: DIST,
    sandboxUrl: urls.sandbox,
    proxy: { [COMPILED_API]: urls.api },
    viewport: { width, height: width < 360 ? 568 : 667 },
  });
  return new OnPhone(launched, person);
}
