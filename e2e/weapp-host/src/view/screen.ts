import type { Channel } from '../channel';
import type { WindowConfig } from '../compile/config';
import type { ViewBoot } from './main';
import { PageView } from './page';
import type { TitleChange } from './page';
import { watchPageScroll } from './page-scroll';
import { NavigationBar, TabBarView } from './shell/bars';
import { Popups, make } from './shell/popups';
import { shellStyle } from './shell/style';

type Options = Record<string, unknown>;
type Call = { name: string; pageId: number; options: Options };
type Opened = { view: PageView; config: WindowConfig; title: TitleChange };

/** The screen of the phone: bars, the pages between them, popups over them. */
export class Screen {
  readonly popups: Popups;
  private readonly pages = new Map<number, Opened>();
  private readonly container = make('div', { id: 'pages' });
  private readonly refresh = make('div', { id: 'refresh', textContent: '• • •' });
  private readonly navigation: NavigationBar;
  private readonly tabs: TabBarView;
  private clipboard = '';
  private shown = { pageId: 0, depth: 1 };

  constructor(private readonly parts: { boot: ViewBoot; styles: Record<string, string>; channel: Channel }) {
    const { device, config } = parts.boot;
    document.head.append(make('style', { textContent: shellStyle }));
    const phone = make('div', { id: 'phone' });
    document.body.append(phone);
    this.popups = new Popups(phone);
    this.navigation = new NavigationBar(phone, { device, onBack: () => parts.channel.tell('backTapped') });
    this.container.append(this.refresh);
    phone.append(this.container);
    const onTap = (path: string) => parts.channel.tell('tabTapped', path);
    this.tabs = new TabBarView(phone, { tabBar: config.app.tabBar, device, onTap });
  }

  page(pageId: number): PageView | undefined {
    return this.pages.get(pageId)?.view;
  }

  get top(): PageView {
    return (this.pages.get(this.shown.pageId) as Opened).view;
  }

  openPage(id: number, path: string): void {
    const { boot, styles, channel } = this.parts;
    const config = { ...boot.config.app.window, ...boot.config.components[path] };
    const view = new PageView(
      {
        id,
        path,
        config,
        channel,
        styles,
        screenWidth: boot.device.screenWidth,
        resolve: (source) => fileAddress(path, source),
        setTitle: (change) => this.setTitle(id, change),
        choose: (columns, chosen) => this.popups.choose(columns, chosen),
      },
      this.container,
    );
    this.pages.set(id, { view, config, title: {} });
    watchPageScroll(view, () => {
      this.refresh.classList.add('on');
      channel.tell('pageEvent', { pageId: id, name: 'onPullDownRefresh', value: undefined });
    });
  }

  /** Draws all pages as on a screen of this width; the service is not told. */
  resize(screenWidth: number): void {
    for (const { view } of this.pages.values()) view.resize(screenWidth);
  }

  showPage({ pageId, tabBar, depth }: { pageId: number; tabBar: boolean; depth: number }): void {
    this.shown = { pageId, depth };
    for (const [id, { view }] of this.pages) view.frame.classList.toggle('shown', id === pageId);
    this.refresh.classList.remove('on');
    this.tabs.show(this.top.parts.path, tabBar);
    this.drawNavigation();
  }

  closePage(pageId: number): void {
    this.page(pageId)?.close();
    this.pages.delete(pageId);
  }

  /** An API of the service that draws: https://developers.weixin.qq.com/miniprogram/dev/api/ui/ */
  interface({ name, pageId, options }: Call): unknown {
    if (/TabBar/.test(name)) return this.tabs.change(name, options);
    const draw = this.ways[name];
    if (draw === undefined) throw new Error(`the view does not know ${name}`);
    return draw(options, pageId);
  }

  private setTitle(pageId: number, change: TitleChange): void {
    const page = this.pages.get(pageId);
    if (page !== undefined) page.title = { ...page.title, ...change };
    this.drawNavigation();
  }

  private drawNavigation(): void {
    const page = this.pages.get(this.shown.pageId);
    if (page !== undefined) this.navigation.show(page.config, page.title, this.shown.depth);
  }

  private readonly ways: Record<string, (options: Options, pageId: number) => unknown> = {
    setNavigationBarTitle: ({ title }, id) => this.setTitle(id, { title: String(title) }),
    setNavigationBarColor: ({ frontColor, backgroundColor }, id) =>
      this.setTitle(id, { color: String(frontColor), background: String(backgroundColor) }),
    showNavigationBarLoading: (_, id) => this.setTitle(id, { loading: true }),
    hideNavigationBarLoading: (_, id) => this.setTitle(id, { loading: false }),
    setBackgroundColor: ({ backgroundColor }, id) => {
      const html = this.page(id)?.document.documentElement;
      html?.style.setProperty('background-color', String(backgroundColor));
    },
    setBackgroundTextStyle: () => undefined,
    hideHomeButton: () => undefined,
    pageScrollTo: (options, id) => this.scrollPage(options, id),
    startPullDownRefresh: () => void this.refresh.classList.add('on'),
    stopPullDownRefresh: () => void this.refresh.classList.remove('on'),
    showToast: (options) => this.popups.showToast(options),
    hideToast: () => this.popups.hideToast(),
    showLoading: (options) => this.popups.showLoading(options),
    hideLoading: () => this.popups.hideToast(),
    showModal: (options) => this.popups.showModal(options),
    showActionSheet: (options) => this.popups.showActionSheet(options),
    hideKeyboard: () => (this.top.document.activeElement as HTMLElement | null)?.blur(),
    previewImage: ({ urls, current = 0 }) => {
      const list = (urls as string[]).map((url) => fileAddress(this.top.parts.path, url));
      const index = typeof current === 'number' ? current : (urls as string[]).indexOf(String(current));
      this.popups.showPictures(list, Math.max(0, index));
    },
    getImageInfo: async ({ src }) => ({
      path: src,
      ...(await pictureInfo(fileAddress(this.top.parts.path, String(src)))),
    }),
    setClipboardData: ({ data }) => {
      this.clipboard = String(data);
      this.popups.showToast({ title: '内容已复制', icon: 'none' });
    },
    getClipboardData: () => ({ data: this.clipboard }),
  };

  private scrollPage({ scrollTop, selector, offsetTop = 0 }: Options, id: number): void {
    const page = this.page(id);
    if (page === undefined) return;
    const target = typeof selector === 'string' ? page.document.querySelector(selector) : null;
    const top =
      target === null ? Number(scrollTop ?? 0) : target.getBoundingClientRect().top + page.window.scrollY;
    page.window.scrollTo({ top: top + Number(offsetTop), behavior: 'instant' });
  }
}

/** `/a.png` and `a.png` are files of the package; addresses with a scheme stay. */
export function fileAddress(page: string, source: string): string {
  if (source.startsWith('http://tmp/')) return `${location.origin}/tmp/${source.slice('http://tmp/'.length)}`;
  if (/^(https?:|data:|blob:|\/\/)/.test(source)) return source;
  const base = new URL(`/files/${page}`, location.origin);
  return new URL(source.startsWith('/') ? `/files${source}` : source, base).href;
}

/** Fails with WeChat's word when there is no such picture. */
async function pictureInfo(address: string) {
  const picture = make('img', { src: address });
  await picture.decode().catch(() => {
    throw new Error('image not found');
  });
  const type = /(?:data:image\/|\.)(\w+)(?:;[^.]*)?$/.exec(address)?.[1] ?? 'unknown';
  return { width: picture.naturalWidth, height: picture.naturalHeight, orientation: 'up', type };
}
