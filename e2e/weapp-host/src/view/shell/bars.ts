import type { TabBar, WindowConfig } from '../../compile/config';
import type { Device } from '../../device';
import type { TitleChange } from '../page';
import { make } from './popups';

/** Status bar and navigation bar. */
export class NavigationBar {
  private readonly top = make('div', { id: 'top' });
  private readonly title = make('span', { id: 'title' });
  private readonly back = make('button', { id: 'back', textContent: '‹' });

  constructor(phone: HTMLElement, { device, onBack }: { device: Device; onBack: () => void }) {
    const status = make('div', { id: 'status' });
    status.append(
      make('span', { textContent: '●●●●● WeChat' }),
      make('span', { textContent: '9:41' }),
      make('span', { textContent: '100% ▮' }),
    );
    status.style.height = `${device.statusBarHeight}px`;
    const bar = make('div', { id: 'navigation' });
    bar.style.height = `${device.navigationBarHeight}px`;
    const capsule = make('div', { id: 'capsule' });
    capsule.append(make('span', { textContent: '•••' }), make('i', {}), make('span', { textContent: '◉' }));
    this.back.onclick = onBack;
    bar.append(this.back, this.title, capsule);
    this.top.append(status, bar);
    phone.append(this.top);
  }

  show(config: WindowConfig, change: TitleChange, depth: number): void {
    const color = change.color ?? (config.navigationBarTextStyle === 'black' ? '#000' : '#fff');
    this.top.style.background = change.background ?? config.navigationBarBackgroundColor ?? '#000';
    this.top.style.color = color;
    this.top.classList.toggle('custom', config.navigationStyle === 'custom');
    const loading = change.loading === true ? '◌ ' : '';
    this.title.textContent = loading + (change.title ?? config.navigationBarTitleText ?? '');
    this.back.style.display = depth > 1 ? '' : 'none';
  }
}

type Change = Record<string, unknown>;

/** The tab bar of app.json, with badges. */
export class TabBarView {
  private readonly bar = make('div', { id: 'tabs' });
  private readonly buttons: HTMLElement[] = [];
  private readonly items: TabBar['list'];
  private selected = '';
  private hidden = false;
  private onTabPage = false;

  constructor(
    phone: HTMLElement,
    private readonly parts: { tabBar: TabBar | undefined; device: Device; onTap: (path: string) => void },
  ) {
    this.items = (parts.tabBar?.list ?? []).map((item) => ({ ...item }));
    for (const item of this.items) {
      const button = make('button', { onclick: () => parts.onTap(item.pagePath) });
      this.buttons.push(button);
      this.bar.append(button);
    }
    this.bar.style.height = `${parts.device.tabBarHeight}px`;
    this.bar.style.background = parts.tabBar?.backgroundColor ?? '#fff';
    phone.append(this.bar);
  }

  show(path: string, isTab: boolean): void {
    this.selected = path;
    this.onTabPage = isTab;
    this.draw();
  }

  /** `setTabBarBadge` and the like; refuses what it does not know. */
  change(name: string, options: Change): void {
    const button = this.buttons[Number(options.index ?? 0)];
    const item = this.items[Number(options.index ?? 0)];
    if (name === 'showTabBar' || name === 'hideTabBar') this.hidden = name === 'hideTabBar';
    else if (name === 'setTabBarBadge') button?.setAttribute('data-badge', String(options.text ?? ''));
    else if (name === 'showTabBarRedDot') button?.setAttribute('data-badge', '');
    else if (name === 'removeTabBarBadge' || name === 'hideTabBarRedDot')
      button?.removeAttribute('data-badge');
    else if (name === 'setTabBarItem' && item !== undefined) Object.assign(item, options);
    else if (name === 'setTabBarStyle') Object.assign(this.parts.tabBar ?? {}, options);
    this.draw();
  }

  private draw(): void {
    this.bar.classList.toggle('shown', this.onTabPage && !this.hidden);
    const { color = '', selectedColor = '' } = this.parts.tabBar ?? {};
    this.items.forEach((item, index) => {
      const button = this.buttons[index];
      if (button === undefined) return;
      const isSelected = item.pagePath === this.selected;
      const icon = isSelected ? (item.selectedIconPath ?? item.iconPath) : item.iconPath;
      const badge = button.getAttribute('data-badge');
      button.style.color = isSelected ? selectedColor : color;
      button.replaceChildren(
        ...(icon === undefined ? [] : [make('img', { src: `/files/${icon.replace(/^\//, '')}`, alt: '' })]),
        make('span', { textContent: item.text }),
        ...(badge === null ? [] : [make('i', { className: 'badge', textContent: badge })]),
      );
    });
  }
}
