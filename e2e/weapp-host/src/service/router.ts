import { resolvePath } from '../compile/dist-path';
import { pageHeight } from '../device';
import type { Definitions } from './definitions';
import { Page } from './page';
import type { ServiceState } from './state';
import { Refusal } from './wx/call';

export type RouteKind = 'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab' | 'navigateBack' | 'appLaunch';
type Target = { path: string; query: Record<string, string> };

/** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html: at most ten pages. */
const STACK_LIMIT = 10;

/** The page stack. Tab pages stay alive behind it until the app is launched anew. */
export class Router {
  readonly stack: Page[] = [];
  private readonly tabs = new Map<string, Page>();
  private lastId = 0;

  constructor(
    private readonly state: ServiceState,
    private readonly definitions: Definitions,
  ) {}

  get top(): Page {
    const page = this.stack.at(-1);
    if (page === undefined) throw new Error('no page is open');
    return page;
  }

  /** Every living page, also tab pages that are not on the stack. */
  find(pageId: number): Page | undefined {
    return [...this.stack, ...this.tabs.values()].find((page) => page.id === pageId);
  }

  isTab(path: string): boolean {
    return (this.state.config.app.tabBar?.list ?? []).some(({ pagePath }) => pagePath === path);
  }

  launch(path: string, query: Record<string, string>): void {
    this.start({ path, query }, 'appLaunch');
  }

  navigateTo(url: string): Page {
    const target = this.resolve(url);
    if (this.isTab(target.path)) throw new Refusal('can not navigateTo a tabbar page');
    if (this.stack.length >= STACK_LIMIT) throw new Refusal('webview count limit exceed');
    this.top.hide();
    return this.start(target, 'navigateTo');
  }

  redirectTo(url: string): void {
    const target = this.resolve(url);
    if (this.isTab(target.path)) throw new Refusal('can not redirectTo a tabbar page');
    this.leaveTop();
    this.start(target, 'redirectTo');
  }

  reLaunch(url: string): void {
    const target = this.resolve(url);
    while (this.stack.length > 0) this.leaveTop({ closeTabs: true });
    for (const page of this.tabs.values()) page.close();
    this.tabs.clear();
    this.start(target, 'reLaunch');
  }

  switchTab(url: string): void {
    const target = this.resolve(url.split('?')[0] ?? url);
    if (!this.isTab(target.path)) throw new Refusal('can not switch to no-tabBar page');
    if (this.stack.length === 1 && this.top.path === target.path) return;
    while (this.stack.length > 0) this.leaveTop();
    const kept = this.tabs.get(target.path);
    if (kept === undefined) this.start(target, 'switchTab');
    else this.reveal(kept);
  }

  /** A delta over the depth goes to the first page. */
  navigateBack(delta = 1): void {
    if (this.stack.length <= 1) throw new Refusal('cannot navigate back at first page.');
    const steps = Math.min(Math.max(delta, 1), this.stack.length - 1);
    for (let step = 0; step < steps; step += 1) this.leaveTop();
    this.reveal(this.stack.pop() as Page);
  }

  /** Path and query of a url; relative ones from the page on top. Refuses what app.json does not list. */
  resolve(url: string): Target {
    const [address = '', search = ''] = url.split('?');
    const path = resolvePath(this.stack.at(-1)?.path ?? '', address);
    if (!this.state.config.pages.includes(path)) throw new Refusal(`page "${path}" is not found`);
    return { path, query: parseQuery(search) };
  }

  private start(target: Target, kind: RouteKind): Page {
    this.lastId += 1;
    const id = this.lastId;
    const height = () => pageHeight(this.state.device, this.shape(target.path));
    const page = new Page(this.state, this.definitions, { ...target, id, height });
    this.stack.push(page);
    if (this.isTab(target.path)) this.tabs.set(target.path, page);
    this.tellView(page, kind);
    page.load();
    page.show();
    return page;
  }

  private reveal(page: Page): void {
    this.stack.push(page);
    this.tellView(page, 'navigateBack');
    page.show();
  }

  private leaveTop({ closeTabs = false } = {}): void {
    const page = this.stack.pop() as Page;
    const isKept = this.tabs.get(page.path) === page;
    if (isKept && !closeTabs) {
      page.hide();
      return;
    }
    if (isKept) this.tabs.delete(page.path);
    page.close();
  }

  private tellView(page: Page, kind: RouteKind): void {
    const { tabBar } = this.shape(page.path);
    this.state.channel.tell('showPage', { pageId: page.id, tabBar, depth: this.stack.length, kind });
  }

  private shape(path: string) {
    const { app, components } = this.state.config;
    const style = components[path]?.navigationStyle ?? app.window?.navigationStyle;
    return { customNavigation: style === 'custom', tabBar: this.isTab(path) };
  }
}

/** Values stay encoded, as on a phone. */
export function parseQuery(search: string): Record<string, string> {
  const pairs = search.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, value.join('=')];
    }),
  );
}
